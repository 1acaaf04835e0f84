-- One row per row refused because others with its key say something else: what it says in the
-- columns that differ, and what one of the others says there.
-- The names in braces come from the contract.
with conflicting as (
    select
        f.*,
        concat_ws(', ', {key}) as row_key
    from {facts} as f
    inner join settled_rows as r on f.file_id = r.file_id and f.row_number = r.row_number
    where r.outcome = 'refused'
),

said as (
    select
        file_id,
        row_number,
        {region} as region_code,
        {month} as month,
        row_key,
        concat_ws('；', {differing}) as value
    from conflicting
    window same_key as (partition by row_key)
)

select
    :table_name as table_name,
    file_id,
    row_number,
    region_code,
    month,
    row_key,
    :key_names as column_name,
    value,
    coalesce(lead(value) over other_rows, lag(value) over other_rows) as other_value,
    :reason as reason,
    :zh as message_zh,
    :en as message_en,
    :do_zh as do_zh,
    :do_en as do_en
from said
window other_rows as (partition by row_key order by file_id, row_number)
