-- One row per city (by the first four digits of its codes), measure and month whose number is as large
-- as all months before it in the year together, of which there are some that are not zero in some regions.
-- Reads city_months. Few cities have such a month: the windows are made of their years alone.
-- The names in braces come from the contract.
with divided as (
    select left(code, 4) as city
    from regions
    group by all
    having count(*) >= :regions
),

uneven as (
    select
        s.city,
        s.kind,
        s.year
    from city_months as s
    semi join divided as d on s.city = d.city
    group by all
    having count({number}) > :months and 4 * max({number}) >= sum({number})
),

summed as (
    select
        s.city,
        s.kind,
        s.year,
        s.month,
        s.{number} as number,
        sum(s.{number}) over before as before,
        count(s.{number}) over before as months
    from city_months as s
    semi join uneven as u
        on
            s.city = u.city
            and s.kind is not distinct from u.kind
            and s.year = u.year
    window before as (
        partition by s.city, s.kind, s.year
        order by s.month
        rows between unbounded preceding and 1 preceding
    )
)

select
    city,
    kind,
    year,
    month
from summed
where before >= :months * :regions and number >= before and months >= :months
