-- name: mart_panel(mart, regions, categories, subcategories, starts, ends, previous_starts, previous_ends)
-- One row per region and part of time (the previous months, or the others): every measure of the
-- mart, summed over the months and the chosen categories (all of them where none is chosen). A
-- region without any row in a part has no row there.
-- Here and below, codes are bound as text: a bound list of the type region would bring all its names
-- along with every query. A code that the build does not know has no rows.
select
    region_code,
    month between :previous_starts::date and :previous_ends::date as is_previous,
    sum(columns(* exclude (region_code, month, category, subcategory)))::double
from query_table(:mart)
where
    region_code in (select try_cast(unnest(:regions::varchar[]) as region))
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
-- One row per region, month, category and subcategory: everything that the mart adds up, for the
-- regions asked for and all their months; what an analyst takes away.
select
    region_code::varchar as region_code,
    month,
    category,
    subcategory,
    columns(* exclude (region_code, month, category, subcategory))
from query_table(:mart)
where region_code in (select try_cast(unnest(:regions::varchar[]) as region))
order by region_code, month, category, subcategory;

-- name: mart_row_count(mart, regions)
-- One row: how many rows mart_rows gives for the same regions.
select count(*) as row_count
from query_table(:mart)
where region_code in (select try_cast(unnest(:regions::varchar[]) as region));

-- name: reported_regions(source, regions, year, previous_year, months)
-- One row per region and year that any of its leaf regions reported in full: how many reported every
-- one of the months, which are bits (1 January, 2 February, 4 March and so on).
with complete as (
    select
        region_code,
        year
    from reported_years
    where
        source = :source
        and (year = :year or year = :previous_year)
        and months & :months = :months
)

select
    a.ancestor as region_code,
    c.year = :previous_year as is_previous,
    count(*)::int as reported
from complete as c
inner join region_ancestors as a on c.region_code = a.code
where a.ancestor in (select try_cast(unnest(:regions::varchar[]) as region))
group by a.ancestor, c.year;

-- name: reported_months(source, region)
-- One row per month that any leaf region under a region reported: how many did.
select
    make_date(y.year, m.number, 1) as month,
    count(*)::int as reported
from reported_years as y
inner join region_ancestors as a on y.region_code = a.code
inner join months_of_a_year as m on y.months & (1 << (m.number - 1)) <> 0
where y.source = :source and a.ancestor = :region
group by y.year, m.number
order by month;

-- name: missing_regions(region, source, year, months)
-- One row per leaf region under a region that did not report every one of the months of a year, with
-- how many of them it did report. Months are bits, as above.
with leaves as (
    select a.code
    from region_ancestors as a
    inner join regions as r on a.code = r.code
    where a.ancestor = :region and r.is_leaf and r.reports
)

select
    l.code as region_code,
    coalesce(bit_count(y.months & :months), 0)::int as reported_months
from leaves as l
left join reported_years as y
    on l.code = y.region_code and y.source = :source and y.year = :year
where coalesce(y.months & :months, 0) <> :months
order by reported_months, l.code;
