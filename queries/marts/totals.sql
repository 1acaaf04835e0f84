-- One row per region and month: rows of a mart without their categories.
-- The names in braces come from the mart's contract.
select
    region_code,
    month,
    '' as category,
    '' as subcategory,
    {sums}
from {rows}
group by region_code, month
