-- One row per fault of a refused row: a row with two faults stands twice.
-- The names in braces come from the contract; the rows carry the list of their faults.
with faulty as (
    select
        * exclude (faults),
        unnest(faults) as fault
    from {faulty_rows}
)

select
    :table_name as table_name,
    f.file_id,
    f.row_number,
    f.region_code,
    f.month,
    f.row_key,
    f.fault.column_name as column_name,
    f.fault.value as value,
    f.fault.reason as reason,
    s.do_zh,
    s.do_en,
    s.message_zh || coalesce('（像是' || f.fault.tried_zh || '）', '') as message_zh,
    s.message_en || coalesce(' (it looks like ' || f.fault.tried_en || ')', '') as message_en
from faulty as f
inner join sentences as s
    on f.fault.column_name = s.column_name and f.fault.reason = s.reason
