-- One row per city (a province for what lies in none) of which a delivery before the newest full one had
-- many rows, and of which nothing is left (only_older_rows are those that count no more): the newest
-- such delivery, and its rows.
-- The names in braces come from the contract.
with own as (
    select
        coalesce(r.city, r.province, r.code)::varchar as code,
        d.age,
        count(*) as rows_of_age,
        count(*) filter (o.file_id is null) as rows_left
    from {facts} as f
    inner join deliveries as d on f.file_id = d.file_id
    inner join regions as r on f.region_code = r.code
    left join only_older_rows as o on f.file_id = o.file_id and f.row_number = o.row_number
    group by all
)

select
    code,
    max(age) filter (rows_of_age >= :least) as age_before,
    arg_max(rows_of_age, age) filter (rows_of_age >= :least) as rows_before
from own
group by code
having age_before is not null and sum(rows_left) = 0
order by code
