-- One row per reporter, source and year in which it reported anything of itself: its months, one bit
-- each. A reporter is a region (reported_as is empty); or, of what counts in a region above the counties
-- under the code of a region that was divided since (is_former) or of a development zone, that region
-- and the code (500000, reported as 500112), which reports as a region of its own.
select
    region_code,
    '' as reported_as,
    source,
    year,
    months,
    is_leaf,
    false as is_former
from reported_years
union all by name
select
    region_code,
    reported_region_code as reported_as,
    source,
    year,
    bit_or(months)::smallint as months,
    is_former as is_leaf,
    is_former
from undivided_years
group by region_code, reported_region_code, source, year, is_former
