-- One row per region, month, tier and stars in which something changed: what was added less
-- what was taken away in the month. What stands at a month's end is the sum of all changes so far.
with registry as (
    select
        region_code,
        tier,
        coalesce(stars, 0)::varchar as stars,
        unit_code,
        date_trunc('month', opened_on)::date as opened,
        date_trunc('month', closed_on)::date as closed,
        has_institution::int as institution,
        has_posts::int as posts,
        has_people::int as people,
        has_funding::int as funding,
        has_safeguards::int as safeguards,
        coalesce(stars >= 3, false)::int as three_star,
        national_model::int as national_model,
        coalesce(full_time, 0) as full_time,
        coalesce(full_time, 0) + coalesce(part_time, 0) as staff
    from facts_stations
),

-- Stations of one kind that opened or closed in the same month, counted before anything else.
changes as (
    select
        *,
        opened as month,
        1 as sign
    from registry
    union all by name
    select
        *,
        closed as month,
        -1 as sign
    from registry
    where closed is not null
),

station_changes as (
    select
        region_code,
        month,
        tier as category,
        stars as subcategory,
        sum(sign) as stations_active,
        sum(sign * institution) as stations_with_institution,
        sum(sign * posts) as stations_with_posts,
        sum(sign * people) as stations_with_people,
        sum(sign * funding) as stations_with_funding,
        sum(sign * safeguards) as stations_with_safeguards,
        sum(sign * institution * posts * people * funding * safeguards) as stations_five_haves,
        sum(sign * three_star) as stations_three_star,
        sum(sign * national_model) as stations_national_model,
        sum(sign) filter (tier = 'extended') as stations_extended,
        sum(sign * staff) as stations_staff,
        sum(sign * full_time) as stations_full_time
    from changes
    group by all
),

-- A unit is covered while at least one station serves it, however many there are.
served as (
    select
        region_code,
        tier,
        case when tier = 'county' then region_code else unit_code end as unit,
        opened,
        closed
    from registry as r
    where
        (tier in ('town', 'village') and unit_code is not null)
        or (
            tier = 'county'
            and exists (
                select 1
                from regions as g
                where r.region_code = g.code and g.level = 'county'
            )
        )
),

shared_units as (
    select
        tier,
        unit
    from served
    group by tier, unit
    having count(*) > 1
),

shared as (
    select s.*
    from served as s
    semi join shared_units as u on s.tier = u.tier and s.unit = u.unit
),

alone as (
    select s.*
    from served as s
    anti join shared_units as u on s.tier = u.tier and s.unit = u.unit
),

served_changes as (
    select
        region_code,
        tier,
        unit,
        month,
        sum(sign) as change
    from (
        select
            region_code,
            tier,
            unit,
            opened as month,
            1 as sign
        from shared
        union all
        select
            region_code,
            tier,
            unit,
            closed as month,
            -1 as sign
        from shared
        where closed is not null
    )
    group by all
),

running as (
    select
        region_code,
        tier,
        month,
        sum(change) over (partition by tier, unit order by month) as standing,
        standing - change as stood
    from served_changes
),

covered_changes as (
    select
        region_code,
        tier,
        month,
        (standing > 0)::int - (stood > 0)::int as change
    from running
    union all
    select
        region_code,
        tier,
        opened as month,
        1 as change
    from alone
    union all
    select
        region_code,
        tier,
        closed as month,
        -1 as change
    from alone
    where closed is not null
),

coverage_changes as (
    select
        region_code,
        month,
        tier as category,
        '0' as subcategory,
        sum(change) filter (tier = 'village') as villages_covered,
        sum(change) filter (tier = 'town') as towns_covered,
        sum(change) filter (tier = 'county') as counties_covered
    from covered_changes
    where change <> 0
    group by all
),

-- The units to cover, as changes too; a year without a figure keeps the last one.
unit_changes as (
    select
        region_code,
        make_date(year, 1, 1) as month,
        tier as category,
        '0' as subcategory,
        units - lag(units, 1, 0) over (partition by region_code, tier order by year) as change
    from (
        select
            region_code,
            year,
            tier,
            sum(units) as units
        from facts_units
        group by all
    )
),

unit_columns as (
    select
        region_code,
        month,
        category,
        subcategory,
        sum(change) filter (category = 'village') as villages,
        sum(change) filter (category = 'town') as towns
    from unit_changes
    group by all
),

county_units as (
    select
        code as region_code,
        date '1949-10-01' as month,
        'county' as category,
        '0' as subcategory,
        1 as counties
    from regions
    where level = 'county' and reports and exists (select 1 from facts_stations)
),

everything as (
    select * from station_changes
    union all by name
    select * from coverage_changes
    union all by name
    select * from unit_columns
    union all by name
    select * from county_units
)

select
    region_code,
    month,
    category,
    subcategory,
    coalesce(sum(stations_active), 0)::bigint as stations_active,
    coalesce(sum(stations_with_institution), 0)::bigint as stations_with_institution,
    coalesce(sum(stations_with_posts), 0)::bigint as stations_with_posts,
    coalesce(sum(stations_with_people), 0)::bigint as stations_with_people,
    coalesce(sum(stations_with_funding), 0)::bigint as stations_with_funding,
    coalesce(sum(stations_with_safeguards), 0)::bigint as stations_with_safeguards,
    coalesce(sum(stations_five_haves), 0)::bigint as stations_five_haves,
    coalesce(sum(stations_three_star), 0)::bigint as stations_three_star,
    coalesce(sum(stations_national_model), 0)::bigint as stations_national_model,
    coalesce(sum(stations_extended), 0)::bigint as stations_extended,
    coalesce(sum(stations_staff), 0)::bigint as stations_staff,
    coalesce(sum(stations_full_time), 0)::bigint as stations_full_time,
    coalesce(sum(villages_covered), 0)::bigint as villages_covered,
    coalesce(sum(towns_covered), 0)::bigint as towns_covered,
    coalesce(sum(counties_covered), 0)::bigint as counties_covered,
    coalesce(sum(villages), 0)::bigint as villages,
    coalesce(sum(towns), 0)::bigint as towns,
    coalesce(sum(counties), 0)::bigint as counties
from everything
group by all
