-- One row per table and column that files of its facts don't have: how many lack it, and the first.
select
    a.table_name,
    a.column_name,
    count(*) as files,
    min(f.path) as path
from absent_columns as a
inner join files as f on a.file_id = f.file_id
group by a.table_name, a.column_name
order by a.table_name, a.column_name
