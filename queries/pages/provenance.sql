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
        or starts_with(c.region_code::varchar, :search)
        or starts_with(c.reported_region_code, :search)
        or contains(f.path, :search)
    )
order by c.region_code, c.month, c.file_id, c.row_number
limit :most offset :skip;

-- name: traced_months_sum(relation, measures, region, limits, starts, ends, search)
-- One row: how many rows traced_months gives for the same, what they add up to, and how many of them
-- and how much were reported under a code of another time (recoded).
with within as (
    select code
    from region_ancestors
    where ancestor = :region
),

counted as (
    select
        region_code,
        reported_region_code,
        list_sum(list_value(*columns(:measures::varchar[])))::decimal(18, 2) as value,
        file_id
    from query_table(:relation)
    where
        region_code in (select code from within)
        and month between :starts::date and :ends::date
        and list_contains(:limits['{limited}'], {limited})
)

select
    count(*) as row_count,
    sum(c.value)::decimal(18, 2) as value,
    count(*) filter (c.reported_region_code is not null) as recoded_rows,
    coalesce(sum(c.value) filter (c.reported_region_code is not null), 0)::decimal(18, 2)
        as recoded_value,
    count(distinct c.file_id) as files
from counted as c
inner join files as f on c.file_id = f.file_id
inner join regions as r on c.region_code = r.code
where
    c.value is not null
    and (
        :search = ''
        or contains(r.name, :search)
        or starts_with(c.region_code::varchar, :search)
        or starts_with(c.reported_region_code, :search)
        or contains(f.path, :search)
    );

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
        or starts_with(s.region_code::varchar, :search)
        or contains(f.path, :search)
    )
order by s.region_code, s.unit_id, s.file_id, s.row_number
limit :most offset :skip;

-- name: traced_registry_sum(relation, measures, keys, region, limits, day, state, search)
-- One row per state: how many rows traced_registry gives of it for the same, and what they count.
with within as (
    select code
    from region_ancestors
    where ancestor = :region
),

units as (
    select
        region_code,
        columns(:keys::varchar[]),
        columns(:measures::varchar[]) as one,
        file_id
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
    s.state,
    count(*) as row_count,
    sum(s.value)::bigint as value,
    count(distinct s.file_id) as files
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
        or starts_with(s.region_code::varchar, :search)
        or contains(f.path, :search)
    )
group by s.state
order by s.state;

-- name: traced_coverage(region, tier, day, state, search, most, skip)
-- One row per town, village or county of a region (or below it) of which the registry of stations
-- speaks, with whether a station served it on the day (state, value), how many did, and of the one that
-- opened first of those, or that closed last, its id and the file and row that it came from; and how
-- many rows, units that count and stations there are in all.
with within as (
    select a.code
    from region_ancestors as a
    inner join reported_years as y on a.code = y.region_code
    where a.ancestor = :region and y.source = 'stations' and y.is_leaf
),

served as (
    select
        unit_code,
        region_code,
        unnest(coalesce(written_codes, [unit_code])) as written_code
    from served_units
    where tier = :tier and region_code in (select code from within)
),

serving as (
    select
        v.unit_code,
        v.region_code,
        s.station_id,
        s.opened_on,
        s.closed_on,
        s.file_id,
        s.row_number
    from dated_stations as s
    inner join served as v on s.unit_code = v.written_code
    where s.tier = :tier
    union all by name
    select
        coalesce(u.code, r.code)::varchar as unit_code,
        coalesce(u.code, r.code) as region_code,
        s.station_id,
        s.opened_on,
        s.closed_on,
        s.file_id,
        s.row_number
    from dated_stations as s
    left join regions as u on s.unit_code = u.code::varchar and u.level = 'county'
    left join regions as r on s.region_code = r.code and r.level = 'county'
    where
        :tier = 'county'
        and s.tier = 'county'
        and coalesce(u.code, r.code) in (select code from within)
),

told as (
    select
        *,
        case
            when opened_on > :day::date then 'not_yet'
            when closed_on <= :day::date then 'closed'
            else 'counted'
        end as state
    from serving
),

