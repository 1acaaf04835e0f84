-- One row per region of today, code that it was reported under, month and dimensions: the measures, of
-- those regions alone of which any rows were reported under the code of another time. What a region
-- reported of itself stands under its own code. The names in braces come from the mart's contract.
with taking as (
    select distinct region_code
    from {traced}
    where reported_region_code is not null
)

select
    region_code,
    coalesce(reported_region_code, region_code) as reported_region_code,
    {keys},
    {sums}
from {traced}
where region_code in (select region_code from taking)
group by region_code, coalesce(reported_region_code, region_code), {keys}
order by region_code, reported_region_code
