-- One row per file whose months are all given as the last day of one: its rows and an example.
-- The rows in braces carry ends_month (null where a row has no day) and the month as it was written.
select
    file_id,
    count(*) as row_count,
    min(written) as example
from ({rows})
where ends_month is not null
group by file_id
having bool_and(ends_month)
order by file_id
