-- One row per column and year of a monthly table of which no file of the year has the column.
-- The name in braces is the table's.
with written as (
    select distinct
        file_id,
        year(month) as year
    from facts_{table}
),

files_of_years as (
    select
        year,
        count(*) as files
    from written
    group by year
)

select
    a.column_name,
    w.year
from absent_columns as a
inner join written as w on a.file_id = w.file_id
inner join files_of_years as f on w.year = f.year
where a.table_name = '{table}'
group by a.column_name, w.year, f.files
having count(*) = f.files
order by a.column_name, w.year
