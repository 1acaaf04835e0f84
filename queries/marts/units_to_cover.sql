-- One row per county (or city without counties) and tier: how many towns or villages there are to cover,
-- in the last year of which it is known. A county may have several rows of a year: under its own code
-- and under those merged into it.
with units_of_years as (
    select
        region_code,
        tier::varchar as tier,
        year,
        sum(units) as units
    from facts_units
    group by region_code, tier, year
)

select
    region_code,
    tier,
    arg_max(units, year) as units
from units_of_years
group by region_code, tier
