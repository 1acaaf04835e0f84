-- One row per row that a newer full delivery leaves out: of a table, the newest one; of the dated state of
-- a region, the newest that has this state. A row of a state is not outdated by a delivery of another. A
-- key whose row there was refused stands there, too: its older row is not lost.
-- is_known: the newer ones have the thing in another state, as where states begin to be dated.
-- The names in braces come from the contract; deliveries says how old each file is.
with keyed as (
    select
        row({key}) as key,
        row({thing}) as thing,
        concat_ws(', ', {named_key}) as row_key,
        {state} as state,
        f.file_id,
        f.row_number,
        d.age
    from {facts} as f
    inner join deliveries as d on f.file_id = d.file_id
),

states as (
    select
        state,
        max(age) filter (list_contains(:full_ages, age)) as age
    from keyed
    where state is not null
    group by state
),

judged as (
    select
        k.*,
        max(k.age) over (partition by k.key) as age_of_key,
        if(k.state is null, :newest_full, s.age) as outdated_by
    from keyed as k
    left join states as s on k.state = s.state
),

refused_there as (
    select
        r.row_key,
        max(d.age) as age
    from refused as r
    inner join deliveries as d on r.file_id = d.file_id
    where r.table_name = :table_name
    group by r.row_key
)

select
    j.file_id,
    j.row_number,
    j.age,
    j.state is null and j.thing in (
        select k.thing
        from keyed as k
        where k.age >= :newest_full
    ) as is_known
from judged as j
left join refused_there as r on j.row_key = r.row_key
where
    j.age_of_key < j.outdated_by
    and coalesce(r.age < j.outdated_by, true)
