-- One row per value that a newer file corrected, as the steward opens it in Excel or WPS: text that
-- would be a formula there is guarded.
select
    c.table_name as {first_header},
    case
        when regexp_matches(c.key, '^[=+@\t\r-]') then concat('''', c.key) else c.key
    end as 键,
    c.column_name as 列,
    case
        when regexp_matches(c.old_value, '^[=+@\t\r-]') then concat('''', c.old_value)
        else c.old_value
    end as 原值,
    case
        when regexp_matches(c.new_value, '^[=+@\t\r-]') then concat('''', c.new_value)
        else c.new_value
    end as 新值,
    n.path as 新文件,
    c.row_number as 新行号,
    o.path as 原文件,
    c.old_row_number as 原行号
from corrections as c
inner join files as n on c.file_id = n.file_id
inner join files as o on c.old_file_id = o.file_id
order by c.table_name, c.file_id, c.row_number, c.old_file_id, c.column_name
