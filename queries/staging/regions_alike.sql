-- One row where a region has in some months exactly the rows of another: all keys and numbers of the
-- table. How many such pairs there are, and of the one with the most evidence both regions, the
-- months and a file.
-- The evidence is the sum of the logarithms of the numbers, as in repeated_months. Months of small
-- numbers, and what is the same month after month, show nothing.
-- Reads equal_sums. The names in braces come from the contract.
with sides as (
    select
        region_code,
        month
    from equal_sums
    union
    select
        other as region_code,
        month
    from equal_sums
),

prints as (
    select
        f.region_code,
        f.month,
        bit_xor(hash({keys}, {numbers})) as print,
        sum({evidence}) as evidence,
        min(f.file_id) as file_id
    from {facts} as f
    semi join sides as b on f.region_code = b.region_code and f.month = b.month
    group by f.region_code, f.month
),

varied as (
    select
        e.region_code,
        e.other,
        p.print,
        count(*) as months,
        min(e.month) as first_month,
        max(e.month) as last_month,
        max(p.evidence) as evidence,
        min(p.file_id) as file_id
    from equal_sums as e
    inner join prints as p on e.region_code = p.region_code and e.month = p.month
    semi join prints as o
        on
            e.other = o.region_code
            and e.month = o.month
            and p.print = o.print
    where p.evidence >= :month_evidence
    group by e.region_code, e.other, p.print
),

found as (
    select
        region_code,
        other,
        sum(months) as months,
        min(first_month) as first_month,
        max(last_month) as last_month,
        sum(evidence) as evidence,
        min(file_id) as file_id
    from varied
    group by region_code, other
    having sum(evidence) >= :evidence
)

select
    r.code,
    r.name,
    o.name as other,
    p.months,
    p.first_month,
    p.last_month,
    f.path,
    count(*) over () as count
from found as p
inner join regions as r on p.region_code = r.code
inner join regions as o on p.other = o.code
inner join files as f on p.file_id = f.file_id
order by p.evidence desc, r.code, o.code
limit 1
