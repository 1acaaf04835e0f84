-- One row per region, month, programme and fund, as the exports report it.
-- Pensions stand in columns of their own, so that no sum over programmes takes them in.
with parted as (
    select
        *,
        programme = 'pensions' as is_pension
    from facts_relief
)

select
    region_code,
    month,
    programme as category,
    fund as subcategory,
    case when is_pension then 0 else budget end::decimal(18, 2) as relief_budget,
    case when is_pension then 0 else spent end::decimal(18, 2) as relief_spent,
    case when is_pension then 0 else applications end::bigint as relief_applications,
    case when is_pension then 0 else decided end::bigint as relief_decided,
    case when is_pension then 0 else decided_on_time end::bigint as relief_decided_on_time,
    case when is_pension then 0 else recipients end::bigint as relief_recipients,
    case when is_pension then budget else 0 end::decimal(18, 2) as pensions_budget,
    case when is_pension then spent else 0 end::decimal(18, 2) as pensions_spent
from parted
