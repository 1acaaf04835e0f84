-- One row per part of the list of refused rows: the place that it ends with, which is file and row
-- in one number. A part has so many faults, and those of its last row besides.
with numbered as (
    select
        file_id::bigint * 4294967296 + row_number as place,
        row_number() over (order by file_id, row_number) as fault_number
    from refused
),

ends as (
    select place
    from numbered
    where fault_number % :sheet_rows = 0
    union
    select max(place) as place
    from numbered
)

select place
from ends
order by place
