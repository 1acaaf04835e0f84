-- One row per file in which all rows are so that can be: their number and an example.
-- The rows in braces carry is_so (null where a row can't be) and the value as it was written.
select
    file_id,
    count(*) as row_count,
    min(written) as example
from ({rows})
where is_so is not null
group by file_id
having bool_and(is_so)
order by file_id
