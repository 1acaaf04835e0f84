-- One row per fault of a refused row, as it is sent back to whoever exported; text that a
-- spreadsheet would run as a formula is guarded.
select
    {guarded_path} as {first_header},
    r.row_number as 行号,
    r.table_name as 表,
    {guarded_region_code} as 行政区划代码,
    {guarded_month} as 月份,
    {guarded_row_key} as 主键,
    {guarded_column_name} as 列,
    {guarded_value} as 值,
    {guarded_other_value} as 冲突的另一值,
    r.reason as 原因代码,
    {guarded_message_zh} as 原因,
    {guarded_do_zh} as 今后怎么改
from refused as r
inner join files as f on r.file_id = f.file_id
where {between}
order by r.file_id, r.row_number, r.column_name, r.reason
