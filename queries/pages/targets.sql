-- name: target_years()
-- One row per indicator and year that any region has a target of.
select distinct
    indicator,
    year
from targets;

-- name: targets(indicator, year)
-- One row per region that has a target of an indicator in a year: that of the year's end, and a list
-- of those of the ends of January to November, null where none is set.
select
    region_code,
    target,
    months
from targets
where indicator = :indicator and year = :year;

-- name: target_rows(region)
-- One row per region (one and those below it), year and indicator: what it is to reach by the year's
-- end and by the ends of months, with the file and row it came from.
with within as (
    select code
    from region_ancestors
    where ancestor = :region
)

select
    t.region_code,
    t.year,
    t.indicator,
    t.target,
    columns('^month_[0-9]+$'),
    f.path as source_file,
    t.row_number as source_row
from facts_targets as t
inner join within as w on t.region_code = w.code
inner join files as f on t.file_id = f.file_id
order by t.region_code, t.year, t.indicator;

-- name: target_row_count(region)
-- One row: how many rows target_rows gives for the same region.
select count(*) as row_count
from facts_targets as t
inner join region_ancestors as a on t.region_code = a.code
where a.ancestor = :region;
