-- One row per region (every level and the nation), month, category, subcategory and year that lacks a
-- report: sums of the rows of regions that reported the month, and not the same month of the year
-- ``before``, or of the year ``after``. A change leaves them out. Before the first year of the exports
-- and after their last month nobody can have reported, and nothing lacks.
-- The names in braces come from the mart's contract and from what its exports reach.
with lacking as (
    select
        y.region_code,
        y.source,
        y.year,
        'before' as lacks,
        y.months & ~coalesce(o.months, 0::smallint) as months
    from reported_years as y
    left join reported_years as o
        on y.region_code = o.region_code and y.source = o.source and y.year = o.year + 1
    where y.source in ({sources}) and y.year > {first_year}
    union all
    select
        y.region_code,
        y.source,
        y.year,
        'after' as lacks,
        y.months & ~coalesce(o.months, 0::smallint) as months
    from reported_years as y
    left join reported_years as o
        on y.region_code = o.region_code and y.source = o.source and y.year = o.year - 1
    where y.source in ({sources})
),

lacking_months as (
    select
        l.region_code,
        l.source,
        make_date(l.year, m.number, 1) as month,
        l.lacks
    from lacking as l
    inner join months_of_a_year as m on l.months & (1 << (m.number - 1)) <> 0
)

select
    a.ancestor as region_code,
    b.month,
    b.category,
    b.subcategory,
    l.lacks,
    {sums}
from {base} as b
inner join lacking_months as l
    on b.region_code = l.region_code and b.month = l.month and {is_source}
inner join region_ancestors as a on b.region_code = a.code
where l.lacks = 'before' or l.month + interval 1 year <= date '{last_month}'
group by a.ancestor, b.month, b.category, b.subcategory, l.lacks
