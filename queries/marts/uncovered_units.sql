-- One row per town or village and stretch of time in which no station served it, for stretches
-- that reach into the months for which coverage can be told; what stands behind coverage below
-- 100 %.
-- ``since`` is null where it never had a station before, ``until`` where it still has none.
-- Of a county that the registry does not speak of, nothing is known to be without one. What stands in
-- braces is the first month of every monthly export, one row each.
-- The year of the first month reported, but none before there are units to cover.
with coverage as (
    select
        greatest(
            (select date_trunc('year', min(month))::date from {first_months}),
            (select make_date(min(year), 1, 1) from facts_units)
        ) as begins
),

-- Only those that may have such a stretch, which are few. Units that hang on a city, since no county
-- of theirs is known, are in nobody's count to cover.
units as (
    select
        u.unit_code,
        u.tier,
        u.region_code,
        u.town_name,
        u.name,
        u.kind,
        s.stations,
        s.first_opened,
        s.last_closed
    from reference_units as u
    semi join reported_regions as r on u.region_code = r.region_code
    left join served_units as s on u.unit_code = s.unit_code and u.tier = s.tier
    where
        s.stations is null
        or s.stations > 1
        or s.first_opened > (select begins from coverage)
        or s.last_closed < date '9999-12-31'
),

never as (
    select
        u.*,
        null::date as since,
        null::date as until
    from units as u
    where u.stations is null
),

before_the_first as (
    select
        *,
        null::date as since,
        first_opened as until
    from units
    where first_opened > (select begins from coverage)
),

after_the_last as (
    select
        *,
        last_closed as since,
        null::date as until
    from units
    where last_closed < date '9999-12-31'
),

serving as (
    select
        unnest(coalesce(written_codes, [unit_code])) as written_code,
        unit_code,
        tier
    from served_units
    where stations > 1
),

-- Between two stations there may be a gap, where the next opened after all before it had closed.
several as (
    select
        u.*,
        f.opened_on,
        max(coalesce(f.closed_on, date '9999-12-31')) over (
            partition by u.unit_code, u.tier
            order by f.opened_on, f.closed_on
            rows between unbounded preceding and 1 preceding
        ) as closed_before
    from dated_stations as f
    inner join serving as s on f.unit_code = s.written_code and f.tier = s.tier
    inner join units as u on s.unit_code = u.unit_code and s.tier = u.tier
    where u.stations > 1
),

between_two as (
    select
        * exclude (opened_on, closed_before),
        closed_before as since,
        opened_on as until
    from several
    where opened_on > closed_before and opened_on > (select begins from coverage)
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
    unit_code,
    tier,
    region_code,
    town_name,
    name,
    kind,
    since,
    until
from gaps
