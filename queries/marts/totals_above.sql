-- One row per region above the counties, month and year that lacks a report (none: all the rows there
-- are): sums over all dimensions. With them stands what a change leaves out, so that one query reads
-- both. The names in braces come from the mart's contract.
select
    region_code,
    month,
    '' as lacks,
    {sums_of_rows}
from above_{mart}
group by region_code, month
union all by name
select
    u.region_code,
    u.month,
    u.lacks,
    {sums}
from unmatched_{mart} as u
semi join regions as r on u.region_code = r.code and r.level <> 'county'
group by u.region_code, u.month, u.lacks
order by region_code, month
