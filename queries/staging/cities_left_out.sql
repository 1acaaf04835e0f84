-- One row per city (a province for what lies in none) of which the delivery before the newest full one
-- had many rows, and of which nothing is left (only_older_rows are those that count no more).
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
    coalesce(r.city, r.province, r.code)::varchar as code,
    sum(own.rows_before)::bigint as rows_before
from own
inner join regions as r on own.region_code = r.code
group by all
having sum(own.rows_before) >= :least and sum(own.rows_left) = 0
order by code
