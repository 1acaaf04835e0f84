-- name: unit_names(tier)
-- One row per town, village or county of a tier, with its name.
select
    unit_code,
    name
from reference_units
where tier = :tier
union all by name
select
    code as unit_code,
    name
from regions
where :tier = 'county' and level = 'county'
order by unit_code;

-- name: coverage_units(region, tier, day, state, search)
-- One row per town, village or county of a region (or below it) of which the registry of stations
-- speaks, with whether a station served it on the day (state, value), how many did, and the file and row
-- of the one that stands for it: the first that opened of those that are open, else the last that
-- closed, else the first that is to open; of several on one day the one in the first row.
-- state limits them: those that count, the others, or those of one state; all where it is empty.
-- The search text matches codes and names of units and regions, stations, and files.
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
        s.opened_on,
        s.closed_on,
        s.file_id,
        s.row_number
    from dated_stations as s
    left join regions as u on s.unit_code = u.code and u.level = 'county'
    left join regions as r on s.region_code = r.code and r.level = 'county'
    where
        :tier = 'county'
        and s.tier = 'county'
        and coalesce(u.code, r.code) in (select code from within)
),

-- The order and the place of a station are one number: the least of several is found without sorting.
told as (
    select
        unit_code,
        region_code,
        case
            when opened_on > :day::date then 3
            when closed_on <= :day::date then 2
            else 1
        end as rank,
        case rank
            when 2 then date '9999-12-31' - closed_on
            else coalesce(opened_on - date '0001-01-01', 9999999)
        end as days,
        ((rank * 10000000 + days)::hugeint << 64) + (file_id::hugeint << 32) + row_number as place
    from serving
),

best as (
    select
        unit_code,
        any_value(region_code) as region_code,
        count(*) filter (rank = 1) as stations,
        min(rank) as rank,
        min(place) as place
    from told
    group by unit_code
),

listed as (
    select
        unit_code,
        region_code
    from reference_units
    where :state <> 'counted' and tier = :tier and region_code in (select code from within)
    union all by name
    select
        code as unit_code,
        code as region_code
    from regions
    where :tier = 'county' and level = 'county' and code in (select code from within)
),

units as (
    select
        coalesce(b.region_code, l.region_code) as region_code,
        coalesce(l.unit_code, b.unit_code) as unit_id,
        case b.rank
            when 1 then 'counted'
            when 2 then 'closed'
            when 3 then 'not_yet'
            else 'no_station'
        end as state,
        coalesce(b.stations, 0) as stations,
        ((b.place >> 32) & 4294967295::hugeint)::uinteger as file_id,
        (b.place & 4294967295::hugeint)::uinteger as row_number
    from listed as l
    full join best as b on l.unit_code = b.unit_code
),

matched as (
    select u.unit_id
    from units as u
    inner join regions as r on u.region_code = r.code
    left join {rows_of_unit_names} as n on u.unit_id = n.unit_code
    left join facts_stations as s on u.file_id = s.file_id and u.row_number = s.row_number
    left join files as f on u.file_id = f.file_id
    where
        :search <> ''
        and (
            contains(coalesce(n.name, u.unit_id), :search)
            or starts_with(u.unit_id, :search)
            or starts_with(s.station_id, :search)
            or contains(r.name, :search)
            or starts_with(u.region_code, :search)
            or contains(f.path, :search)
        )
)

select
    region_code,
    unit_id,
    state,
    (state = 'counted')::bigint as value,
    stations,
    file_id,
    row_number
from units
where
    (:state = '' or state = :state or (:state = 'uncounted' and state <> 'counted'))
    and (:search = '' or unit_id in (select m.unit_id from matched as m))
order by region_code, unit_id;

-- name: traced_coverage(region, tier, day, state, search, most, skip)
-- One row per unit that coverage_units gives for the same, on one page: its name, the station that stands
-- for it, and the file and row that it came from; and how many rows, units that count and stations there
-- are in all.
with found as materialized (
    select u.*
    from {rows_of_coverage_units} as u
),

totals as (
    select
        count(*)::int as total,
        sum(value)::bigint as all_value,
        sum(stations)::bigint as all_stations
    from found
),

page as (
    select *
    from found
    order by region_code, unit_id
    limit :most offset :skip
)

select
    p.region_code,
    p.unit_id,
    coalesce(n.name, p.unit_id) as name,
    p.state,
    p.value,
    p.stations,
    s.station_id,
    f.path as source_file,
    p.row_number as source_row,
    f.sha256,
    t.total,
    t.all_value,
    t.all_stations
from page as p
cross join totals as t
left join {rows_of_unit_names} as n on p.unit_id = n.unit_code
left join facts_stations as s on p.file_id = s.file_id and p.row_number = s.row_number
left join files as f on p.file_id = f.file_id
order by p.region_code, p.unit_id;

-- name: traced_coverage_excess(region, tier, day, state, search)
-- One row: how many of the units that coverage_units gives for the same don't count, since stations of
-- their county (or city without counties) serve more than there are to cover in the last year known by
-- the day, or since that number is not known while others' are.
with covered as (
    select
        c.region_code,
        sum(c.value) as covered
    from {rows_of_coverage_units} as c
    group by c.region_code
),

numbers_of_years as (
    select
        region_code,
        year,
        sum(units) as units
    from facts_units
    where tier::varchar = :tier and year <= year(:day::date)
    group by region_code, year
),

numbers as (
    select
        region_code,
        arg_max(units, year) as units
    from numbers_of_years
    group by region_code
)

select coalesce(sum(greatest(c.covered - coalesce(n.units, 0), 0)), 0)::bigint as excess
from covered as c
left join numbers as n on c.region_code = n.region_code
where :tier <> 'county' and exists (select 1 from facts_units);

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
    or starts_with(u.region_code, :search)
    or contains(f.path, :search)
order by u.region_code, u.file_id, u.row_number
limit :most offset :skip;
