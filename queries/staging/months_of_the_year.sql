-- One row per city (by the first four digits of its codes), measure and month whose number is, in
-- nearly all of its regions, what the months before it in the year add up to and about one month
-- more: the sum since January among single months. The region with the largest number stands for
-- the city.
-- Reads large_months, so that no other cities are looked at region by region.
-- region_months stands in its braces.
with monthly as (
    select m.* from ({region_months}) as m
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
        max_by(before, number) as before,
        max_by(file_id, number) as file_id
    from judged
    group by city, kind, month
    having count(*) >= :regions and count(*) filter (is_sum) >= :share * count(*)
)

select
    c.region_code,
    r.name,
    c.kind::varchar as kind,
    c.month,
    c.number,
    c.before,
    f.path
from found as c
inner join regions as r on c.region_code = r.code
inner join files as f on c.file_id = f.file_id
order by kind, c.number desc, region_code, c.month
