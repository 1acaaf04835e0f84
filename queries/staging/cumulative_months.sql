-- One row per measure of which a column rises from month to month and hardly ever falls, as sums since
-- January do, in a year and all regions of a city (by the first four digits of its codes): the region
-- with the largest number of them, its months, numbers and file, and in how many cities and years.
-- A region's months in an order that rises have one chance in the factorial of their number; the
-- evidence is the logarithm of all regions' chances. Sums that begin in July have six months in the
-- first of them and grow to twice that by December.
-- Reads city_months. The names in braces come from the contract; region_months stands in its own.
-- Few cities grow so much. Only their regions are looked at, since that takes most of the time.
with grown as ( -- noqa: ST03
    select
        city,
        kind,
        year
    from city_months
    where {number} is not null and is_full
    group by all
    having
        count(*) >= if(kind in {quarterly}, :quarters, :months)
        and max_by({number}, month) >= min_by({number}, month)
        * least(:growth, :late_growth * month(max(month)) / month(min(month)))
),

monthly as (
    select m.* from ({region_months}) as m
),

steps as (
    select
        *,
        number - lag(number) over (
            partition by region_code, kind, year
            order by month
        ) as step
    from monthly
),

series as (
    select
        city,
        region_code,
        kind,
        year,
        count(*) filter (step > 0) as rises,
        count(*) filter (step < 0) as falls,
        min(month) as first_month,
        max(month) as last_month,
        min_by(number, month) as first_number,
        max_by(number, month) as last_number,
        max_by(file_id, month) as file_id
    from steps
    group by all
    having count(*) >= if(kind in {quarterly}, :quarters, :months)
),

found as (
    select
        kind,
        max_by(region_code, last_number) as region_code,
        max_by(first_month, last_number) as first_month,
        max_by(last_month, last_number) as last_month,
        max_by(first_number, last_number) as first_number,
        max(last_number) as last_number,
        max_by(file_id, last_number) as file_id
    from series
    group by city, kind, year
    having
        sum(falls) <= :falls * sum(rises)
        and sum(lgamma(rises + 2)) >= if(kind in {quarterly}, :evidence_of_quarters, :evidence)
        and sum(last_number) >= sum(first_number)
        * least(:growth, :late_growth * month(max(last_month)) / month(min(first_month)))
)

select
    c.region_code,
    r.name,
    c.kind::varchar as kind,
    c.first_month,
    c.last_month,
    c.first_number,
    c.last_number,
    f.path,
    count(*) over (partition by c.kind) as count
from found as c
inner join regions as r on c.region_code = r.code
inner join files as f on c.file_id = f.file_id
qualify
    row_number() over (
        partition by c.kind
        order by c.last_number desc, c.region_code, c.last_month
    ) = 1
order by c.last_number desc, kind
