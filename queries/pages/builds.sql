-- name: build_info()
-- One row per key of the build's own record.
select
    key,
    value
from build_info;

-- name: build_size()
-- One row: how many blocks the file must hold, and of how many bytes each.
select
    block_size,
    total_blocks
from pragma_database_size();

-- name: build_outcomes()
-- One row per export and outcome (read, kept, refused, identical, superseded, recoded).
select
    table_name,
    outcome,
    row_count
from row_counts
order by table_name, outcome;

-- name: build_files()
-- One row per file of the build: what it was when it was read.
select
    table_name,
    path,
    sha256,
    rows_read
from files
order by table_name, path;

-- name: totals_by_month(relation, measures, regions)
-- One row per region asked for and month: the measures asked for, summed over all rows.
select
    region_code,
    month,
    sum(columns(:measures::varchar[]))::double
from query_table(:relation)
where
    lacks = ''
    and region_code in (select unnest(:regions::varchar[]))
group by region_code, month
order by region_code, month;

-- name: regions_with_rows(region)
-- One row per source: the regions of one and what lies under it that ever reported.
select
    y.source,
    list(distinct y.region_code) as regions
from reported_years as y
inner join region_ancestors as a on y.region_code = a.code
where a.ancestor = :region and y.months <> 0
group by y.source
order by y.source;
