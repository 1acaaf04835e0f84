-- One row per county (or city without counties) and tier: how many units an open station serves
-- today, and no more than there are to cover; worked out without months, to check those.
with open_units as (
    select
        region_code,
        tier::varchar as tier,
        count(*) as open
    from served_units
    where last_closed = date '9999-12-31'
    group by region_code, tier
    union all
    select
        coalesce(u.code, r.code) as region_code,
        'county' as tier,
        1 as open
    from dated_stations as s
    left join regions as u on s.unit_code = u.code and u.level = 'county'
    left join regions as r on s.region_code = r.code and r.level = 'county'
    where
        s.tier = 'county'
        and s.closed_on is null
        and coalesce(u.code, r.code) is not null
    group by coalesce(u.code, r.code)
),

to_cover as (
    select
        region_code,
        tier,
        units
    from units_to_cover
    union all
    select
        code as region_code,
        'county' as tier,
        1 as units
    from regions
    where level = 'county' and reports
)

select
    o.region_code,
    o.tier,
    o.open,
    u.units,
    case
        when u.units is not null or not exists (select 1 from facts_units)
            then least(o.open, u.units)
    end as covered
from open_units as o
left join to_cover as u on o.region_code = u.region_code and o.tier = u.tier
semi join reported_regions as r on o.region_code = r.region_code
