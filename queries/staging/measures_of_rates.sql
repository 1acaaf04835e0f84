-- One row per region and month of an export in which each measure has rows of its own: the values of
-- the measures that rates are made of (measures_of_rates), null where there is none.
-- The names in braces come from the contract and from the lines of work.
select
    region_code,
    month,
    {sums}
from {facts}
where measure in ({measures})
group by region_code, month
