-- One row per city (by the first four digits of its codes), measure and month of a table's facts: the
-- sum of each of its numbers.
-- The names in braces come from the contract.
select
    left(region_code::varchar, 4) as city,
    {kind} as kind,
    year(month) as year,
    month,
    {sums}
from {facts}
group by all
