-- One row per row whose key is not its own, and what becomes of it (outcome: 'kept', 'identical',
-- 'superseded', 'refused').
-- holder_*: file and row number of the row that is kept of its key; null where none is.
-- has_older: a file older than that row's has the key, too.
-- replaces: such an older file says something else of the key.
-- The names in braces come from the contract; deliveries says how old each file is.
with keyed as (
    select
        hash({key}) as key_hash,
        row({key}) as key,
        hash({contents}) as content,
        file_id,
        row_number
    from {facts}
),

repeated as (
    select key_hash
    from keyed
    group by all
    having count(*) > 1
),

aged as (
    select
        k.*,
        d.age,
        count(*) over (partition by k.key) as rows_of_key
    from keyed as k
    inner join repeated as r on k.key_hash = r.key_hash
    inner join deliveries as d on k.file_id = d.file_id
),

-- Torn: files of one age, or one file, say different things of a key.
torn as (
    select
        *,
        min(content) over (partition by key, age) <> max(content) over (partition by key, age)
            as is_torn
    from aged
    where rows_of_key > 1
),

-- The newest age that is not torn holds.
holding as (
    select
        *,
        max(age) filter (not is_torn) over (partition by key) as held_age
    from torn
),

placed as (
    select
        *,
        any_value(content) filter (age = held_age) over (partition by key) as held_content,
        row_number() over (
            partition by key
            order by coalesce(age = held_age, false) desc, file_id, row_number
        ) as place
    from holding
),

held as (
    select
        *,
        first_value(file_id) over by_place as holder_file_id,
        first_value(row_number) over by_place as holder_row_number,
        bool_or(age < held_age) over (partition by key) as has_older,
        bool_or(age < held_age and content <> held_content) over (partition by key) as replaces
    from placed
    window by_place as (partition by key order by place)
)

select
    file_id,
    row_number,
    age,
    case when held_age is not null then holder_file_id end as holder_file_id,
    case when held_age is not null then holder_row_number end as holder_row_number,
    coalesce(has_older, false) as has_older,
    coalesce(replaces, false) as replaces,
    case
        when held_age is null or age > held_age then 'refused'
        when place = 1 then 'kept'
        when content = held_content then 'identical'
        else 'superseded'
    end as outcome
from held
