-- One row per region, month and counted measure, as the exports report it.
select
    region_code,
    month,
    measure,
    value
from facts_measures
