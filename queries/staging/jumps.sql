-- One row per region and month whose sum is many times the sum of the month before.
-- The names in braces come from the contract. Most regions are too even for any jump, and are
-- left aside by their least and greatest month before months are put in order.
with monthly as not materialized (
    select
        {keys},
        month,
        {measure_sum} as total
    from {facts_by_month}
),

uneven as (
    select {keys}
    from monthly
    group by all
    having max(total) >= :floor and max(total) >= :factor * min(total) filter (total > 0)
),

ordered as (
    select
        m.*,
        lag(m.total) over (
            partition by {monthly_keys}
            order by m.month
        ) as total_before,
        lag(m.month) over (
            partition by {monthly_keys}
            order by m.month
        ) as month_before
    from monthly as m
    inner join uneven on {same_keys}
)

select
    'remark' as grade,
    :rule as reason,
    :table_name as table_name,
    region_code,
    month,
    concat(total_before, ' → ', total) as value,
    1 as row_count,
    :zh as message_zh,
    :en as message_en
from ordered
where
    total >= :floor
    and total_before > 0
    and total >= :factor * total_before
    and month_before = month - interval 1 month
order by region_code, month, value
