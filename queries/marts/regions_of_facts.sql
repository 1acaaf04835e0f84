-- One row per region that reported anything of itself, of whatever source.
select distinct region_code
from reported_years
union
select region_code
from undivided_years
order by region_code
