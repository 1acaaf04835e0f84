-- name: carried_rows(relation, measures, regions, limits)
-- One row per region of today that lies under those asked for, code that it was reported under and
-- month: the measures asked for, summed over the rows of the codes that limits names. Only of regions
-- to which rows of a former code were carried.
select
    region_code,
    reported_region_code,
    month,
    sum(columns(:measures::varchar[]))::double
from query_table(:relation)
where
    region_code in (
        select code from region_ancestors
        where ancestor in (select unnest(:regions::varchar[]))
    )
    and list_contains(:limits['{limited}'], {limited})
group by region_code, reported_region_code, month
order by region_code, reported_region_code, month;
