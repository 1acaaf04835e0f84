-- One row per county and month: its own rows without their categories, county by county, so that
-- those of one lie together. The names in braces come from the mart's contract.
with totals as (
    select
        region_code,
        month,
        '' as category,
        '' as subcategory,
        {sums}
    from {base}
    group by region_code, month
)

select t.*
from totals as t
semi join regions as r on t.region_code = r.code and r.level = 'county'
order by t.region_code, t.month
