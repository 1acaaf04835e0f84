-- One row per region (every level and the nation), month, category and subcategory: what is rolled
-- up above the counties, and the counties' own rows as they stand in the base.
-- The names in braces come from the mart's contract.
select region_code, month, category, subcategory, {columns}
from above_{mart}
union all
select b.region_code, b.month, b.category, b.subcategory, {columns}
from base_{mart} as b
semi join regions as r on b.region_code = r.code and r.level = 'county'
