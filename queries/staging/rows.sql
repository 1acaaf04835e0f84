-- One row per row of a group of like files: every column as the file has it (raw_*), in the
-- contract's type, and where it is looked up the reason why it has none (reason_*).
-- The names in braces come from the contract and from the headers that its aliases accept.
with source as ( -- noqa: ST03
    select
        {sources},
        (:file_ids)[p.file_index::bigint + 1]::uinteger as file_id,
        (p.file_row_number + 1)::uinteger as row_number
    from read_parquet(:files, binary_as_string = true, hive_partitioning = false) as p
),

typed as (
    select
        {typed_columns},
        s.file_id,
        s.row_number
    from {source_and_lookups}
)

select
    {chosen},
    t.file_id,
    t.row_number
from typed as t
where {accepted}
