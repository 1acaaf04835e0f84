-- One row per region and month: what the region reported to stand at the month's end.
select
    region_code,
    month,
    '' as category,
    '' as subcategory,
    sum(total)::bigint as tombs_total,
    sum(gathered)::bigint as tombs_gathered
from facts_scattered_tombs
group by all
