-- One row per pair of files of one age that say different things of the same keys: how many, and
-- one of them. Each key is compared with its first row; files written together are no pair.
-- The names in braces come from the contract; deliveries says how old each file is.
with torn as (
    select
        row({key}) as key,
        concat_ws(', ', {named_key}) as named,
        hash({contents}) as content,
        f.file_id,
        f.row_number,
        d.age,
        d.writing
    from {facts} as f
    inner join settled_rows as s on f.file_id = s.file_id and f.row_number = s.row_number
    inner join deliveries as d on f.file_id = d.file_id
    where s.outcome = 'refused'
),

firsts as (
    select
        key,
        age,
        arg_min(file_id, (file_id, row_number)) as file_id,
        arg_min(writing, (file_id, row_number)) as writing,
        arg_min(content, (file_id, row_number)) as content
    from torn
    group by all
)

select
    f.file_id,
    t.file_id as other_file_id,
    count(distinct t.key) as keys,
    min(t.named) as example
from torn as t
inner join firsts as f on t.key = f.key and t.age = f.age
where t.content <> f.content and t.writing <> f.writing
group by all
order by keys desc, file_id, other_file_id
