-- One row per region, month, tier and stars in which something changed: what was added less
-- what was taken away in the month. What stands at a month's end is the sum of all changes so far.
with registry as (
    select
        s.region_code,
        s.tier,
        coalesce(s.stars, 0) as stars,
        case
            when s.tier in ('town', 'village') then s.unit_code
            when s.tier = 'county' and r.level = 'county' then s.region_code
        end as unit,
        date_trunc('month', s.opened_on)::date as opened,
        date_trunc('month', s.closed_on)::date as closed,
        s.has_institution::int as institution,
        s.has_posts::int as posts,
        s.has_people::int as people,
        s.has_funding::int as funding,
        s.has_safeguards::int as safeguards,
        coalesce(s.stars >= 3, false)::int as three_star,
        s.national_model::int as national_model,
        coalesce(s.full_time, 0) as full_time,
        coalesce(s.full_time, 0) + coalesce(s.part_time, 0) as staff
    from facts_stations as s
    left join regions as r on s.region_code = r.code
),

-- A unit is covered while at least one station serves it, however many there are.
shared_units as (
    select
        tier,
        unit_code as unit
    from served_units
    where stations > 1
    union all
    select
        tier,
        unit
    from registry
    where tier = 'county' and unit is not null
    group by tier, unit
    having count(*) > 1
),

served as (
    select
        r.*,
        u.unit is not null as is_shared
    from registry as r
    left join shared_units as u on r.tier = u.tier and r.unit = u.unit
),

-- Stations of one kind that opened or closed in the same month, counted before anything else.
changes as (
    select
        *,
        opened as month,
        1 as sign
    from served
    union all by name
    select
        *,
        closed as month,
        -1 as sign
    from served
    where closed is not null
),

station_changes as (
    select
        region_code,
        month,
        tier as category,
        stars::varchar as subcategory,
        sum(sign) as stations_active,
        sum(sign * institution) as stations_with_institution,
        sum(sign * posts) as stations_with_posts,
        sum(sign * people) as stations_with_people,
        sum(sign * funding) as stations_with_funding,
        sum(sign * safeguards) as stations_with_safeguards,
        sum(sign * institution * posts * people * funding * safeguards) as stations_five_haves,
        sum(sign * three_star) as stations_three_star,
        sum(sign * national_model) as stations_national_model,
        sum(sign * staff) as stations_staff,
        sum(sign * full_time) as stations_full_time,
        sum(sign) filter (unit is not null and not is_shared) as units_covered
    from changes
    group by region_code, month, tier, stars
),

shared_changes as (
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
        from served
        where is_shared
        union all
        select
            region_code,
            tier,
            unit,
            closed as month,
            -1 as sign
        from served
        where is_shared and closed is not null
    )
    group by region_code, tier, unit, month
),

running as (
    select
        region_code,
        tier,
        month,
        sum(change) over (partition by tier, unit order by month) as standing,
        standing - change as stood
    from shared_changes
),

covered_changes as (
    select
        region_code,
        month,
        category,
        units_covered as change
    from station_changes
    where units_covered <> 0
    union all by name
    select
        region_code,
        month,
        tier as category,
        (standing > 0)::int - (stood > 0)::int as change
    from running
    where (standing > 0) <> (stood > 0)
),

-- The units to cover, as changes too; a year without a figure keeps the last one.
unit_changes as (
    select
        region_code,
        make_date(year, 1, 1) as month,
        tier as category,
        units - lag(units, 1, 0) over (partition by region_code, tier order by year) as units
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

-- Coverage and what is to cover are by tier and not by stars: they stand under 0.
coverage_changes as (
    select
        region_code,
        month,
        category,
        '0' as subcategory,
        sum(change) as covered,
        sum(units) as units
    from (
        select *
        from covered_changes
        union all by name
        select *
        from unit_changes
        union all by name
        select
            code as region_code,
            date '1949-10-01' as month,
            'county' as category,
            1 as units
        from regions
        where level = 'county' and reports and exists (select 1 from facts_stations)
    )
    group by region_code, month, category
)

select
    coalesce(s.region_code, c.region_code) as region_code,
    coalesce(s.month, c.month) as month,
    coalesce(s.category, c.category) as category,
    coalesce(s.subcategory, c.subcategory) as subcategory,
    coalesce(s.stations_active, 0)::bigint as stations_active,
    coalesce(s.stations_with_institution, 0)::bigint as stations_with_institution,
    coalesce(s.stations_with_posts, 0)::bigint as stations_with_posts,
    coalesce(s.stations_with_people, 0)::bigint as stations_with_people,
    coalesce(s.stations_with_funding, 0)::bigint as stations_with_funding,
    coalesce(s.stations_with_safeguards, 0)::bigint as stations_with_safeguards,
    coalesce(s.stations_five_haves, 0)::bigint as stations_five_haves,
    coalesce(s.stations_three_star, 0)::bigint as stations_three_star,
    coalesce(s.stations_national_model, 0)::bigint as stations_national_model,
    coalesce(s.stations_staff, 0)::bigint as stations_staff,
    coalesce(s.stations_full_time, 0)::bigint as stations_full_time,
    coalesce(c.covered, 0)::bigint as covered,
    coalesce(c.units, 0)::bigint as units
from station_changes as s
full join coverage_changes as c
    on
        s.region_code = c.region_code
        and s.month = c.month
        and s.category = c.category
        and s.subcategory = c.subcategory
