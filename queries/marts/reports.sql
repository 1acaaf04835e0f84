-- One row per mart, leaf region and month that it reported; a registry has no month, so its
-- leaf regions stand once with none. Counted measures report each for itself, under their code.
-- The names in braces come from the mart's contract.
select
    case when '{mart}' = 'counted' then b.category else '{mart}' end as source,
    b.region_code,
    case when {monthly} then b.month end as month
from {base} as b
inner join regions as r on b.region_code = r.code
where r.is_leaf and r.reports
group by all
