-- One row per region, measure and month of the cities, measures and years that a table names: the sum of
-- a number, and a file of it.
-- The names in braces come from the contract.
select
    left(f.region_code, 4) as city,
    f.region_code,
    {kind} as kind,
    year(f.month) as year,
    f.month,
    sum(f.{number}) as number,
    min(f.file_id) as file_id
from {facts} as f
semi join {chosen} as g
    on
        left(f.region_code, 4) = g.city
        and {kind} is not distinct from g.kind
        and year(f.month) = g.year
where f.{number} is not null
group by all
