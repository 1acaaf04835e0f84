-- One row per file in which every moment of a column is at 16:00: its rows and an example.
-- What lies beyond all days (the ends of a type's range) has no time and is left aside.
-- The name in braces is a header that the contract's aliases accept.
select
    (:file_ids)[p.file_index::bigint + 1] as file_id,
    count({moment}) as row_count,
    cast(min({moment}) as varchar) as example
from read_parquet(:files, binary_as_string = true, hive_partitioning = false) as p -- noqa: AL05
group by p.file_index
having
    min(case when isfinite({moment}) then cast({moment} as time) end) = time '16:00:00'
    and max(case when isfinite({moment}) then cast({moment} as time) end) = time '16:00:00'
order by file_id
