-- One row per distinct value of a column in a group of like files, the empty one included.
-- The names in braces come from the contract and from the headers that its aliases accept.
with found as (
    select distinct {source_column} as raw
    from read_parquet(:files, binary_as_string = true, hive_partitioning = false) as p -- noqa: AL05
)

select
    raw,
    row_number() over () as id,
    raw::varchar as text
from found
