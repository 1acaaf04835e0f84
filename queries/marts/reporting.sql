-- One row per source, leaf region and month that it reported: whether it did (1), and whether it
-- reported every month of the year so far (1 or 0). A source is a mart, or the code of a counted
-- measure; a registry has no month and stands under the first there is.
with reports as (
    select distinct
        r.source,
        r.region_code,
        r.month
    from {reports} as r
    inner join regions as g on r.region_code = g.code
    where g.is_leaf and g.reports
)

select
    region_code,
    month,
    source as category,
    '' as subcategory,
    1 as reported,
    (
        count(*) over (partition by source, region_code, year(month) order by month) = month(month)
        or month = date '1949-10-01'
    )::int as reported_to_date
from reports
