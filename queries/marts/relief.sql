-- One row per region, month, programme and fund, as the exports report it.
-- Pensions stand in columns of their own, so that no sum over programmes takes them in.
select
    region_code,
    month,
    programme as category,
    fund as subcategory,
    coalesce(sum(budget) filter (programme <> 'pensions'), 0)::decimal(18, 2) as relief_budget,
    coalesce(sum(spent) filter (programme <> 'pensions'), 0)::decimal(18, 2) as relief_spent,
    coalesce(sum(applications) filter (programme <> 'pensions'), 0)::bigint as relief_applications,
    coalesce(sum(decided) filter (programme <> 'pensions'), 0)::bigint as relief_decided,
    coalesce(sum(decided_on_time) filter (programme <> 'pensions'), 0)::bigint
        as relief_decided_on_time,
    coalesce(sum(recipients) filter (programme <> 'pensions'), 0)::bigint as relief_recipients,
    coalesce(sum(budget) filter (programme = 'pensions'), 0)::decimal(18, 2) as pensions_budget,
    coalesce(sum(spent) filter (programme = 'pensions'), 0)::decimal(18, 2) as pensions_spent
from facts_relief
group by all
