-- One row per region, year and indicator that has a target: what it is to reach by the year's end, and
-- by the ends of the months from January to November where that is set.
select
    region_code,
    indicator::varchar as indicator,
    year::smallint as year,
    target::double as target,
    list_value(*columns('^month_[0-9]+$'))::double[] as months
from facts_targets
order by indicator, year, region_code
