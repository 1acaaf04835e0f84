-- One row per city (by the first four digits of its codes) and measure that has rows of nothing but zeros
-- in a month or two, while the counts of every other month add up to a lot: the months, the least sum of
-- the others and the file of the first.
-- Reads city_months. The names in braces come from the contract.
with months as (
    select
        city,
        kind,
        month,
        {all_zero} as is_zero,
        {counts} as counted
    from city_months
),

judged as (
    select
        city,
        kind,
        list(month order by month) filter (is_zero) as zeros,
        min(counted) filter (not is_zero) as least
    from months
    group by city, kind
    having
        count(*) filter (is_zero) between 1 and :most
        and count(*) filter (not is_zero) >= :others * count(*) filter (is_zero)
        and least >= :floor
),

-- What lies in none of a province's cities is named by the province.
placed as (
    select
        j.*,
        coalesce(c.code::varchar, left(j.city, 2) || '0000') as code
    from judged as j
    left join regions as c on c.code::varchar = j.city || '00'
)

select
    p.code,
    p.kind::varchar as kind,
    p.zeros,
    p.least,
    min(f.path) as path
from placed as p
inner join {facts} as x
    on
        left(x.region_code::varchar, 4) = p.city
        and x.month = p.zeros[1]
        and {kind} is not distinct from p.kind
inner join files as f on x.file_id = f.file_id
group by all
order by kind, p.least desc, p.code
