-- One row per region and month: the rows of a mart added up over its dimensions.
-- The names in braces come from the mart's contract.
select
    region_code,
    month,
    {sums}
from {rows}
group by region_code, month
