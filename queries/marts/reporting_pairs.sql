-- One row per reporter (reporting_years), source and year in which or in the year before which it
-- reported: its months of both, one bit each.
-- The name in braces stands for the sources of one mart.
with reports as (
    select *
    from reporting_years
    where source in ({sources})
)

select
    coalesce(y.region_code, p.region_code) as region_code,
    coalesce(y.reported_as, p.reported_as) as reported_as,
    coalesce(y.source, p.source) as source,
    coalesce(y.year, p.year + 1)::smallint as year,
    coalesce(y.is_leaf, p.is_leaf) as is_leaf,
    coalesce(y.is_former, p.is_former) as is_former,
    coalesce(y.months, 0)::smallint as months,
    coalesce(p.months, 0)::smallint as previous_months
from reports as y
full join reports as p
    on
        y.region_code = p.region_code
        and y.reported_as = p.reported_as
        and y.source = p.source
        and y.year = p.year + 1
