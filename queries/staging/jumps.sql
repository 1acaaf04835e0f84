-- One row per region and month whose sum is many times the sum of the month before.
-- The names in braces come from the contract.
with monthly as (
    select
        {keys},
        sum({measure}) as total
    from {facts}
    group by all
),

large as (
    select *
    from monthly
    where total >= :floor
)

select
    :table_name,
    :rule,
    l.region_code,
    l.month,
    concat(b.total, ' → ', l.total) as value,
    :zh as message_zh,
    :en as message_en
from large as l
inner join monthly as b on {same_keys} and b.month = l.month - interval 1 month
where b.total > 0 and l.total >= :factor * b.total
order by l.region_code, l.month, value
