-- One row per region and month: every counted measure in a column of its own, nothing where the
-- region did not report it.
select
    region_code,
    month,
    '' as category,
    '' as subcategory,
    (sum(value) filter (measure = 'memorial_visitors'))::decimal(18, 2) as memorial_visitors,
    (sum(value) filter (measure = 'recuperated'))::decimal(18, 2) as recuperated,
    (sum(value) filter (measure = 'medicine_delivered'))::decimal(18, 2) as medicine_delivered,
    (sum(value) filter (measure = 'cards_applied'))::decimal(18, 2) as cards_applied,
    (sum(value) filter (measure = 'cards_issued'))::decimal(18, 2) as cards_issued,
    (sum(value) filter (measure = 'people_visited'))::decimal(18, 2) as people_visited,
    (sum(value) filter (measure = 'petitions_received'))::decimal(18, 2) as petitions_received,
    (sum(value) filter (measure = 'petitions_resolved'))::decimal(18, 2) as petitions_resolved,
    (sum(value) filter (measure = 'double_support_listed'))::decimal(18, 2)
        as double_support_listed,
    (sum(value) filter (measure = 'double_support_done'))::decimal(18, 2) as double_support_done,
    (sum(value) filter (measure = 'children_placed'))::decimal(18, 2) as children_placed,
    (sum(value) filter (measure = 'spouses_employed'))::decimal(18, 2) as spouses_employed,
    (sum(value) filter (measure = 'families_visited'))::decimal(18, 2) as families_visited,
    (sum(value) filter (measure = 'volunteers'))::decimal(18, 2) as volunteers,
    (sum(value) filter (measure = 'volunteer_hours'))::decimal(18, 2) as volunteer_hours,
    (sum(value) filter (measure = 'volunteer_teams'))::decimal(18, 2) as volunteer_teams,
    (sum(value) filter (measure = 'market_entities'))::decimal(18, 2) as market_entities,
    (sum(value) filter (measure = 'studios'))::decimal(18, 2) as studios,
    (sum(value) filter (measure = 'cadre_activities'))::decimal(18, 2) as cadre_activities,
    (sum(value) filter (measure = 'cadre_medical_cases'))::decimal(18, 2) as cadre_medical_cases,
    (sum(value) filter (measure = 'lecture_audience'))::decimal(18, 2) as lecture_audience,
    (sum(value) filter (measure = 'media_reports'))::decimal(18, 2) as media_reports,
    (sum(value) filter (measure = 'tasks_set'))::decimal(18, 2) as tasks_set,
    (sum(value) filter (measure = 'tasks_done'))::decimal(18, 2) as tasks_done
from facts_measures
group by region_code, month
