-- One row per value that a newer file corrected: the key, where the new and the old value stand,
-- and both. The names in braces come from the contract.
with replaced as (
    select
        concat_ws(', ', {key}) as key,
        n.file_id,
        n.row_number,
        o.file_id as old_file_id,
        o.row_number as old_row_number,
        unnest([{changes}]) as change
    from settled_rows as s
    inner join {facts} as o on s.file_id = o.file_id and s.row_number = o.row_number
    inner join {facts} as n
        on s.holder_file_id = n.file_id and s.holder_row_number = n.row_number
    where s.outcome = 'superseded'
)

select
    :table_name,
    key,
    file_id,
    row_number,
    old_file_id,
    old_row_number,
    change.column_name,
    change.old_value,
    change.new_value
from replaced
where change is not null
order by file_id, row_number, old_file_id, old_row_number, change.column_name
