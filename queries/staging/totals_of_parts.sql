-- One row per city (a province for what lies in none) and measure of one export's facts: its rows and
-- the total of every number.
-- The names in braces come from the contract.
with own as (
    select
        region_code as code,
        {kind} as kind,
        count(*) as row_count,
        {totals}
    from {facts}
    where {within}
    group by region_code, kind
)

select
    p.code,
    own.kind::varchar as kind,
    sum(own.row_count)::bigint as row_count,
    {sums}
from own
inner join regions as r on own.code = r.code
inner join regions as p on p.code = coalesce(r.city, r.province, r.code)
group by p.code, p.sort_order, own.kind
order by p.sort_order, own.kind
