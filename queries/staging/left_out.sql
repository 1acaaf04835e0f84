-- One row per file: how many rows it has, how many of them stand only in files older than the
-- newest full delivery, how many of those are of things that it leaves out, and the keys of some.
-- The names in braces come from the contract.
with left_out as (
    select
        o.file_id,
        count(*) as outdated,
        count(*) filter (not o.is_known) as left_out,
        min(concat_ws(', ', {key}), 5) filter (not o.is_known) as examples
    from only_older_rows as o
    inner join {facts} as f on o.file_id = f.file_id and o.row_number = f.row_number
    group by o.file_id
),

rows_of_file as (
    select
        file_id,
        count(*) as rows_of_file
    from {facts}
    group by file_id
)

select
    r.file_id,
    r.rows_of_file,
    coalesce(o.outdated, 0) as outdated,
    coalesce(o.left_out, 0) as left_out,
    o.examples
from rows_of_file as r
left join left_out as o on r.file_id = o.file_id
order by r.file_id
