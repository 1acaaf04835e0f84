-- name: build_info()
-- One row per key of the build's own record.
select
    key,
    value
from build_info;

-- name: build_size()
-- One row: how many blocks the file must hold, and of how many bytes each.
select
    block_size,
    total_blocks
from pragma_database_size();

-- name: build_outcomes()
-- One row per export and outcome (read, kept, refused, identical, superseded, recoded).
select
    table_name,
    outcome,
    row_count
from row_counts
order by table_name, outcome;
