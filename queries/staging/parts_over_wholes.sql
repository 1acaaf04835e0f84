-- One row where regions report more of a part than of the whole that it is a part of, measures of one
-- export in rows of their own: how many regions and months, and the first of them.
-- The name in braces comes from the contract.
with reported as (
    select
        region_code,
        month,
        sum(value) filter (measure = :part) as part,
        sum(value) filter (measure = :whole) as whole,
        min(file_id) filter (measure = :part) as file_id,
        min(row_number) filter (measure = :part) as row_number
    from {facts}
    where measure in (:part, :whole)
    group by region_code, month
)

select
    count(*) as count,
    arg_min(r.code::varchar, (f.path, o.row_number)) as code,
    arg_min(r.name, (f.path, o.row_number)) as name,
    arg_min(o.month, (f.path, o.row_number)) as month,
    arg_min(o.part, (f.path, o.row_number)) as part,
    arg_min(o.whole, (f.path, o.row_number)) as whole,
    arg_min(f.path, (f.path, o.row_number)) as path,
    arg_min(o.row_number, (f.path, o.row_number)) as row_number
from reported as o
inner join regions as r on o.region_code = r.code
inner join files as f on o.file_id = f.file_id
where o.part > o.whole
having count(*) > 0
