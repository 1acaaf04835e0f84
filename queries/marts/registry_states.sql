-- One row per region of which a registry holds dated states: the first month of which one is known. A
-- region above has them where all leaf regions under it that the registry speaks of do.
with own as (
    select
        region_code,
        min(month) as month
    from station_states
    group by region_code
),

above as (
    select
        a.ancestor as region_code,
        max(o.month) as month
    from reported_regions as r
    inner join region_ancestors as a on r.region_code = a.code
    left join own as o on r.region_code = o.region_code
    group by a.ancestor
    having count(*) = count(o.month)
)

select
    'stations' as table_name,
    region_code,
    month
from above
