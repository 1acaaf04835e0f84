-- One row per row refused because others with its key say something else.
select
    :table_name,
    f.file_id,
    f.row_number,
    :key_names as column_name,
    concat_ws(', ', {key}) as value,
    :reason,
    :zh as message_zh,
    :en as message_en
from {facts} as f
inner join settled_rows as r on f.file_id = r.file_id and f.row_number = r.row_number
where r.outcome = 'refused'
order by f.file_id, f.row_number
