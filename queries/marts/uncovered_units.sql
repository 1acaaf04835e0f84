-- One row per town or village and stretch of time in which no station served it, for stretches
-- that reach into the months the build speaks of; what stands behind coverage below 100 %.
-- ``since`` is null where it never had a station before, ``until`` where it still has none.
with service as (
    select
        unit_code,
        tier,
        opened_on,
        coalesce(closed_on, date '9999-12-31') as closed_on
    from facts_stations
    where tier in ('town', 'village') and unit_code is not null
),

spans as (
    select
        unit_code,
        tier,
        count(*) as stations,
        min(opened_on) as first_opened,
        max(closed_on) as last_closed
    from service
    group by unit_code, tier
),

-- Where nobody keeps a register of stations, nothing is known to be without one.
registering_provinces as (
    select distinct a.ancestor as code
    from (select distinct region_code from facts_stations) as s
    inner join region_ancestors as a on s.region_code = a.code
    inner join regions as r on a.ancestor = r.code and r.level = 'province'
),

registering_regions as (
    select a.code
    from region_ancestors as a
    semi join registering_provinces as p on a.ancestor = p.code
),

never as (
    select
        u.unit_code,
        u.tier,
        null::date as since,
        null::date as until
    from reference_units as u
    semi join registering_regions as r on u.region_code = r.code
    where not exists (
        select 1 from spans as s
        where s.unit_code = u.unit_code and s.tier = u.tier
    )
),

before_the_first as (
    select
        unit_code,
        tier,
        null::date as since,
        first_opened as until
    from spans
    where first_opened > (
        select make_date(min(year), 1, 1) from reported_years
        where year > 1949
    )
),

after_the_last as (
    select
        unit_code,
        tier,
        last_closed as since,
        null::date as until
    from spans
    where last_closed < date '9999-12-31'
),

-- Between two stations there may be a gap, where the next opened after all before it had closed.
several as (
    select
        s.unit_code,
        s.tier,
        s.opened_on,
        max(s.closed_on) over (
            partition by s.unit_code, s.tier
            order by s.opened_on, s.closed_on
            rows between unbounded preceding and 1 preceding
        ) as closed_before
    from service as s
    inner join spans as p on s.unit_code = p.unit_code and s.tier = p.tier
    where p.stations > 1
),

between_two as (
    select
        unit_code,
        tier,
        closed_before as since,
        opened_on as until
    from several
    where opened_on > closed_before
),

gaps as (
    select * from never
    union all
    select * from before_the_first
    union all
    select * from after_the_last
    union all
    select * from between_two
)

select
    u.unit_code,
    u.tier,
    u.region_code,
    u.town_name,
    u.name,
    u.kind,
    g.since,
    g.until
from gaps as g
inner join reference_units as u on g.unit_code = u.unit_code and g.tier = u.tier
-- Units that hang on a city, since no county of theirs is known, are in nobody's count to cover.
inner join regions as r on u.region_code = r.code and r.is_leaf
order by u.tier, u.region_code, u.unit_code
