-- One row per fault of a refused row: a row with two faults stands twice.
-- The names in braces come from the contract; the rows carry the list of their faults.
with faulty as (
    select
        file_id,
        row_number,
        unnest(faults) as fault
    from {faulty_rows}
)

select
    :table_name,
    f.file_id,
    f.row_number,
    f.fault.column_name,
    f.fault.value,
    f.fault.reason,
    s.message_zh,
    s.message_en
from faulty as f
inner join sentences as s
    on f.fault.column_name = s.column_name and f.fault.reason = s.reason
order by f.file_id, f.row_number, f.fault.column_name, f.fault.reason
