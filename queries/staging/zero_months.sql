-- One row per city (by the first four digits of its codes) and measure that has rows of nothing but zeros
-- in a month or two, or in its newest months, while the counts of every other month add up to a lot: the
-- months, the least sum of the others and the file of the first.
-- Reads city_months. The sums in braces come from the contract.
with months as (
    select
        city,
        kind,
        month,
        region_code,
        file_id,
        {all_zero} as is_zero,
        {counts} as counted
    from city_months
),

judged as (
    select
        city,
        kind,
        list(month order by month) filter (is_zero) as zeros,
        min(counted) filter (not is_zero) as least,
        min(region_code) as region_code,
        arg_min(file_id, month) filter (is_zero) as file_id
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
    coalesce(r.city, r.province, r.code)::varchar as code,
    j.kind::varchar as kind,
    j.zeros,
    j.least,
    f.path
from judged as j
inner join regions as r on j.region_code = r.code
inner join files as f on j.file_id = f.file_id
order by kind, j.least desc, code
