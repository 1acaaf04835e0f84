-- One row per row whose key is not its own: what becomes of it ('identical', 'superseded',
-- 'refused'). The first of identical rows stays and is not listed.
-- The names in braces come from the contract; a file's id is greater the newer it is.
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

ranked as (
    select
        k.*,
        max(k.file_id) over (partition by k.key) as newest,
        count(*) over (partition by k.key) as rows_of_key
    from keyed as k
    inner join repeated as r on k.key_hash = r.key_hash
),

-- What may hold: every row of the key, or only the newest file's where the newest wins.
holding as (
    select
        *,
        not :newest_wins or file_id = newest as may_hold
    from ranked
    where rows_of_key > 1
),

settled as (
    select
        *,
        min(content) filter (may_hold) over (partition by key) as least,
        max(content) filter (may_hold) over (partition by key) as most,
        row_number() over (
            partition by key
            order by may_hold desc, file_id, row_number
        ) as place
    from holding
)

select
    file_id,
    row_number,
    case
        when least <> most and may_hold then 'refused'
        when least = most and content = least then 'identical'
        else 'superseded'
    end as outcome
from settled
where place > 1 or least <> most
