-- One row: how many rows' keys are not their own, none where every key is.
-- The names in braces come from the contract.
select count(*) - count(distinct hash({key})) as repeats
from {facts}
