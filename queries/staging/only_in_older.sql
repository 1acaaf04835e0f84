-- One row per row whose key stands only in files older than the newest full delivery. A key whose
-- row there was refused stands there, too: its older row is not lost. A row of a dated state is not
-- outdated by a newer delivery.
-- is_known: the newer ones have the thing in another state, as where states begin to be dated.
-- The names in braces come from the contract; deliveries says how old each file is.
with keyed as (
    select
        row({key}) as key,
        row({thing}) as thing,
        concat_ws(', ', {named_key}) as row_key,
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
),

refused_there as (
    select r.row_key
    from refused as r
    inner join deliveries as d on r.file_id = d.file_id
    where r.table_name = :table_name and d.age >= :newest_full
)

select
    k.file_id,
    k.row_number,
    k.age,
    k.thing in (
        select t.thing
        from keyed as t
        where t.age >= :newest_full
    ) as is_known
from keyed as k
anti join present as p on k.key = p.key
anti join refused_there as r on k.row_key = r.row_key
where k.age < :newest_full and not k.is_dated
