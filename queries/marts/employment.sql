-- One row per region and month, as the exports report it.
select
    region_code,
    month,
    job_fairs,
    employers,
    positions,
    intentions,
    trained,
    certified,
    employed_after_training,
    businesses_started,
    jobs_created
from facts_employment
