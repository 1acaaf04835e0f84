-- name: mart_panel(mart, regions, categories, subcategories, starts, ends, previous_starts, previous_ends)
-- One row per region and slot ('this' or 'previous'): every measure of the mart, summed over the
-- slot's months and over the chosen categories (all of them where none is chosen). A region
-- without any row in a slot has no row there.
with chosen as (
    select *
    from query_table(:mart)
    where
        region_code in (select unnest(:regions::varchar []))
        and (len(:categories::varchar []) = 0 or category in (select unnest(:categories::varchar [])))
        and (
            len(:subcategories::varchar []) = 0
            or subcategory in (select unnest(:subcategories::varchar []))
        )
)

select
    region_code,
    'this' as slot,
    sum(columns(* exclude (region_code, month, category, subcategory)))::double
from chosen
where month between :starts::date and :ends::date
group by region_code
union all
select
    region_code,
    'previous' as slot,
    sum(columns(* exclude (region_code, month, category, subcategory)))::double
from chosen
where month between :previous_starts::date and :previous_ends::date
group by region_code;

-- name: mart_months(mart, region, ends, categories, subcategories)
-- One row per month of one region: every measure of the mart, summed over the chosen categories.
select
    month,
    sum(columns(* exclude (region_code, month, category, subcategory)))::double
from query_table(:mart)
where
    region_code = :region
    and month <= :ends::date
    and (len(:categories::varchar []) = 0 or category in (select unnest(:categories::varchar [])))
    and (
        len(:subcategories::varchar []) = 0
        or subcategory in (select unnest(:subcategories::varchar []))
    )
group by month
order by month;

-- name: mart_breakdown(mart, region, starts, ends, previous_starts, previous_ends)
-- One row per category, subcategory and slot of one region: every measure of the mart.
select
    category,
    subcategory,
    'this' as slot,
    sum(columns(* exclude (region_code, month, category, subcategory)))::double
from query_table(:mart)
where region_code = :region and month between :starts::date and :ends::date
group by category, subcategory
union all
select
    category,
    subcategory,
    'previous' as slot,
    sum(columns(* exclude (region_code, month, category, subcategory)))::double
from query_table(:mart)
where region_code = :region and month between :previous_starts::date and :previous_ends::date
group by category, subcategory;

-- name: mart_rows(mart, regions)
-- One row per region, month, category and subcategory: every measure of the mart, for the regions
-- asked for and all their months; what an analyst takes away.
select
    region_code,
    month,
    category,
    subcategory,
    columns(* exclude (region_code, month, category, subcategory))
from query_table(:mart)
where region_code in (select unnest(:regions::varchar []))
order by region_code, month, category, subcategory;

-- name: mart_row_count(mart, regions)
-- One row: how many rows mart_rows gives for the same regions.
select count(*) as row_count
from query_table(:mart)
where region_code in (select unnest(:regions::varchar []));

-- name: reported_regions(starts, ends, previous_starts, previous_ends, source, months, regions)
-- One row per region and slot: how many of its leaf regions reported every month of the slot (for
-- a registry: how many have any row at all).
with slots as (
    select
        'this' as slot,
        :starts::date as starts,
        :ends::date as ends
    union all
    select
        'previous' as slot,
        :previous_starts::date as starts,
        :previous_ends::date as ends
),

complete as (
    select
        s.slot,
        r.region_code
    from mart_reports as r
    inner join slots as s on r.month is null or r.month between s.starts and s.ends
    where r.source = :source
    group by s.slot, r.region_code
    having count(r.month) in (0, :months::int)
)

select
    a.ancestor as region_code,
    c.slot,
    count(*)::int as reported
from complete as c
inner join region_ancestors as a on c.region_code = a.code
where a.ancestor in (select unnest(:regions::varchar []))
group by a.ancestor, c.slot;

-- name: reported_periods(source, region, starts, ends, months)
-- One row per period asked for (its first month): how many leaf regions under a region reported
-- every month of it (for a registry: how many have any row at all).
with periods as (
    select
        unnest(:starts::date []) as starts,
        unnest(:ends::date []) as ends,
        unnest(:months::int []) as months
),

complete as (
    select
        p.starts,
        r.region_code
    from mart_reports as r
    inner join region_ancestors as a on r.region_code = a.code and a.ancestor = :region
    inner join periods as p on r.month is null or r.month between p.starts and p.ends
    where r.source = :source
    group by p.starts, p.months, r.region_code
    having count(r.month) in (0, p.months)
)

select
    starts,
    count(*)::int as reported
from complete
group by starts;

-- name: missing_regions(region, source, starts, ends, months)
-- One row per leaf region under a region that did not report every month of the period, with the
-- months it did report.
with leaves as (
    select a.code
    from region_ancestors as a
    inner join regions as r on a.code = r.code
    where a.ancestor = :region and r.is_leaf and r.reports
)

select
    l.code as region_code,
    count(r.month)::int as reported_months
from leaves as l
left join mart_reports as r
    on
        l.code = r.region_code
        and r.source = :source
        and r.month between :starts::date and :ends::date
group by l.code
having count(r.month) < :months::int
order by reported_months, l.code;
