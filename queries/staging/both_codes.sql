-- One row per leaf region that reported in one month (or year) under its own code and under one that
-- had been merged into it: the other codes, how many such months, the first and the last. Before, the
-- two were different regions.
-- The names in braces come from the contract.
with reported as not materialized (
    select
        f.region_code,
        {of_month} as month,
        f.reported_region_code as code
    from {facts} as f
    semi join regions as r on f.region_code = r.code and r.is_leaf
),

ended as (
    select
        old_code as code,
        max(make_date(year, coalesce(month, 1), 1)) as month
    from region_changes
    where kind in ('recode', 'merge', 'split')
    group by old_code
),

carried as (
    select
        r.region_code,
        r.month,
        r.code
    from reported as r
    inner join ended as e on r.code = e.code and r.month >= e.month
    group by all
),

own as (
    select
        o.region_code,
        o.month
    from reported as o
    semi join carried as c on o.region_code = c.region_code and o.month = c.month
    where o.code is null
    group by all
)

select
    c.region_code,
    list(distinct c.code order by c.code) as codes,
    count(distinct c.month) as months,
    min(c.month) as first_month,
    max(c.month) as last_month
from carried as c
inner join own as o on c.region_code = o.region_code and c.month = o.month
group by c.region_code
order by c.region_code
