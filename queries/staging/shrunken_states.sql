-- One row if states of stations lack most of the stations of the region's state before, closed ones aside:
-- in how many regions, and the one that lacks most. Regions with fewer than ten stations are left out.
with rows_of_states as (
    select
        s.region_code,
        s.month,
        s.valid_to,
        f.station_id,
        f.closed_on
    from station_states as s
    inner join facts_stations as f on s.file_id = f.file_id and s.row_number = f.row_number
),

known_until as (
    select
        station_id,
        max(month) as month
    from rows_of_states
    group by station_id
),

-- A station in a later state, of another region too, is not gone: it may have moved.
lacking as (
    select
        r.region_code,
        r.month,
        r.valid_to,
        count(*) as before,
        count(*) filter (where k.month < r.valid_to) as gone
    from rows_of_states as r
    inner join known_until as k on r.station_id = k.station_id
    where r.valid_to is not null and coalesce(r.closed_on >= r.valid_to, true)
    group by r.region_code, r.month, r.valid_to
    having count(*) >= 10 and count(*) filter (where k.month < r.valid_to) * 2 > count(*)
)

select
    count(distinct l.region_code) as count,
    max_by(g.name, (l.gone, l.region_code)) as region,
    max_by(l.region_code, (l.gone, l.region_code)) as region_code,
    strftime(max_by(l.month, (l.gone, l.region_code)), '%Y-%m') as before_month,
    strftime(max_by(l.valid_to, (l.gone, l.region_code)), '%Y-%m') as since,
    max_by(l.before, (l.gone, l.region_code)) as before,
    max(l.gone) as gone
from lacking as l
inner join regions as g on l.region_code = g.code
having count(*) > 0
