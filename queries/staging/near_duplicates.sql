-- One row per group of ids that differ by what people don't see or don't mean: signs, blanks, width,
-- case, leading zeros. Only groups of several ids are listed.
-- The names in braces come from the contract; an expression in braces writes an id plainly.
with ids as (
    select
        {id_column} as id,
        {plain_id} as plain_id,
        file_id,
        row_number
    from {facts}
),

alike as (
    select plain_id
    from ids
    group by plain_id
    having count(distinct id) > 1
)

select
    min(distinct ids.id, 3) as examples,
    count(*) as row_count,
    min(ids.file_id) as file_id,
    arg_min(ids.row_number, (ids.file_id, ids.row_number)) as row_number
from ids
inner join alike on ids.plain_id = alike.plain_id
group by ids.plain_id
order by file_id, row_number
