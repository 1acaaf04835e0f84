-- One row per region: the region above the counties in which its own rows count, a county's in the
-- one above it and everybody else's in the region itself.
select
    code,
    case when level = 'county' then parent else code end as counted_in
from regions
