-- One row per town or village that a station ever served: where it lies, how many stations served
-- it, and from when to when. What is open has no end.
-- A unit of the list lies where the list says; of those that the list has under a city only (in
-- development zones), in the county that its stations name. A unit that the list does not have is
-- nowhere. Towns are also found under the code that begins the codes of their villages.
-- ``written_codes`` are null where the stations write the list's own code and no other;
-- ``named_elsewhere`` is true where a station's row names another region than the unit's.
with written as (
    select
        unit_code,
        tier,
        count(*) as stations,
        min(opened_on) as first_opened,
        max(coalesce(closed_on, date '9999-12-31')) as last_closed,
        min(region_code) as named_region,
        max(region_code) as last_named_region
    from dated_stations
    where tier in ('town', 'village') and unit_code is not null
    group by unit_code, tier
),

listed as (
    select
        w.*,
        u.region_code as listed_region
    from written as w
    left join reference_units as u on w.unit_code = u.unit_code and w.tier::varchar = u.tier
),

-- The statistics bureau's codes of towns begin its codes of villages; the ministry's are others.
town_aliases as (
    select
        left(v.unit_code, 9) as written_code,
        any_value(v.town_code) as unit_code,
        any_value(v.region_code) as region_code
    from reference_units as v
    where
        v.tier = 'village'
        and left(v.unit_code, 9) in (
            select unit_code from listed
            where tier = 'town' and listed_region is null
        )
    group by written_code
    having count(distinct v.town_code) = 1
),

renamed as (
    select
        l.* replace (
            coalesce(a.unit_code, l.unit_code) as unit_code,
            coalesce(a.region_code, l.listed_region) as listed_region
        ),
        l.unit_code as written_code
    from listed as l
    left join town_aliases as a
        on l.unit_code = a.written_code and l.tier = 'town' and l.listed_region is null
),

-- Few units were written under two codes: only those are put together.
twice as (
    select unit_code
    from renamed
    where tier = 'town'
    group by unit_code
    having count(*) > 1
),

together as (
    select
        unit_code,
        tier,
        sum(stations)::bigint as stations,
        min(first_opened) as first_opened,
        max(last_closed) as last_closed,
        min(named_region) as named_region,
        max(last_named_region) as last_named_region,
        any_value(listed_region) as listed_region,
        list(written_code) as written_codes
    from renamed
    where unit_code in (from twice)
    group by unit_code, tier
    union all by name
    select
        * exclude (written_code),
        case when written_code <> unit_code then [written_code] end as written_codes
    from renamed
    where unit_code not in (from twice)
),

places as (
    select
        t.*,
        case
            when r.is_leaf or coalesce(n.parent <> t.listed_region, true) then t.listed_region
            else t.named_region
        end as region_code
    from together as t
    left join regions as r on t.listed_region = r.code
    left join regions as n on t.named_region = n.code
)

select
    unit_code,
    tier,
    region_code,
    stations,
    first_opened,
    last_closed,
    written_codes,
    named_region <> region_code or last_named_region <> region_code as named_elsewhere
from places
