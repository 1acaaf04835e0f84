-- One row per row of a region's dated states of its stations: from when to when it holds. What a state
-- says holds from its month until the region's next state, or until one that names the station in
-- another region; what the first state with a station says holds from the station's opening, and the
-- last until today. Rows without a date are the newest state where a region has dated ones.
with dated as (
    select
        region_code,
        max(as_of) as newest
    from facts_stations
    where as_of is not null
    group by region_code
),

rows_of_states as (
    select
        s.region_code,
        s.station_id,
        s.file_id,
        s.row_number,
        coalesce(s.as_of, (d.newest + interval 1 month)::date) as month
    from facts_stations as s
    inner join dated as d on s.region_code = d.region_code
),

states as (
    select
        region_code,
        month,
        lead(month) over (partition by region_code order by month) as next_month
    from (
        select distinct
            region_code,
            month
        from rows_of_states
    )
)

select
    r.region_code,
    r.file_id,
    r.row_number,
    r.month,
    case
        when r.month > min(r.month) over (partition by r.station_id) then r.month
    end as valid_from,
    least(
        s.next_month,
        lead(r.month) over (partition by r.station_id order by r.month)
    ) as valid_to
from rows_of_states as r
inner join states as s on r.region_code = s.region_code and r.month = s.month
