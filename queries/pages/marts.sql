-- name: mart_panel(relations, measures, regions, limits, starts, ends, previous_starts, previous_ends)
-- One row per region, part of time (the previous months, or the others) and kind of rows (all of them, or
-- those alone that a change leaves out, by what they lack, of marts that hold them): the measures asked
-- for, summed over the months and the rows of the codes that limits names by dimension. A region without
-- any row has no row there.
-- The span of both years is a condition of its own, which DuckDB looks at while it scans: a fifth less
-- time where a table has many months.
-- regions are the first and the last code of a stretch: what a page asks for lies together, and a list
-- of some hundred codes takes a quarter more.
-- Relations are put together by the names of their columns: one query of two takes a quarter less than
-- two queries.
-- Here and below, a line with a name in braces stands once for each dimension that is limited, not at
-- all where none is. A code that the build does not know has no rows.
select
    region_code,
    month <= :previous_ends::date as is_previous,
    lacks,
    sum(columns(:measures::varchar[]))::double
from query_table(:relations::varchar[], true)
where
    region_code between (:regions::varchar[])[1] and (:regions::varchar[])[2]
    and month between :previous_starts::date and :ends::date
    and (
        (month >= :starts::date and lacks in ('', 'before', 'before_since'))
        or (month <= :previous_ends::date and lacks in ('', 'after', 'after_since'))
    )
    and list_contains(:limits['{limited}'], {limited})
group by region_code, is_previous, lacks;

-- name: mart_months(relations, measures, region, limits, ends)
-- One row per month of one region and kind of rows (all of them, or those alone that lack the month of
-- the year before or after): the measures asked for, summed over the rows of the codes that limits
-- names.
select
    month,
    lacks,
    sum(columns(:measures::varchar[]))::double
from query_table(:relations::varchar[], true)
where
    region_code = :region
    and month <= :ends::date
    and list_contains(:limits['{limited}'], {limited})
group by month, lacks
order by month, lacks;

-- name: mart_months_of_regions(relation, measures, regions)
-- One row per region, month and kind of rows: the measures asked for, of all months of several regions
-- (as mart_months for one). Twenty regions take twice as long as one.
select
    region_code,
    month,
    lacks,
    sum(columns(:measures::varchar[]))::double
from query_table(:relation)
where region_code in (select unnest(:regions::varchar[]))
group by all;

-- name: mart_breakdown(relations, measures, dimensions, region, limits, starts, ends, previous_starts, previous_ends)
-- One row per code of each of the dimensions, part of time (the previous months, or the others) and kind
-- of rows (all of them, or those alone that a change leaves out), of one region: the measures asked for,
-- summed over the rows of the codes that limits names.
select
    columns(:dimensions::varchar[]),
    month <= :previous_ends::date as is_previous,
    lacks,
    sum(columns(:measures::varchar[]))::double
from query_table(:relations::varchar[], true)
where
    region_code = :region
    and month between :previous_starts::date and :ends::date
    and (
        (month >= :starts::date and lacks in ('', 'before', 'before_since'))
        or (month <= :previous_ends::date and lacks in ('', 'after', 'after_since'))
    )
    and list_contains(:limits['{limited}'], {limited})
group by all;

-- name: mart_rows(relation, keys, columns, regions)
-- One row per region and keys (the month and the dimensions): everything that the mart adds up (the
-- columns), for the regions asked for and all their months; what an analyst takes away.
select
    region_code,
    columns(:keys::varchar[]),
    columns(:columns::varchar[])
from query_table(:relation)
where region_code in (select unnest(:regions::varchar[]))
order by region_code, columns(:keys::varchar[]);

-- name: mart_row_count(relation, regions)
-- One row: how many rows mart_rows gives for the same regions.
select count(*) as row_count
from query_table(:relation)
where region_code in (select unnest(:regions::varchar[]));

-- name: reporting_patterns(sources, regions, year)
-- One row per source, region and pattern of months, as bits, that were reported under it (by itself,
-- too) in the year and in the year before: by how many regions, by how many leaf regions, and by how
-- many leaf regions that were divided since (former). A region under which nobody reported has no row.
-- Region codes are compared as text here: few rows are left to compare, and naming the type of 3,215
-- codes costs 1.5 ms.
select
    source,
    region_code,
    months,
    previous_months,
    regions,
    leaves,
    former
from reporting_patterns
where
    source in (select try_cast(unnest(:sources::varchar[]) as reporting_source))
    and year = :year
    and region_code in (select unnest(:regions::varchar[]));

-- name: reporting_patterns_of_region(sources, region)
-- One row per source, year and pattern: the same of one region, for every year in which or in the year
-- before which anybody reported.
select
    source,
    year,
    months,
    previous_months,
    regions,
    leaves,
    former
from reporting_patterns
where
    source in (select try_cast(unnest(:sources::varchar[]) as reporting_source))
    and region_code = :region;

-- name: settled_months()
-- One row per monthly source: the last month that most of its leaf regions have reported.
select
    source,
    settled_through
from settled_months;

-- name: registry_states(table_name)
-- One row per region of which a registry holds dated states: the first month that one is valid from.
select
    region_code,
    min(month) as first_month
from registry_states
where table_name = :table_name
group by region_code;

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
    on
        l.code = y.region_code
        and y.source = try_cast(:source as reporting_source)
        and y.year = :year
where coalesce(y.months & :months, 0) <> :months
order by l.code;
