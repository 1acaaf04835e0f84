-- One row per leaf region that the registry of tasks speaks of: one that a row names, and
-- every one for which the registry says that it is complete.
with named as (
    select region_code from facts_tasks
    union
    select region_code from complete_regions
)

select n.region_code
from named as n
semi join regions as r on n.region_code = r.code and r.is_leaf and r.reports