best as (
    select
        unit_code,
        any_value(region_code) as region_code,
        count(*) filter (state = 'counted') as stations,
        arg_min(
            struct_pack(state, station_id, file_id, row_number),
            (
                case state when 'counted' then 1 when 'closed' then 2 else 3 end,
                case state when 'closed' then -epoch(closed_on) else epoch(opened_on) end,
                station_id
            )
        ) as station
    from told
    group by unit_code
),

listed as (
    select
        unit_code,
        region_code,
        name,
        town_name
    from reference_units
    where tier = :tier and region_code in (select code from within)
    union all by name
    select
        code::varchar as unit_code,
        code as region_code,
        name,
        null as town_name
    from regions
    where :tier = 'county' and level = 'county' and code in (select code from within)
),

units as (
    select
        coalesce(b.region_code, l.region_code) as region_code,
        coalesce(l.unit_code, b.unit_code) as unit_id,
        coalesce(l.name, n.name, coalesce(l.unit_code, b.unit_code)) as name,
        coalesce(b.station.state, 'no_station') as state,
        (b.station.state is not distinct from 'counted')::bigint as value,
        coalesce(b.stations, 0) as stations,
        b.station.station_id as station_id,
        b.station.file_id as file_id,
        b.station.row_number as row_number
    from listed as l
    full join best as b on l.unit_code = b.unit_code
    left join reference_units as n on b.unit_code = n.unit_code and n.tier = :tier
)

select
    u.* exclude (file_id, row_number), -- noqa: AM04
    f.path as source_file,
    u.row_number as source_row,
    f.sha256,
    count(*) over ()::int as total,
    sum(u.value) over ()::bigint as all_value,
    sum(u.stations) over ()::bigint as all_stations
from units as u
left join files as f on u.file_id = f.file_id
inner join regions as r on u.region_code = r.code
where
    (:state = '' or u.state = :state or (:state = 'uncounted' and u.state <> 'counted'))
    and (
        :search = ''
        or contains(u.name, :search)
        or starts_with(u.unit_id, :search)
        or starts_with(u.station_id, :search)
        or contains(r.name, :search)
        or starts_with(u.region_code::varchar, :search)
        or contains(f.path, :search)
    )
order by u.region_code, u.unit_id
limit :most offset :skip;

-- name: traced_to_cover(region, tier, year, search, most, skip)
-- One row per row of the export of units to cover that counts in a year: of a county (or city without
-- counties) of which the registry of stations speaks, those of the last year of which it is known; and
-- how many rows and units there are in all.
with within as (
    select a.code
    from region_ancestors as a
    inner join reported_years as y on a.code = y.region_code
    where a.ancestor = :region and y.source = 'stations' and y.is_leaf
),

latest as (
    select *
    from facts_units
    where region_code in (select code from within) and tier = :tier and year <= :year
    qualify year = max(year) over (partition by region_code)
)

select
    u.region_code,
    u.year,
    u.units as value,
    f.path as source_file,
    u.row_number as source_row,
    f.sha256,
    count(*) over ()::int as total,
    sum(u.units) over ()::bigint as all_value
from latest as u
inner join files as f on u.file_id = f.file_id
inner join regions as r on u.region_code = r.code
where
    :search = ''
    or contains(r.name, :search)
    or starts_with(u.region_code::varchar, :search)
    or contains(f.path, :search)
order by u.region_code, u.file_id, u.row_number
limit :most offset :skip;

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
        or try_cast(left(r.region_code, 6) as region) in (
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
inner join query_table(:relation) as t on c.file_id = t.file_id and c.row_number = t.row_number
inner join files as n on c.file_id = n.file_id
inner join files as o on c.old_file_id = o.file_id
where
    c.table_name = :table_name
    and t.region_code in (select code from within)
    and t.month between :starts::date and :ends::date
order by t.region_code, t.month, c.file_id, c.row_number, c.column_name, c.old_file_id
limit :most offset :skip;
