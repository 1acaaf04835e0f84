-- One row per town or village and tier that a station ever served: how many did, and from when
-- to when. What is open has no end.
select
    unit_code,
    tier,
    count(*) as stations,
    min(opened_on) as first_opened,
    max(coalesce(closed_on, date '9999-12-31')) as last_closed
from facts_stations
where tier in ('town', 'village') and unit_code is not null
group by unit_code, tier
