-- One row per fact whose numerator is far above its denominator.
-- The names in braces come from the contract.
select
    'remark' as grade,
    :rule as reason,
    :table_name as table_name,
    region_code,
    {month_column} as month,
    concat({numerator}, ' ÷ ', {denominator}) as value,
    1 as row_count,
    :zh as message_zh,
    :en as message_en
from {facts}
where {numerator} >= :floor and {denominator} > 0 and {numerator} > :limit * {denominator}
order by region_code, month, value
