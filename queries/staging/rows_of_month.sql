-- One row: the first row of a month, with its region, file and row number.
-- The names in braces come from the contract.
select
    t.region_code,
    r.name,
    f.path,
    t.row_number
from {facts} as t
inner join regions as r on t.region_code = r.code
inner join files as f on t.file_id = f.file_id
where {of_month} = :month
order by f.path, t.row_number
limit 1
