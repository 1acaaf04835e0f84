-- One row per region, source, year and pattern of months that were reported under it (by itself, too)
-- in the year and in the year before: by how many regions, by how many leaf regions, and by how many
-- leaf regions that were divided since (former), in the order in which they are asked for. The code of
-- a divided region or of a zone reports as a region of its own. Months are bits: 1 January, 2 February,
-- 4 March and so on.
with both_years as (
    select
        coalesce(y.source, p.source) as source,
        coalesce(y.year, p.year + 1)::smallint as year,
        coalesce(y.region_code, p.region_code) as region_code,
        coalesce(y.is_leaf, p.is_leaf) as is_leaf,
        coalesce(y.is_former, p.is_former) as is_former,
        coalesce(y.months, 0)::smallint as months,
        coalesce(p.months, 0)::smallint as previous_months
    from reporting_years as y
    full join reporting_years as p
        on y.reporter = p.reporter and y.source = p.source and y.year = p.year + 1
)

select
    b.source,
    b.year,
    a.ancestor as region_code,
    b.months,
    b.previous_months,
    count(*)::int as regions,
    count(*) filter (b.is_leaf)::int as leaves,
    count(*) filter (b.is_former)::int as former
from both_years as b
inner join region_ancestors as a on b.region_code = a.code
group by b.source, b.year, a.ancestor, b.months, b.previous_months
order by b.source, b.year, region_code
