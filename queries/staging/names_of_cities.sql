-- One row per code of a city, or of a province for what lies in none of its cities, in the order given:
-- the name. Municipalities have no cities: all of one is meant.
with divided as (
    select distinct province as code
    from regions
    where city is not null
)

select if(d.code is null, r.name, concat(r.name, '不属各市的部分')) as name
from unnest(:codes::varchar[]) with ordinality as o (code, place)
inner join regions as r on o.code = r.code
left join divided as d on r.code = d.code
order by o.place
