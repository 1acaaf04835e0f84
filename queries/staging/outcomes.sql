-- One row per file of one export: rows kept, of them those carried from an old code, rows refused.
-- The names in braces come from the contract; no row was carried where there is no old code.
with kept as (
    select
        file_id,
        count(*) as kept,
        {old_codes} as recoded
    from {facts}
    group by all
),

refused_rows as (
    select distinct
        file_id,
        row_number
    from refused
    where table_name = :table_name
),

refused_of_file as (
    select
        file_id,
        count(*) as refused
    from refused_rows
    group by all
)

select
    coalesce(k.file_id, r.file_id) as file_id,
    coalesce(k.kept, 0) as kept,
    coalesce(k.recoded, 0) as recoded,
    coalesce(r.refused, 0) as refused
from kept as k
full join refused_of_file as r on k.file_id = r.file_id
