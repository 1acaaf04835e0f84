-- name: traced_months(relation, measures, keys, region, limits, starts, ends, search, most, skip)
-- One row per row of a monthly export of a region (or below it) that counts for the measures in the
-- months asked for, with its keys (the month and the dimensions), the value that counts, the code that
-- it was reported under where that is one of another time, and the file and row that it came from.
-- The search text matches codes and names of regions, and files.
with within as (
    select code
    from region_ancestors
    where ancestor = :region
),

counted as (
    select
        region_code,
        reported_region_code,
        columns(:keys::varchar[]),
        list_sum(list_value(*columns(:measures::varchar[])))::decimal(18, 2) as value,
        file_id,
        row_number
    from query_table(:relation)
    where
        region_code in (select code from within)
        and month between :starts::date and :ends::date
        and list_contains(:limits['{limited}'], {limited})
)

select
    c.* exclude (file_id, row_number), -- noqa: AM04
    f.path as source_file,
    c.row_number as source_row,
    f.sha256
from counted as c
inner join files as f on c.file_id = f.file_id
inner join regions as r on c.region_code = r.code
where
    c.value is not null
    and (
        :search = ''
        or contains(r.name, :search)
        or starts_with(c.region_code, :search)
        or starts_with(c.reported_region_code, :search)
        or contains(f.path, :search)
    )
order by c.region_code, c.month, c.file_id, c.row_number
limit :most offset :skip;

-- name: traced_months_sum(relation, measures, keys, region, limits, starts, ends, search)
-- One row: how many rows traced_months gives for the same, what they add up to, and how many of them
-- and how much were reported under a code of another time (recoded).
select
    count(*) as row_count,
    sum(r.value)::decimal(18, 2) as value,
    count(*) filter (r.reported_region_code is not null) as recoded_rows,
    coalesce(sum(r.value) filter (r.reported_region_code is not null), 0)::decimal(18, 2)
        as recoded_value
from {rows_of_traced_months} as r;

-- name: traced_registry(relation, measures, keys, region, limits, day, state, search, most, skip)
-- One row per unit of a registry of a region (or below it), with its keys (its id, name and
-- dimensions), what decided on the day whether the one measure counts it (state), how much it counts,
-- and the file and row that it came from.
-- state limits them: those that count, the others, or those of one state; all where it is empty.
with within as (
    select code
    from region_ancestors
    where ancestor = :region
),

units as (
    select
        region_code,
        reported_region_code,
        columns(:keys::varchar[]),
        columns(:measures::varchar[]) as one,
        file_id,
        row_number
    from query_table(:relation)
    where
        region_code in (select code from within)
        and list_contains(:limits['{limited}'], {limited})
),

stated as (
    select
        * exclude (one),
        case
            when one.rule is not null then one.rule
            when one.since is null then one.lacks
            when one.since > :day::date then 'not_yet'
            when one.until <= :day::date then one.ended
            when one.value is null then 'not_said'
            when one.value = 0 then 'lacks'
            else 'counted'
        end as state,
        case when state = 'counted' then one.value else 0 end as value
    from units
)

select
    s.* exclude (file_id, row_number), -- noqa: AM04
    f.path as source_file,
    s.row_number as source_row,
    f.sha256
from stated as s
inner join files as f on s.file_id = f.file_id
inner join regions as r on s.region_code = r.code
where
    (:state = '' or s.state = :state or (:state = 'uncounted' and s.state <> 'counted'))
    and (
        :search = ''
        or contains(s.name, :search)
        or starts_with(s.unit_id, :search)
        or contains(r.name, :search)
        or starts_with(s.region_code, :search)
        or contains(f.path, :search)
    )
order by s.region_code, s.unit_id, s.file_id, s.row_number
limit :most offset :skip;

-- name: traced_registry_sum(relation, measures, keys, region, limits, day, state, search)
-- One row per state: how many rows traced_registry gives of it for the same, and what they count.
select
    r.state,
    count(*) as row_count,
    sum(r.value)::bigint as value
from {rows_of_traced_registry} as r
group by r.state
order by r.state;

-- name: traced_refused(region, everything, table_name, starts, ends, most, skip)
-- One row per value of an export that was refused of a region and what lies under it, in the months
-- asked for or in one that nobody can read (of everything: rows whose region nobody can tell, too),
-- with the file and row that it stands in, why, and how many there are in all.
select
    f.path as source_file,
    r.row_number as source_row,
    r.region_code,
    r.month,
    r.row_key,
    r.column_name,
    r.value,
    r.message_zh,
    r.do_zh,
    count(*) over ()::int as total
from refused as r
inner join files as f on r.file_id = f.file_id
where
    r.table_name = :table_name
    and coalesce(
        try_cast(concat(left(r.month, 7), '-01') as date) between :starts::date and :ends::date,
        true
    )
    and (
        :everything
        or left(r.region_code, 6) in (
            select code from region_ancestors
            where ancestor = :region
        )
    )
order by r.file_id, r.row_number, r.column_name, r.reason
limit :most offset :skip;

-- name: traced_corrections(relation, region, table_name, starts, ends, most, skip)
-- One row per value of a monthly export that a newer file corrected, of the rows of a region (or below
-- it) in the months asked for: where the new and the old value stand, both, and how many there are.
with within as (
    select code
    from region_ancestors
    where ancestor = :region
),

-- A row that counts for rates, too, stands there once more.
rows_of_files as (
    select distinct
        region_code,
        month,
        file_id,
        row_number
    from query_table(:relation)
    where
        region_code in (select code from within)
        and month between :starts::date and :ends::date
)

select
    t.region_code,
    t.month,
    c.column_name,
    c.old_value,
    c.new_value,
    o.path as old_file,
    c.old_row_number as old_row,
    n.path as source_file,
    c.row_number as source_row,
    count(*) over ()::int as total
from corrections as c
inner join rows_of_files as t on c.file_id = t.file_id and c.row_number = t.row_number
inner join files as n on c.file_id = n.file_id
inner join files as o on c.old_file_id = o.file_id
where
    c.table_name = :table_name
order by t.region_code, t.month, c.file_id, c.row_number, c.column_name, c.old_file_id
limit :most offset :skip;

-- name: traced_identical(region, table_name, starts, ends, most, skip)
-- One row per row of an export that says the same as another one of its key, which is the one that
-- counts, of a region and what lies under it, in the months asked for (of a registry, of all time):
-- where both stand, and how many there are in all.
select
    i.region_code,
    i.month,
    o.path as source_file,
    i.row_number as source_row,
    n.path as kept_file,
    i.kept_row_number as kept_row,
    count(*) over ()::int as total
from identical_rows as i
inner join files as o on i.file_id = o.file_id
inner join files as n on i.kept_file_id = n.file_id
where
    i.table_name = :table_name
    and coalesce(i.month between :starts::date and :ends::date, true)
    and i.region_code in (
        select code from region_ancestors
        where ancestor = :region
    )
order by i.region_code, i.month, i.file_id, i.row_number
limit :most offset :skip;
