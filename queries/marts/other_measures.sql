-- One row per region, month and counted measure, as the exports report it.
select
    region_code,
    month,
    measure as category,
    '' as subcategory,
    value
from facts_measures
