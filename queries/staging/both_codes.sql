-- One row per leaf region that reported in one month under its own code and under one that was merged
-- into it: the other codes, how many such months, the first and the last.
-- The names in braces come from the contract.
with carried as (
    select
        f.region_code,
        f.month,
        f.reported_region_code as code
    from {facts} as f
    semi join regions as r on f.region_code = r.code and r.is_leaf
    where f.reported_region_code is not null
    group by all
),

own as (
    select
        f.region_code,
        f.month
    from {facts} as f
    semi join carried as c on f.region_code = c.region_code and f.month = c.month
    where f.reported_region_code is null
    group by all
)

select
    c.region_code::varchar as region_code,
    list(distinct c.code order by c.code) as codes,
    count(distinct c.month) as months,
    min(c.month) as first_month,
    max(c.month) as last_month
from carried as c
inner join own as o on c.region_code = o.region_code and c.month = o.month
group by c.region_code
order by c.region_code
