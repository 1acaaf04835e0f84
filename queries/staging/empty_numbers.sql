-- One row per column of numbers with empty cells, in files that have the column: how many rows, and
-- the first of them.
-- The names in braces come from the contract.
with cells as (
    select
        file_id,
        row_number,
        unnest([{empty_columns}]) as column_name
    from {facts}
    where {some_empty}
)

select
    c.column_name,
    count(*) as count,
    min_by(f.path, (f.path, c.row_number)) as path,
    min_by(c.row_number, (f.path, c.row_number)) as row_number
from cells as c
inner join files as f on c.file_id = f.file_id
left join absent_columns as a
    on c.file_id = a.file_id and c.column_name = a.column_name and a.table_name = '{table}'
where c.column_name is not null and a.file_id is null
group by c.column_name
order by c.column_name
