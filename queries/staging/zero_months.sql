-- One row per city (by the first four digits of its codes) and measure that has rows of nothing but zeros
-- in a month or two, or in its newest months, while the counts of every other month add up to a lot: the
-- months, the least sum of the others and the file of the first.
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
        least >= :floor
        and (
            (
                count(*) filter (is_zero) between 1 and :most
                and count(*) filter (not is_zero) >= :others * count(*) filter (is_zero)
            )
            or (
                count(*) filter (is_zero) between 1 and :newest
                and count(*) filter (not is_zero) >= :others
                and min(month) filter (is_zero) > max(month) filter (not is_zero)
            )
        )
)

select
    min(coalesce(r.city, r.province, r.code)::varchar) as code,
    j.kind::varchar as kind,
    j.zeros,
    j.least,
    min(f.path) as path
from judged as j
inner join {facts} as x
    on
        left(x.region_code, 4) = j.city
        and x.month = j.zeros[1]
        and {kind} is not distinct from j.kind
inner join regions as r on x.region_code = r.code
inner join files as f on x.file_id = f.file_id
group by j.city, j.kind, j.zeros, j.least
order by kind, j.least desc, code
