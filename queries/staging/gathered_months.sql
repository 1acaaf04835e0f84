-- One row per city (by the first four digits of its codes), measure and year in which nearly every month
-- has rows and few months have counts, if half of the cities' years have counts in most months: the months
-- with counts, how many months have rows, the sum of the counts and a file.
-- Reads city_months. The sums in braces come from the contract.
with years as (
    select
        city,
        kind,
        year,
        count(*) as months,
        list(month order by month) filter ({counts} > 0) as filled,
        coalesce(sum({counts}), 0) as total,
        min(region_code) as region_code,
        arg_min(file_id, month) filter ({counts} > 0) as file_id
    from city_months
    group by city, kind, year
    having count(*) >= :of_months
),

judged as (
    select
        *,
        median(len(coalesce(filled, []))) over (partition by kind) as usual
    from years
    qualify len(filled) <= :most and total >= :floor and usual >= :others
)

select
    coalesce(r.city, r.province, r.code)::varchar as code,
    j.kind::varchar as kind,
    j.filled,
    j.months,
    j.total,
    f.path
from judged as j
inner join regions as r on j.region_code = r.code
inner join files as f on j.file_id = f.file_id
order by kind, j.total desc, code
