-- One row per region, month and level of the tasks in which one was set, done or became overdue. A task
-- is overdue at a month's end where its day has passed and it is not done: from the day after its own on.
-- A region that the registry covers has zero tasks before its first one, and where it has none at all.
with events as (
    select
        region_code,
        level as task_level,
        set_on as day,
        1 as set_to_it,
        1 as open,
        0 as overdue
    from facts_tasks
    union all by name
    select
        region_code,
        level as task_level,
        done_on as day,
        0 as set_to_it,
        -1 as open,
        case
            when date_trunc('month', due_on + 1) < date_trunc('month', done_on) then -1 else 0
        end as overdue
    from facts_tasks
    where done_on is not null
    union all by name
    select
        region_code,
        level as task_level,
        due_on + 1 as day,
        0 as set_to_it,
        0 as open,
        1 as overdue
    from facts_tasks
    where
        due_on is not null
        and (done_on is null or date_trunc('month', due_on + 1) < date_trunc('month', done_on))
    union all by name
    select
        region_code,
        'county' as task_level,
        date '1949-10-01' as day,
        0 as set_to_it,
        0 as open,
        0 as overdue
    from reported_regions
)

select
    region_code,
    date_trunc('month', day)::date as month,
    task_level,
    sum(set_to_it)::bigint as tasks_registered,
    sum(open)::bigint as tasks_open,
    sum(overdue)::bigint as tasks_overdue
from events
group by all
