-- One row per region, month and counted measure that has a column here.
select
    region_code,
    month,
    measure as category,
    '' as subcategory,
    (sum(value) filter (measure = 'memorial_visitors'))::decimal(18, 2) as memorial_visitors,
    sum(value)::decimal(18, 2) as counted_value
from facts_measures
group by all
