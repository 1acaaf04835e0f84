-- One row per region (every level and the nation), month and dimensions: what is rolled up
-- above the counties, and the counties' own rows as they stand in the base, one a key.
-- The names in braces come from the mart's contract.
select region_code, {keys}, {columns}
from above_{mart}
union all
select b.region_code, {keys_of_base}, {columns}
from {base} as b
semi join regions as r on b.region_code = r.code and r.level = 'county'
