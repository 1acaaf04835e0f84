-- name: mart_panel(mart, regions, categories, subcategories, starts, ends, previous_starts, previous_ends)
-- One row per region, part of time (the previous months, or the others) and whether it holds all rows
-- or those alone that a change leaves out (unmatched, of marts that hold them): every measure of the
-- mart, summed over the months and the chosen categories (all of them where none is chosen). A region
-- without any row has no row there.
-- Here and below, codes are bound as text: a bound list of the type region would bring all its names
-- along with every query. A code that the build does not know has no rows.
select
    region_code,
    month between :previous_starts::date and :previous_ends::date as is_previous,
    lacks <> '' as is_unmatched,
    sum(columns(* exclude (region_code, month, category, subcategory, lacks)))::double
from query_table(:mart)
where
    region_code in (select try_cast(unnest(:regions::varchar[]) as region))
    and (
        (month between :starts::date and :ends::date and lacks <> 'after')
        or (month between :previous_starts::date and :previous_ends::date and lacks <> 'before')
    )
    and (len(:categories::varchar[]) = 0 or list_contains(:categories::varchar[], category))
    and (
        len(:subcategories::varchar[]) = 0
        or list_contains(:subcategories::varchar[], subcategory)
    )
group by region_code, is_previous, is_unmatched;

-- name: mart_months(mart, region, ends, categories, subcategories)
-- One row per month of one region and kind of rows (all of them, or those alone that lack the month of
-- the year before or after): every measure of the mart, summed over the chosen categories.
select
    month,
    lacks,
    sum(columns(* exclude (region_code, month, category, subcategory, lacks)))::double
from query_table(:mart)
where
    region_code = :region
    and month <= :ends::date
    and (len(:categories::varchar[]) = 0 or list_contains(:categories::varchar[], category))
    and (
        len(:subcategories::varchar[]) = 0
        or list_contains(:subcategories::varchar[], subcategory)
    )
group by month, lacks
order by month, lacks;

-- name: mart_breakdown(mart, region, starts, ends, previous_starts, previous_ends)
-- One row per category, subcategory, part of time (the previous months, or the others) and whether it
-- holds all rows or those alone that a change leaves out, of one region: every measure of the mart.
select
    category,
    subcategory,
    month between :previous_starts::date and :previous_ends::date as is_previous,
    lacks <> '' as is_unmatched,
    sum(columns(* exclude (region_code, month, category, subcategory, lacks)))::double
from query_table(:mart)
where
    region_code = :region
    and (
        (month between :starts::date and :ends::date and lacks <> 'after')
        or (month between :previous_starts::date and :previous_ends::date and lacks <> 'before')
    )
group by category, subcategory, is_previous, is_unmatched;

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

-- name: reported_regions(source, regions, year, months)
-- One row per region of which anybody reported any of the months of the year or the one before: how
-- many leaf regions reported all of them (complete), not all (partial), and how many months together,
-- in the year and in the year before; and how many months of whatever region under it were reported in
-- both years (matched) and in only one of them (unmatched).
-- Regions that were divided since are among the leaf regions of their time, and counted (former).
-- Months are bits: 1 January, 2 February, 4 March and so on.
with reports as (
    select
        a.ancestor as region_code,
        r.is_leaf,
        false as is_former,
        r.months & :months::smallint as months,
        r.previous_months & :months::smallint as previous_months
    from reported_both_years as r
    inner join region_ancestors as a on r.region_code = a.code
    where
        r.source = :source
        and r.year = :year
        and a.ancestor in (select try_cast(unnest(:regions::varchar[]) as region))
    union all by name
    -- Among the rows of the region above them they stand there already.
    select
        a.ancestor as region_code,
        true as is_leaf,
        true as is_former,
        coalesce(bit_or(u.months) filter (u.year = :year), 0) & :months::smallint as months,
        coalesce(bit_or(u.months) filter (u.year = :year - 1), 0) & :months::smallint
            as previous_months
    from undivided_years as u
    inner join region_ancestors as a on u.region_code = a.code
    where
        u.source = :source
        and u.year between :year - 1 and :year
        and u.is_former
        and a.ancestor in (select try_cast(unnest(:regions::varchar[]) as region))
    group by a.ancestor, u.region_code, u.reported_region_code
)

select
    region_code,
    count(*) filter (is_leaf and months = :months)::int as complete,
    count(*) filter (is_leaf and months <> 0 and months <> :months)::int as partial,
    coalesce(sum(bit_count(months)) filter (is_leaf), 0)::int as months,
    count(*) filter (is_leaf and previous_months = :months)::int as previous_complete,
    count(*) filter (
        is_leaf and previous_months <> 0 and previous_months <> :months
    )::int as previous_partial,
    coalesce(sum(bit_count(previous_months)) filter (is_leaf), 0)::int as previous_months,
    count(*) filter (is_former and months <> 0)::int as former,
    count(*) filter (is_former and previous_months <> 0)::int as previous_former,
    coalesce(sum(bit_count(months & previous_months)) filter (not is_former), 0)::int as matched,
    coalesce(sum(bit_count(xor(months, previous_months))) filter (not is_former), 0)::int
        as unmatched
from reports
group by region_code;

-- name: reported_patterns(source, region)
-- One row per year and pattern of months, as bits, that regions under a region (itself included)
-- reported in it and in the year before: how many regions did, how many are leaf regions, and how many
-- of those were divided since (former).
select
    r.year,
    r.months,
    r.previous_months,
    count(*)::int as regions,
    count(*) filter (r.is_leaf)::int as leaves,
    0 as former
from reported_both_years as r
inner join region_ancestors as a on r.region_code = a.code
where r.source = :source and a.ancestor = :region
group by r.year, r.months, r.previous_months
union all
select
    u.year,
    u.months,
    0::smallint as previous_months,
    0 as regions,
    count(*)::int as leaves,
    count(*)::int as former
from undivided_years as u
inner join region_ancestors as a on u.region_code = a.code
where u.source = :source and a.ancestor = :region and u.is_former
group by u.year, u.months;

-- name: settled_months()
-- One row per monthly source: the last month that most of its leaf regions have reported.
select
    source,
    settled_through
from settled_months;

-- name: registry_states(table_name)
-- One row per region of which a registry holds dated states: the first month that one is valid from.
select
    region_code::varchar as region_code,
    min(month) as first_month
from registry_states
where table_name = :table_name
group by region_code;

-- name: registered_provinces(source)
-- One row per province under which any region is in the registry.
select distinct a.ancestor::varchar as region_code
from reported_years as y
inner join region_ancestors as a on y.region_code = a.code
inner join regions as r on a.ancestor = r.code
where y.source = :source and r.level = 'province';

-- name: missing_regions(region, source, year, months)
-- One row per leaf region under a region that did not report every one of the months of a year, with
-- those that it did report. Months are bits, as above.
with leaves as (
    select a.code
    from region_ancestors as a
    inner join regions as r on a.code = r.code
    where a.ancestor = :region and r.is_leaf and r.reports
)

select
    l.code as region_code,
    coalesce(y.months & :months, 0)::int as reported_months
from leaves as l
left join reported_years as y
    on l.code = y.region_code and y.source = :source and y.year = :year
where coalesce(y.months & :months, 0) <> :months
order by l.code;
