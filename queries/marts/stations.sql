-- One row per region, month, tier, stars and national model in which something changed: what was
-- added less what was taken away in the month. What stands at a month's end is the sum of all changes
-- so far.
-- Only regions that the registry speaks of have rows. What a column says that the export does not
-- have is not known and stays empty.
with registry as (
    select
        region_code,
        tier,
        coalesce(stars, 0) as stars,
        date_trunc('month', opened_on)::date as opened,
        date_trunc('month', closed_on)::date as closed,
        has_institution::int as institution,
        has_posts::int as posts,
        has_people::int as people,
        has_funding::int as funding,
        has_safeguards::int as safeguards,
        coalesce(stars >= 3, false)::int as three_star,
        coalesce(national_model, false)::int as national_model,
        coalesce(full_time, 0) as full_time,
        coalesce(full_time, 0) + coalesce(part_time, 0) as staff
    from dated_stations
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
        tier::varchar as station_tier,
        stars::varchar as stars,
        case when national_model = 1 then 'model' else 'other' end as national_model,
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
        sum(sign * full_time) as stations_full_time
    from changes
    group by region_code, month, tier, changes.stars, changes.national_model
),

-- A region that has no station and of which that is known has none, and not nothing. Of a city without
-- counties it is known that it has no county to cover.
reported as (
    select
        r.region_code,
        date '1949-10-01' as month,
        'county' as station_tier,
        case when g.level = 'county' then 1 when g.is_leaf then 0 end as units
    from reported_regions as r
    inner join regions as g on r.region_code = g.code
),

-- The units to cover, as changes too; a year without a figure keeps the last one.
unit_changes as (
    select
        region_code,
        make_date(year, 1, 1) as month,
        tier::varchar as station_tier,
        units - lag(units, 1, 0) over (partition by region_code, tier order by year) as units
    from (
        select
            region_code,
            year,
            tier,
            sum(units) as units
        from facts_units as u
        semi join reported_regions as r on u.region_code = r.region_code
        group by all
    )
    union all
    select * from reported
),

-- No more can be covered than there are to cover: of a county whose number of units is less, only so
-- many count, and none where or when its number is not known while others' are. Where no number is
-- known at all, no rate is made, and all count.
standing as (
    select
        region_code,
        month,
        station_tier,
        sum(units) as units,
        sum(sum(units)) over to_the_month as units_so_far,
        sum(sum(covered)) over to_the_month as covered_so_far
    from (
        select
            region_code,
            month,
            station_tier,
            units,
            0 as covered
        from unit_changes
        union all by name
        select
            region_code,
            month,
            tier as station_tier,
            covered
        from covering
        where region_code in (from reported_regions)
    )
    group by region_code, month, station_tier
    window to_the_month as (partition by region_code, station_tier order by month)
),

-- Coverage and what is to cover are by tier, and not by stars or national model: they stand under 0
-- and other.
coverage_changes as (
    select
        region_code,
        month,
        station_tier,
        '0' as stars,
        'other' as national_model,
        units,
        least(covered_so_far, units_so_far) as counted,
        counted - lag(counted, 1, 0) over (
            partition by region_code, station_tier
            order by month
        ) as covered
    from standing
    where
        units_so_far is not null
        or station_tier = 'county'
        or not exists (select 1 from facts_units)
)

select
    coalesce(s.region_code, c.region_code) as region_code,
    coalesce(s.month, c.month) as month,
    coalesce(s.station_tier, c.station_tier) as station_tier,
    coalesce(s.stars, c.stars) as stars,
    coalesce(s.national_model, c.national_model) as national_model,
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
    c.covered::bigint as covered,
    c.units::bigint as units
from station_changes as s
full join coverage_changes as c
    on
        s.region_code = c.region_code
        and s.month = c.month
        and s.station_tier = c.station_tier
        and s.stars = c.stars
        and s.national_model = c.national_model
