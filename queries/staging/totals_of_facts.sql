-- One row per month and measure of one export's facts (one row in all for a registry): its rows and
-- the total of every number, null where none is given.
-- The names in braces come from the contract.
select
    {keys},
    count(*) as row_count,
    {totals}
from {facts}
group by all
