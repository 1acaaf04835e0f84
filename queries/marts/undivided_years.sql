-- One row per region above the counties, code, source and year of rows that count there in no county:
-- of a region that was divided since (is_former), or of a development zone. Months are bits, as in
-- reported_years.
-- The names in braces come from the mart's contract.
select
    f.region_code,
    f.reported_region_code,
    try_cast({source_text} as reporting_source) as source,
    year({month}) as year,
    bit_or(1 << (month({month}) - 1)) as months,
    f.reported_region_code in (select old_code from region_changes) as is_former
from {facts} as f
semi join regions as r on f.region_code = r.code and not r.is_leaf
where f.reported_region_code is not null and try_cast({source_text} as reporting_source) is not null
group by f.region_code, f.reported_region_code, {source_text}, year({month})
