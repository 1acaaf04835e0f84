-- One row per county (or city without counties), tier and month in which a unit came to be covered
-- or ceased to be: by how many. A unit is covered where it lies while at least one station serves
-- it, however many there are and whatever county each of them names.
with centres as (
    select
        coalesce(u.code, r.code) as unit,
        s.opened_on,
        s.closed_on
    from dated_stations as s
    left join regions as u on s.unit_code = u.code and u.level = 'county'
    left join regions as r on s.region_code = r.code and r.level = 'county'
    where s.tier = 'county'
),

-- Nearly all units have one station ever: what it did, the unit did.
alone as (
    select
        region_code,
        tier,
        first_opened,
        last_closed
    from served_units
    where stations = 1 and region_code is not null
),

shared_units as (
    select
        unnest(coalesce(written_codes, [unit_code])) as written_code,
        unit_code,
        tier,
        region_code
    from served_units
    where stations > 1 and region_code is not null
),

shared as (
    select
        u.region_code,
        s.tier,
        u.unit_code as unit,
        s.opened_on,
        s.closed_on
    from dated_stations as s
    inner join shared_units as u on s.unit_code = u.written_code and s.tier = u.tier
    union all by name
    select
        unit as region_code,
        'county' as tier,
        unit::varchar as unit,
        opened_on,
        closed_on
    from centres
    where unit is not null
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
            date_trunc('month', opened_on)::date as month,
            1 as sign
        from shared
        union all
        select
            region_code,
            tier,
            unit,
            date_trunc('month', closed_on)::date as month,
            -1 as sign
        from shared
        where closed_on is not null
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

changes as (
    select
        region_code,
        tier,
        date_trunc('month', first_opened)::date as month,
        1 as change
    from alone
    union all
    select
        region_code,
        tier,
        date_trunc('month', last_closed)::date as month,
        -1 as change
    from alone
    where last_closed < date '9999-12-31'
    union all
    select
        region_code,
        tier,
        month,
        (standing > 0)::int - (stood > 0)::int as change
    from running
    where (standing > 0) <> (stood > 0)
)

select
    region_code,
    tier::varchar as tier,
    month,
    sum(change)::bigint as covered
from changes
group by region_code, tier, month
having sum(change) <> 0
