-- One row where regions report a rate's measures in a way that can't be right: how many regions and
-- months, and the first of them.
-- The names in braces come from the lines of work.
select
    count(*) as count,
    arg_min(r.code, (o.month, r.sort_order)) as code,
    arg_min(r.name, (o.month, r.sort_order)) as name,
    arg_min(o.month, (o.month, r.sort_order)) as month,
    arg_min(cast(o.{part} as double), (o.month, r.sort_order)) as part,
    arg_min(cast(o.{whole} as double), (o.month, r.sort_order)) as whole
from measures_of_rates as o
inner join regions as r on o.region_code = r.code
where {doubtful}
having count(*) > 0
