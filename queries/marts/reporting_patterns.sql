-- One row per region, source, year and pattern of months that regions under it (itself included)
-- reported of themselves in the year and in the year before: how many regions did, how many are leaf
-- regions, and how many of those were divided since (former), in the order in which they are asked
-- for. Months are bits: 1 January, 2 February, 4 March and so on.
with former as (
    select
        region_code,
        reported_region_code,
        source,
        year,
        bit_or(months)::smallint as months
    from undivided_years
    where is_former
    group by region_code, reported_region_code, source, year
),

both_years as (
    select
        coalesce(y.source, p.source) as source,
        coalesce(y.year, p.year + 1)::smallint as year,
        coalesce(y.region_code, p.region_code) as region_code,
        coalesce(y.is_leaf, p.is_leaf) as is_leaf,
        false as is_former,
        coalesce(y.months, 0)::smallint as months,
        coalesce(p.months, 0)::smallint as previous_months
    from reported_years as y
    full join reported_years as p
        on y.region_code = p.region_code and y.source = p.source and y.year = p.year + 1
    union all by name
    -- Their rows are among those of the region above them; as leaf regions they stand beside it.
    select
        coalesce(y.source, p.source) as source,
        coalesce(y.year, p.year + 1)::smallint as year,
        coalesce(y.region_code, p.region_code) as region_code,
        true as is_leaf,
        true as is_former,
        coalesce(y.months, 0)::smallint as months,
        coalesce(p.months, 0)::smallint as previous_months
    from former as y
    full join former as p
        on
            y.region_code = p.region_code
            and y.reported_region_code = p.reported_region_code
            and y.source = p.source
            and y.year = p.year + 1
)

select
    b.source,
    b.year,
    a.ancestor as region_code,
    b.months,
    b.previous_months,
    count(*) filter (not b.is_former)::int as regions,
    count(*) filter (b.is_leaf)::int as leaves,
    count(*) filter (b.is_former)::int as former
from both_years as b
inner join region_ancestors as a on b.region_code = a.code
group by b.source, b.year, a.ancestor, b.months, b.previous_months
order by b.source, b.year, region_code
