-- One row per region and month: what the region reported to stand at the month's end.
select
    region_code,
    month,
    total::bigint as tombs_total,
    gathered::bigint as tombs_gathered
from facts_scattered_tombs
