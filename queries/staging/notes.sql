-- One row per column and reason of the notes on a group's rows: how many rows, and the first.
-- The rows in braces carry the list of their notes.
with noted as (
    select
        file_id,
        row_number,
        unnest(notes) as note
    from ({noted_rows})
)

select
    note.column_name as column_name,
    note.reason as reason,
    count(*) as row_count,
    min((file_id, row_number, coalesce(note.value, '')))[1] as file_id,
    min((file_id, row_number, coalesce(note.value, '')))[2] as row_number,
    min((file_id, row_number, coalesce(note.value, '')))[3] as value
from noted
where note is not null
group by all
order by column_name, reason
