-- One row per region, month, programme and fund, as the exports report it.
select
    region_code,
    month,
    programme,
    fund,
    budget,
    spent,
    applications,
    decided,
    decided_on_time,
    recipients
from facts_relief
