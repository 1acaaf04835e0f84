-- One row per station and state of the registry that ever was, opened and closed within the time for
-- which the state holds. A registry without dated states has one, for all time.
select
    s.* replace ( -- noqa: AM04
        greatest(s.opened_on, v.valid_from) as opened_on,
        least(s.closed_on, v.valid_to) as closed_on
    )
from facts_stations as s
left join station_states as v on s.file_id = v.file_id and s.row_number = v.row_number
where
    v.file_id is null
    or coalesce(
        greatest(s.opened_on, v.valid_from) < least(s.closed_on, v.valid_to), true
    )
