-- One row per month of a region whose rows are as many, and add up to the same, as those of another
-- (the first of these): candidates for rows that stand under two codes, which regions_alike compares.
-- Reads city_months. Looked at are the newest months and one of each year, since all of them take
-- several times as long; not regions that are alike in one month only, where there are several, unless
-- its numbers are large.
-- The names in braces come from the contract.
with months as (
    select distinct month
    from city_months
),

looked_at as (
    select month
    from months
    qualify row_number() over (order by month desc) <= :newest or month(month) = 11
),

summed as (
    select
        f.region_code,
        f.month,
        count(*) as row_count,
        {sums}
    from {facts} as f
    semi join looked_at as l on f.month = l.month
    group by f.region_code, f.month
),

equal as (
    select
        region_code,
        month,
        {total} as total,
        min(region_code) over (partition by month, row_count, {numbers}) as other
    from summed
    where {total} >= :floor
)

select
    region_code,
    other,
    month
from equal
where region_code <> other
qualify
    total >= :large
    or count(*) over (partition by region_code, other)
    >= least(:months, (select count(*) from looked_at))
