-- name: tasks_by_state(region, first_day, day, limits, state, search, most, skip)
-- One row per task of a region (or below it) that was not done before the first day and was set by the
-- last (day), with its state on that day (overdue once the day it is due has passed), by how many days it
-- is or was late, and how many there are in all: those longest overdue first, then the open ones that are
-- due first, then what was done last. state limits them where it is not empty, limits by codes of
-- dimensions; the search text matches titles and ids.
with within as (
    select code
    from region_ancestors
    where ancestor = :region
),

stated as (
    select
        t.region_code,
        t.title,
        t.level,
        t.set_on,
        t.due_on,
        case when t.done_on <= :day::date then t.done_on end as done_on,
        case
            when t.done_on <= :day::date then 'done'
            when t.due_on < :day::date then 'overdue'
            else 'open'
        end as state,
        nullif(greatest(least(t.done_on, :day::date) - t.due_on, 0), 0)::int as late_days,
        t.task_id,
        t.file_id,
        t.row_number,
        struct_pack(task_level := t.level::varchar) as dimensions
    from facts_tasks as t
    inner join within as w on t.region_code = w.code
    where
        t.set_on <= :day::date
        and (t.done_on is null or t.done_on >= :first_day::date)
        and (:search = '' or contains(t.title, :search) or starts_with(t.task_id, :search))
)

select
    s.region_code,
    s.task_id,
    s.title,
    s.level,
    s.state,
    s.set_on,
    s.due_on,
    s.done_on,
    s.late_days,
    f.path as source_file,
    s.row_number as source_row,
    count(*) over ()::int as total
from stated as s
inner join files as f on s.file_id = f.file_id
where
    (:state = '' or s.state = :state)
    and list_contains(:limits['{limited}'], s.dimensions.{limited})
order by
    s.state = 'overdue' desc,
    s.state = 'open' desc,
    s.done_on desc,
    s.due_on,
    s.region_code,
    s.task_id
limit :most offset :skip;

-- name: task_states(region, first_day, day, limits)
-- One row per state that tasks of a region (or below it) are in on a day, with how many are: overdue,
-- open, and done since the first day; limits names codes by dimension.
with tasks as (
    select
        *,
        struct_pack(task_level := level::varchar) as dimensions
    from facts_tasks
)

select
    case
        when t.done_on <= :day::date then 'done'
        when t.due_on < :day::date then 'overdue'
        else 'open'
    end as state,
    count(*)::int as tasks
from tasks as t
inner join region_ancestors as a on t.region_code = a.code
where
    a.ancestor = :region
    and t.set_on <= :day::date
    and (t.done_on is null or t.done_on >= :first_day::date)
    and list_contains(:limits['{limited}'], t.dimensions.{limited})
group by state;

-- name: task_rows(region)
-- One row per task of a region (or below it), with the file and row it came from: the registry itself.
with within as (
    select code
    from region_ancestors
    where ancestor = :region
)

select
    t.region_code,
    t.task_id,
    t.title,
    t.level,
    t.set_on,
    t.due_on,
    t.done_on,
    f.path as source_file,
    t.row_number as source_row
from facts_tasks as t
inner join within as w on t.region_code = w.code
inner join files as f on t.file_id = f.file_id
order by t.region_code, t.task_id;

-- name: task_row_count(region)
-- One row: how many rows task_rows gives for the same region.
select count(*) as row_count
from facts_tasks as t
inner join region_ancestors as a on t.region_code = a.code
where a.ancestor = :region;
