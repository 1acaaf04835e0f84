-- One row per region, source and year that it reported anything of itself: its months, one bit each,
-- and whether it is a leaf region that is expected to report; others are a city's or a province's own
-- office. A source is a mart, or the code of a counted measure; a registry has no month and stands
-- under the first there is.
select
    s.region_code,
    s.source,
    year(s.month) as year,
    bit_or(1 << (month(s.month) - 1)) as months,
    any_value(r.is_leaf and r.reports) as is_leaf
from {reports} as s
inner join regions as r on s.region_code = r.code
group by s.region_code, s.source, year(s.month)
