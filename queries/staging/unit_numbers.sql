-- One row per tier and way in which numbers of units do not agree: of how many counties, and the
-- first few of them with both numbers. More units covered than there are to cover
-- (more_covered_than_units), none known to cover where others are (no_number_of_units), and another
-- number than the list's (units_differ_from_list).
with listed as (
    select
        region_code,
        tier,
        count(*) as units
    from reference_units
    group by region_code, tier
),

disagreeing as (
    select
        'more_covered_than_units' as reason,
        region_code,
        tier,
        concat(open, ' > ', units) as numbers
    from covered_now
    where open > units
    union all by name
    select
        'no_number_of_units' as reason,
        region_code,
        tier,
        open::varchar as numbers
    from covered_now
    where units is null and exists (select 1 from facts_units)
    union all by name
    select
        'units_differ_from_list' as reason,
        t.region_code,
        t.tier,
        concat(t.units, ' ≠ ', coalesce(l.units, 0)) as numbers
    from units_to_cover as t
    left join listed as l on t.region_code = l.region_code and t.tier = l.tier
    where t.units <> coalesce(l.units, 0)
)

select
    d.reason,
    d.tier as value,
    count(*) as count,
    min(d.region_code)::varchar as region_code,
    array_to_string(
        list(concat(r.name, ' ', d.numbers) order by r.sort_order)[:5], ', '
    ) as counties
from disagreeing as d
inner join regions as r on d.region_code = r.code
group by d.reason, d.tier
order by d.reason, d.tier
