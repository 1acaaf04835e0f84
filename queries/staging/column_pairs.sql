-- One row per pair of values that two columns for one field write differently in one row; a second
-- value that is empty is no other value.
-- The names in braces are headers that the contract's aliases accept.
with paired as (
    select distinct
        ({first})::varchar as first_value,
        ({second})::varchar as second_value
    from read_parquet(:files, binary_as_string = true, hive_partitioning = false) as p -- noqa: AL05
)

select
    first_value,
    second_value
from paired
where second_value is not null and first_value is distinct from second_value
order by first_value, second_value
limit :most
