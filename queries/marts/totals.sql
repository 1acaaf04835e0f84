-- One row per region and month: the mart without its categories, in the mart's own order.
-- The names in braces come from the mart's contract.
with summed as (
    select region_code, month, {sums}
    from mart_{mart}
    group by region_code, month
)

select
    s.region_code,
    s.month,
    '' as category,
    '' as subcategory,
    s.* exclude (region_code, month)
from summed as s
inner join regions as r on s.region_code = r.code
order by
    case r.level when 'nation' then 0 when 'province' then 1 when 'city' then 2 else 3 end,
    s.region_code,
    s.month
