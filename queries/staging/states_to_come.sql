-- One row if states of stations begin after the last month of the data: how many of their rows, the first
-- such state, that last month, and the first row. No page shows them before the data reaches them.
with reach as (
    select value::date as month
    from build_info
    where key = 'data_through'
)

select
    count(*) as count,
    min(s.month) as month,
    strftime(min(s.month), '%Y-%m') as since,
    strftime(any_value(r.month), '%Y-%m') as through,
    min_by(f.path, (f.path, s.row_number)) as path,
    min_by(s.row_number, (f.path, s.row_number)) as row_number
from station_states as s
inner join reach as r on s.month > r.month
inner join files as f on s.file_id = f.file_id
having count(*) > 0
