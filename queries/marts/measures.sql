-- One row per region of the rows, month and dimensions: the mart as it is read, its dimensions as
-- text. The names in braces come from the mart's contract.
select
    region_code,
    {keys_as_text},
    {measures}
from {rows}
