-- One row per city by the first four digits of its codes: its name, or its province's where it has
-- none (municipalities, counties that a province runs itself).
select coalesce(c.name, p.name) as name
from (select unnest(:cities::varchar[]) as city) as o
left join regions as c on c.code::varchar = concat(o.city, '00')
left join regions as p on p.code::varchar = concat(left(o.city, 2), '0000')
order by o.city
