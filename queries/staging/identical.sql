-- One row per row that says the same as the one that is kept of its key: the region and month of both,
-- and where both stand, up to a bound. The names in braces come from the contract.
select
    :table_name,
    {region} as region_code,
    {month} as month,
    s.file_id,
    s.row_number,
    s.holder_file_id,
    s.holder_row_number
from settled_rows as s
inner join {facts} as f on s.file_id = f.file_id and s.row_number = f.row_number
where s.outcome = 'identical'
order by s.file_id, s.row_number
limit :most
