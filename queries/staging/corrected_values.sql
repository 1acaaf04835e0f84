-- One row per value that a newer file corrected, as the steward opens it in Excel or WPS: text that
-- would be a formula there is guarded.
select
    c.table_name as {first_header},
    {guarded_key} as 键,
    c.column_name as 列,
    {guarded_old_value} as 原值,
    {guarded_new_value} as 新值,
    {guarded_path} as 新文件,
    c.row_number as 新行号,
    {guarded_old_path} as 原文件,
    c.old_row_number as 原行号
from corrections as c
inner join files as n on c.file_id = n.file_id
inner join files as o on c.old_file_id = o.file_id
order by c.table_name, c.file_id, c.row_number, c.old_file_id, c.column_name
