-- One row per source and month that any leaf region reported: how many did. Registries have none.
select
    y.source,
    make_date(y.year, m.number, 1) as month,
    count(*) as regions
from reported_years as y
inner join months_of_a_year as m on y.months & (1 << (m.number - 1)) <> 0
where y.is_leaf and y.year > 1949
group by y.source, y.year, m.number
