-- One row per region, source and year in which, or in the year before which, it reported anything of
-- itself: the months of both years, one bit each, in the order in which they are asked for.
select
    coalesce(y.source, p.source) as source,
    coalesce(y.year, p.year + 1)::smallint as year,
    coalesce(y.region_code, p.region_code) as region_code,
    coalesce(y.is_leaf, p.is_leaf) as is_leaf,
    coalesce(y.months, 0)::smallint as months,
    coalesce(p.months, 0)::smallint as previous_months
from reported_years as y
full join reported_years as p
    on y.region_code = p.region_code and y.source = p.source and y.year = p.year + 1
order by source, year, region_code
