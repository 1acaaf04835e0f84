-- name: mart_panel(mart, regions, categories, subcategories, starts, ends, previous_starts, previous_ends)
-- One row per region and part of time (the previous months, or the others): every measure of the
-- mart, summed over the months and the chosen categories (all of them where none is chosen). A
-- region without any row in a part has no row there.
select
    region_code,
    month between :previous_starts::date and :previous_ends::date as is_previous,
    sum(columns(* exclude (region_code, month, category, subcategory)))::double
from query_table(:mart)
where
    list_contains(:regions::varchar[], region_code)
    and (
        month between :starts::date and :ends::date
        or month between :previous_starts::date and :previous_ends::date
    )
    and (len(:categories::varchar[]) = 0 or list_contains(:categories::varchar[], category))
    and (
        len(:subcategories::varchar[]) = 0
        or list_contains(:subcategories::varchar[], subcategory)
    )
group by region_code, is_previous;

-- name: mart_months(mart, region, ends, categories, subcategories)
-- One row per month of one region: every measure of the mart, summed over the chosen categories.
select
    month,
    sum(columns(* exclude (region_code, month, category, subcategory)))::double
from query_table(:mart)
where
    region_code = :region
    and month <= :ends::date
    and (len(:categories::varchar[]) = 0 or list_contains(:categories::varchar[], category))
    and (
        len(:subcategories::varchar[]) = 0
        or list_contains(:subcategories::varchar[], subcategory)
    )
group by month
order by month;

-- name: mart_breakdown(mart, region, starts, ends, previous_starts, previous_ends)
-- One row per category, subcategory and part of time (the previous months, or the others) of one
-- region: every measure of the mart.
select
    category,
    subcategory,
    month between :previous_starts::date and :previous_ends::date as is_previous,
    sum(columns(* exclude (region_code, month, category, subcategory)))::double
from query_table(:mart)
where
    region_code = :region
    and (
        month between :starts::date and :ends::date
        or month between :previous_starts::date and :previous_ends::date
    )
group by category, subcategory, is_previous;

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
where region_code in (select unnest(:regions::varchar[]))
order by region_code, month, category, subcategory;

-- name: mart_row_count(mart, regions)
-- One row: how many rows mart_rows gives for the same regions.
select count(*) as row_count
from query_table(:mart)
where region_code in (select unnest(:regions::varchar[]));

-- name: reported_to_date(source, regions, ends, previous_ends)
-- One row per region and month asked for: how many of its leaf regions reported every month of the
-- year up to that month.
select
    region_code,
    month = :previous_ends::date as is_previous,
    reported_to_date as reported
from mart_reporting
where
    category = :source
    and (month = :ends::date or month = :previous_ends::date)
    and list_contains(:regions::varchar[], region_code);

-- name: reported_regions(source, regions, starts, ends, previous_starts, previous_ends, months)
-- One row per region and part of time: how many of its leaf regions reported every month of it.
with complete as (
    select
        m.region_code,
        m.month between :previous_starts::date and :previous_ends::date as is_previous
    from mart_reporting as m
    inner join regions as r on m.region_code = r.code
    where
        m.category = :source
        and r.is_leaf
        and (
            m.month between :starts::date and :ends::date
            or m.month between :previous_starts::date and :previous_ends::date
        )
    group by m.region_code, is_previous
    having count(*) = :months::int
)

select
    a.ancestor as region_code,
    c.is_previous,
    count(*)::int as reported
from complete as c
inner join region_ancestors as a on c.region_code = a.code
where list_contains(:regions::varchar[], a.ancestor)
group by a.ancestor, c.is_previous;

-- name: reported_months(source, region)
-- One row per month that any leaf region under a region reported: how many did.
select
    month,
    reported
from mart_reporting
where category = :source and region_code = :region
order by month;

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
left join mart_reporting as r
    on
        l.code = r.region_code
        and r.category = :source
        and r.month between :starts::date and :ends::date
group by l.code
having count(r.month) < :months::int
order by reported_months, l.code;
