-- One row per code of a table's facts that is not today's, with the region it was carried to: rows, the
-- first row's file and number, the same by year (null where a row has no month), first and last month.
-- The names in braces come from the contract.
with carried as (
    select
        f.reported_region_code as code,
        f.region_code,
        {of_month} as month,
        p.path,
        f.row_number
    from {facts} as f
    inner join files as p on f.file_id = p.file_id
    where f.reported_region_code is not null
),

by_year as (
    select
        code,
        region_code,
        year(month) as year,
        count(*) as row_count,
        min((path, row_number)) as first_row,
        min(month) as first_month,
        max(month) as last_month
    from carried
    group by all
)

select
    code,
    region_code,
    sum(row_count)::bigint as row_count,
    list((year, row_count, first_row)) as years,
    min(first_row)[1] as path,
    min(first_row)[2] as row_number,
    min(first_month) as first_month,
    max(last_month) as last_month
from by_year
group by code, region_code
order by code
