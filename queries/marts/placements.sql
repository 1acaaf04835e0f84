-- One row per region, month and placement category, as the exports report it.
select
    region_code,
    month,
    category as placement_category,
    due::bigint as placements_due,
    placed::bigint as placements_placed,
    placed_on_time::bigint as placements_on_time
from facts_placements
