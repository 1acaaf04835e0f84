-- One row per region and month, as the exports report it.
select
    region_code,
    month,
    '' as category,
    '' as subcategory,
    sum(job_fairs)::bigint as job_fairs,
    sum(employers)::bigint as employers,
    sum(positions)::bigint as positions,
    sum(intentions)::bigint as intentions,
    sum(trained)::bigint as trained,
    sum(certified)::bigint as certified,
    sum(employed_after_training)::bigint as employed_after_training,
    sum(businesses_started)::bigint as businesses_started,
    sum(jobs_created)::bigint as jobs_created
from facts_employment
group by all
