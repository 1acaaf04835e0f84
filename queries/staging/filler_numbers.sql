-- One row per column, measure and value of nothing but nines, as forms and systems fill a gap: how many
-- rows, and the first of them.
-- The names in braces come from the contract.
with cells as (
    select
        file_id,
        row_number,
        {kind} as kind,
        unnest([{nines}]) as cell
    from {facts}
    where {some_nines}
)

select
    c.cell.column_name as column_name,
    c.cell.value as value,
    c.kind::varchar as kind,
    count(*) as count,
    min_by(f.path, (f.path, c.row_number)) as path,
    min_by(c.row_number, (f.path, c.row_number)) as row_number
from cells as c
inner join files as f on c.file_id = f.file_id
where c.cell is not null
group by c.cell.column_name, c.cell.value, c.kind
order by c.cell.column_name, c.cell.value, kind
