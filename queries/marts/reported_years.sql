-- One row per region, source and year that it reported anything of itself: its months, one bit each,
-- and whether it is a leaf region that is expected to report; others are a city's or a province's own
-- office. A source is a mart, or the code of a counted measure; a registry has no month and stands
-- under the first there is.
with own as (
    select
        region_code,
        source,
        year(month) as year,
        bit_or(1 << (month(month) - 1)) as months
    from {reports}
    group by region_code, source, year(month)
)

select
    o.region_code,
    o.source::varchar::reporting_source as source,
    o.year,
    o.months,
    r.is_leaf and r.reports as is_leaf
from own as o
inner join regions as r on o.region_code = r.code
