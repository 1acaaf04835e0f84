-- One row per region, source, year and pattern of months that were reported under it (by itself, too)
-- in the year and in the year before: by how many regions, by how many leaf regions, and by how many
-- leaf regions that were divided since (former), in the order in which they are asked for. The code of
-- a divided region or of a zone reports as a region of its own. Months are bits: 1 January, 2 February,
-- 4 March and so on.
-- Under nine regions of ten is nobody but themselves: they are not grouped, which takes a third of the
-- time.
with sums as (
    select
        b.source,
        b.year,
        a.ancestor as region_code,
        b.months,
        b.previous_months,
        count(*)::int as regions,
        count(*) filter (b.is_leaf)::int as leaves,
        count(*) filter (b.is_former)::int as former
    from reporting_pairs as b
    inner join region_ancestors as a on b.region_code = a.code
    semi join regions as r on a.ancestor = r.code and not r.is_leaf
    group by b.source, b.year, a.ancestor, b.months, b.previous_months
)

select *
from (
    select * from sums
    union all by name
    select
        b.source,
        b.year,
        b.region_code,
        b.months,
        b.previous_months,
        1 as regions,
        b.is_leaf::int as leaves,
        b.is_former::int as former
    from reporting_pairs as b
    semi join regions as r on b.region_code = r.code and r.is_leaf
)
order by source, year, region_code
