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

-- name: traced_coverage_excess(region, tier, day, state, search)
-- One row: how many of the units that traced_coverage gives for the same don't count, since stations of
-- their county (or city without counties) serve more than there are to cover in the last year known by
-- the day, or since that number is not known while others' are.
with covered as (
    select
        c.region_code,
        sum(c.value) as covered
    from {rows_of_traced_coverage} as c
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
    or starts_with(u.region_code::varchar, :search)
    or contains(f.path, :search)
order by u.region_code, u.file_id, u.row_number
limit :most offset :skip;
