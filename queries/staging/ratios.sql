-- One row per fact whose numerator is far above its denominator.
-- The names in braces come from the contract.
select
    :table_name,
    :rule,
    region_code,
    {month_column} as month,
    concat({numerator}, ' ÷ ', {denominator}) as value,
    :zh as message_zh,
    :en as message_en
from {facts}
where {numerator} >= :floor and {denominator} > 0 and {numerator} > :limit * {denominator}
order by region_code, month, value
