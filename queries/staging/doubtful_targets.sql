-- One row if targets of an amount differ by more than a factor from the region's value of the last year
-- known, which may be the target's own: how many, and the one that differs most. A year is known if enough
-- months of it have reports. The names in braces come from the lines of work.
with yearly as (
    select
        region_code,
        year(month) as year,
        sum({value})::double as value
    from mart_{mart}
    group by region_code, year(month)
    having count(distinct month) >= :months
),

compared as (
    select
        t.region_code,
        t.year,
        t.target,
        y.year as before,
        y.value,
        abs(ln(t.target / y.value)) as distance,
        row_number() over (partition by t.region_code, t.year order by y.year desc) as place
    from targets as t
    inner join yearly as y on t.region_code = y.region_code and t.year >= y.year
    where t.indicator = :indicator and t.target > 0 and y.value > 0
),

far as (
    select
        r.name as region,
        c.*
    from compared as c
    inner join regions as r on c.region_code = r.code
    where c.place = 1 and c.distance > ln(:factor) and greatest(c.target, c.value) >= :floor
)

select
    count(*) as count,
    max_by(region_code, (distance, region_code)) as region_code,
    max_by(region, (distance, region_code)) as region,
    max_by(year, (distance, region_code)) as year,
    max_by(target, (distance, region_code)) as target,
    max_by(before, (distance, region_code)) as before,
    max_by(value, (distance, region_code)) as value
from far
having count(*) > 0
