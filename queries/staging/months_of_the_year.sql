-- One row per city (by the first four digits of its codes), measure and month whose number is, in
-- nearly all of its regions, what the months before it in the year add up to and about one month
-- more: the sum since January among single months. The region with the largest number stands for
-- the city.
-- Reads large_months, so that no other cities are looked at region by region.
-- The names in braces come from the contract.
with monthly as (
    select
        left(f.region_code::varchar, 4) as city,
        f.region_code,
        {kind} as kind,
        year(f.month) as year,
        f.month,
        sum(f.{number}) as number
    from {facts} as f
    semi join large_months as g
        on
            left(f.region_code::varchar, 4) = g.city
            and {kind} is not distinct from g.kind
            and year(f.month) = g.year
    where f.{number} is not null
    group by all
),

series as (
    select
        *,
        sum(number) over before as before,
        max(number) over before as largest,
        count(*) filter (number > 0) over before as months
    from monthly
    window before as (
        partition by region_code, kind, year
        order by month
        rows between unbounded preceding and 1 preceding
    )
),

judged as (
    select
        s.*,
        s.number >= s.before and s.number <= s.before + :room * s.largest as is_sum
    from series as s
    semi join large_months as g
        on
            s.city = g.city
            and s.kind is not distinct from g.kind
            and s.month = g.month
    where s.months >= :months and s.largest <= :even * s.before
),

found as (
    select
        city,
        kind,
        month,
        max_by(region_code, number) as region_code,
        max(number) as number,
        max_by(before, number) as before
    from judged
    group by city, kind, month
    having count(*) >= :regions and count(*) filter (is_sum) >= :share * count(*)
)

select
    c.region_code::varchar as region_code,
    r.name,
    c.kind::varchar as kind,
    c.month,
    c.number,
    c.before,
    min(f.path) as path
from found as c
inner join regions as r on c.region_code = r.code
inner join {facts} as x
    on c.region_code = x.region_code and c.month = x.month and {kind} is not distinct from c.kind
inner join files as f on x.file_id = f.file_id
group by all
order by kind, c.number desc, region_code, c.month
