-- One row per region, year and rate: the months in which it reported every measure of the rate, as bits.
-- What counts in a region above the counties under a code of another time or of a zone stands apart
-- (undivided_years). The names in braces are the rate and the bits of its measures.
insert into reported_years
select
    p.region_code,
    '{rate}'::reporting_source as source,
    year(p.month) as year,
    bit_or(1 << (month(p.month) - 1)) as months,
    r.is_leaf and r.reports as is_leaf
from reported_pairs as p
inner join regions as r on p.region_code = r.code
where p.measures & {bits} = {bits} and (p.reported_as = '' or r.is_leaf)
group by all;

insert into undivided_years
select
    p.region_code,
    p.reported_as as reported_region_code,
    '{rate}'::reporting_source as source,
    year(p.month) as year,
    bit_or(1 << (month(p.month) - 1)) as months,
    p.reported_as in (select old_code from region_changes) as is_former
from reported_pairs as p
semi join regions as r on p.region_code = r.code and not r.is_leaf
where p.measures & {bits} = {bits} and p.reported_as <> ''
group by all
