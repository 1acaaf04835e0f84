-- One row per region above the counties whose own rows are like totals (suspected_subtotals), with the
-- months in which two regions below it or more report anything in the same dimensions: counties, or
-- cities that report themselves. What is like a total itself is no part of another.
-- The names in braces come from the mart's contract.
with suspected as (
    select
        * exclude (months, months_alike),
        unnest(months) as month
    from suspected_subtotals
),

parts as (
    select
        s.region_code,
        s.month,
        bool_or(s.in_several) as in_several,
        count(distinct b.region_code) as parts
    from base_{mart} as b
    inner join region_ancestors as a on b.region_code = a.code
    inner join suspected as s
        on
            a.ancestor = s.region_code
            and {same_keys}
    anti join suspected as o
        on
            b.region_code = o.region_code
            and {same_keys_of_own}
    where {nonzero}
    group by s.region_code, s.month
)

select
    p.region_code as code,
    r.name,
    count(*) as months,
    min(p.month) as first,
    max(p.month) as last
from parts as p
inner join regions as r on p.region_code = r.code
where p.parts > 1
group by p.region_code, r.name, r.sort_order
having months >= if(bool_or(p.in_several), :least_months, 1)
order by r.sort_order
