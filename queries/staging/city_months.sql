-- One row per city (by the first four digits of its codes), measure and month of a table's facts: the
-- sum of each of its numbers, whether it has half as many rows as the year's fullest month, or more (of the
-- last month often one county alone has reported), one of its regions and one of its files.
-- The names in braces come from the contract.
select
    left(region_code, 4) as city,
    {kind} as kind,
    year(month) as year,
    month,
    min(region_code) as region_code,
    min(file_id) as file_id,
    2 * count(*) >= max(count(*)) over (partition by city, kind, year) as is_full,
    {sums}
from {facts}
group by city, kind, year, month
