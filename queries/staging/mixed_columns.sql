-- One row per column and year of a monthly table of which some files have the column and others have
-- not: the first file without it and the first with it.
-- The names in braces come from the contract.
with written as (
    select distinct
        file_id,
        year(month) as year
    from {facts}
),

lacking as (
    select
        column_name,
        file_id
    from absent_columns
    where table_name = :table_name and not has_header
)

select
    c.column_name,
    w.year,
    min(f.path) filter (l.file_id is not null) as path,
    min(f.path) filter (l.file_id is null) as other
from (select distinct column_name from lacking) as c
cross join written as w
inner join files as f on w.file_id = f.file_id
left join lacking as l on c.column_name = l.column_name and w.file_id = l.file_id
group by c.column_name, w.year
having count(l.file_id) > 0 and count(l.file_id) < count(*)
order by c.column_name, w.year
