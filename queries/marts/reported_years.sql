-- One row per leaf region, source and year that it reported anything of: its months, one bit each.
-- A source is a mart, or the code of a counted measure; a registry has no month and stands under
-- the first there is.
select
    s.region_code,
    s.source,
    year(s.month) as year,
    bit_or(1 << (month(s.month) - 1)) as months
from {reports} as s
semi join regions as r on s.region_code = r.code and r.is_leaf and r.reports
group by s.region_code, s.source, year(s.month)
