-- name: stations_opened(region, tiers, starts, ends)
-- One row: how many stations of a region (or below it) of the tiers named (of every tier where none is)
-- were opened within the days from starts to ends, those closed since among them.
select count(distinct s.station_id)::int as opened
from facts_stations as s
inner join region_ancestors as a on s.region_code = a.code
where
    a.ancestor = :region
    and s.opened_on between :starts::date and :ends::date
    and (len(:tiers::varchar[]) = 0 or list_contains(:tiers::varchar[], s.tier::varchar));
