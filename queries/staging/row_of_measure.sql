-- One row: the first row of a region, month and measure, with its file and row number.
-- The name in braces comes from the contract.
select
    f.path,
    t.row_number
from {facts} as t
inner join files as f on t.file_id = f.file_id
where t.region_code = :region_code and t.month = :month and t.measure::varchar = :measure
order by f.path, t.row_number
limit 1
