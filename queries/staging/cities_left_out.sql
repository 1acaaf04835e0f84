-- One row per city (by the first four digits of its codes) of which the delivery before the newest
-- full one had many rows, and of which nothing is left (only_older_rows are those that count no more).
-- The names in braces come from the contract.
with own as (
    select
        f.region_code,
        count(*) filter (d.age = :before and o.file_id is not null) as rows_before,
        count(*) filter (o.file_id is null) as rows_left
    from {facts} as f
    inner join deliveries as d on f.file_id = d.file_id
    left join only_older_rows as o on f.file_id = o.file_id and f.row_number = o.row_number
    group by f.region_code
)

select
    left(region_code::varchar, 4) as city,
    sum(rows_before)::bigint as rows_before
from own
group by city
having sum(rows_before) >= :least and sum(rows_left) = 0
order by city
