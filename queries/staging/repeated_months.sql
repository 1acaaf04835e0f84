-- One row per city (by the first four digits of its codes) that has months in which every number of
-- every row is that of another month: the first of them and the one that it is like, how many there
-- are, and the file of the later. A city of which half of the months are like others always reports
-- the same. The evidence is the sum of the logarithms of the numbers: small ones are often equal.
-- Reads city_months, so that only months with equal sums are looked at row by row.
-- The names in braces come from the contract.
with sums as (
    select
        city,
        month,
        bit_xor(hash(kind, {numbers})) as print
    from city_months
    group by city, month
),

-- Small numbers are often equal: they, too, show that a city always reports the same.
varied as (
    select city
    from sums
    group by city
    having count(*) - count(distinct print) < :share * count(*)
),

twice as (
    select
        city,
        print
    from sums
    group by city, print
    having count(*) > 1
),

candidates as (
    select
        s.city,
        s.month
    from sums as s
    semi join varied as v on s.city = v.city
    semi join twice as t on s.city = t.city and s.print = t.print
),

prints as (
    select
        left(f.region_code, 4) as city,
        f.month,
        bit_xor(hash({keys}, {numbers_of_rows})) as print,
        count(*) as row_count,
        sum({evidence}) as evidence,
        min(f.file_id) as file_id
    from {facts} as f
    semi join candidates as c
        on
            left(f.region_code, 4) = c.city
            and f.month = c.month
    group by all
),

alike as (
    select
        city,
        min(month) as first_month,
        min_by(month, month, 2)[2] as like_month,
        min_by(file_id, month, 2)[2] as file_id,
        count(*) - 1 as repeats
    from prints
    group by city, print, row_count
    having count(*) > 1 and min(evidence) >= :evidence
),

found as (
    select
        city,
        min_by(first_month, like_month) as first_month,
        min(like_month) as like_month,
        min_by(file_id, like_month) as file_id,
        sum(repeats) as repeats
    from alike
    group by city
)

-- What lies in none of a province's cities is named by the province.
select
    r.code,
    r.name,
    o.first_month,
    o.like_month,
    o.repeats,
    f.path
from found as o
inner join files as f on o.file_id = f.file_id
left join regions as c on c.code = o.city || '00'
inner join regions as r on r.code = coalesce(c.code, left(o.city, 2) || '0000')
order by o.repeats desc, o.city
