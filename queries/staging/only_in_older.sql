-- One row per row whose key stands only in files older than the newest full delivery. A row of a
-- dated state is not outdated by a newer delivery.
-- The names in braces come from the contract; deliveries says how old each file is.
with keyed as (
    select
        row({key}) as key,
        f.file_id,
        f.row_number,
        d.age,
        {is_dated} as is_dated
    from {facts} as f
    inner join deliveries as d on f.file_id = d.file_id
),

present as (
    select key
    from keyed
    where age >= :newest_full
)

select
    k.file_id,
    k.row_number,
    k.age
from keyed as k
anti join present as p on k.key = p.key
where k.age < :newest_full and not k.is_dated
