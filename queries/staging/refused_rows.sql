-- One row per fault of a refused row, as the steward opens it in Excel or WPS: text that would be
-- a formula there is guarded.
select
    {guarded_path} as {first_header},
    r.row_number as 行号,
    r.column_name as 列,
    {guarded_value} as 值,
    r.reason as 原因代码,
    r.message_zh as 原因,
    r.message_en as reason
from refused as r
inner join files as f on r.file_id = f.file_id
order by f.file_id, r.row_number, r.column_name
