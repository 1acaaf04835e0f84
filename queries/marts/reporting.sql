-- One row per source, leaf region and month that it reported: whether it did (1), and whether it
-- reported every month of the year so far (1 or 0). A registry stands under one month of 1949.
with reported_months as (
    select
        y.region_code,
        y.source,
        y.year,
        y.months,
        m.number,
        (1 << m.number) - 1 as so_far
    from reported_years as y
    inner join months_of_a_year as m on y.months & (1 << (m.number - 1)) <> 0
)

select
    region_code,
    make_date(year, number, 1) as month,
    source as category,
    '' as subcategory,
    1 as reported,
    (months & so_far = so_far or year = 1949)::int as reported_to_date
from reported_months
