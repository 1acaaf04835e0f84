-- name: target_years()
-- One row per indicator and year that any region has a target of.
select distinct
    indicator,
    year
from targets;

-- name: targets(indicator, year)
-- One row per region that has a target of an indicator in a year: that of the year's end, and a list
-- of those of the ends of January to November, null where none is set.
select
    region_code,
    target,
    months
from targets
where indicator = :indicator and year = :year;
