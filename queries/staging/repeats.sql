-- One row: how many groups of rows may hold a key twice; none where every key is its row's own.
-- The names in braces come from the contract. A group has the same key but for the month, within
-- 64 months: it holds as many rows as months if no month stands twice. Far fewer groups than
-- rows make this five times cheaper than counting distinct keys. Two groups that share a hash
-- can only raise a false alarm, which is looked into.
with months as (
    select
        hash({key_without_month}, (year(month) * 12 + month(month)) // 64) as group_hash,
        1::ubigint << ((year(month) * 12 + month(month)) % 64)::ubigint as month_bit
    from {facts}
),

groups as (
    select
        group_hash,
        count(*) as rows_of_group,
        bit_count(bit_or(month_bit)) as months_of_group
    from months
    group by all
)

select count(*) as repeats
from groups
where rows_of_group <> months_of_group
