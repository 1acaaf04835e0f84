-- One row per file of a group and value of a column that may be a month after a dot: 2025.1, 2025.10.
-- The name in braces is a header that the contract's aliases accept.
with written as (
    select
        (:file_ids)[p.file_index::bigint + 1] as file_id,
        ({source_column})::varchar as month
    from read_parquet(:files, binary_as_string = true, hive_partitioning = false) as p
)

select distinct
    file_id,
    month
from written
where regexp_matches(month, '[.．][1１]')
