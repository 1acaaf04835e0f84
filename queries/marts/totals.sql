-- One row per region and month: a mart without its categories, region by region, so that those of
-- one region lie together. The names in braces come from the mart's contract.
select
    region_code,
    month,
    '' as category,
    '' as subcategory,
    {sums}
from {rows}
group by region_code, month
order by region_code, month
