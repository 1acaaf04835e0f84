-- One row per region, year and indicator that has a target: what it is to reach by the year's end, and
-- by the ends of the months from January to November where that is set.
-- What was set to a region under an old code is the target of its heir where that is the same region
-- under another number; of regions that were merged or divided it is nobody's.
with own as (
    select
        *,
        {reported_code} as reported_code
    from facts_targets
),

renumbered as (
    select old_code
    from region_changes
    group by old_code
    having count(*) = 1 and any_value(kind) = 'recode'
)

select
    region_code::varchar as region_code,
    indicator::varchar as indicator,
    year::smallint as year,
    target::double as target,
    list_value(*columns('^month_[0-9]+$'))::double[] as months
from own
where reported_code is null or reported_code in (select old_code from renumbered)
qualify
    row_number()
        over (
            partition by region_code, indicator, year
            order by reported_code nulls first
        )
    = 1
order by indicator, year, region_code
