-- One row per region above the counties, category and subcategory whose own rows are, in two months
-- or more, what the rows below it add up to: a total that an export carries beside its parts. Either
-- it is so in nearly all months, or in some with numbers so large that it can't be by chance.
-- Worked out from below: a city's total is no part of its province's sum once it was found out.
-- Months in which all is nothing, and regions of which only one below reports, show nothing.
-- Rows of regions that were divided stand in a region above without being its own.
-- The names in braces come from the mart's contract.
with own as (
    select o.* from ({own_rows}) as o
),

city as (
    select
        t.region_code,
        o.month,
        o.category,
        o.subcategory,
        {own_columns},
        {below_city}
    from own as o
    inner join above_{mart} as t
        on
            o.region_code = t.region_code
            and o.month = t.month
            and o.category = t.category
            and o.subcategory = t.subcategory
    semi join regions as r on o.region_code = r.code and r.level = 'city'
),

city_totals as (
    select
        r.parent as region_code,
        c.month,
        c.category,
        c.subcategory,
        {found_sums}
    from city as c
    inner join regions as r on c.region_code = r.code
    where {matches}
    group by r.parent, c.month, c.category, c.subcategory
),

province as (
    select
        t.region_code,
        o.month,
        o.category,
        o.subcategory,
        {own_columns},
        {below_found}
    from own as o
    inner join above_{mart} as t
        on
            o.region_code = t.region_code
            and o.month = t.month
            and o.category = t.category
            and o.subcategory = t.subcategory
    left join city_totals as f
        on
            o.region_code = f.region_code
            and o.month = f.month
            and o.category = f.category
            and o.subcategory = f.subcategory
    semi join regions as r on o.region_code = r.code and r.level = 'province'
),

province_totals as (
    select
        '{nation}' as region_code,
        month,
        category,
        subcategory,
        {found_sums}
    from (
        select * from province
        where {matches}
        union all by name
        -- What was found under a province is under the nation, too.
        select
            month,
            category,
            subcategory,
            {found_as_own}
        from city_totals
    )
    group by month, category, subcategory
),

nation as (
    select
        t.region_code,
        o.month,
        o.category,
        o.subcategory,
        {own_columns},
        {below_found}
    from own as o
    inner join above_{mart} as t
        on
            o.region_code = t.region_code
            and o.month = t.month
            and o.category = t.category
            and o.subcategory = t.subcategory
    left join province_totals as f
        on
            o.month = f.month
            and o.category = f.category
            and o.subcategory = f.subcategory
    where o.region_code = '{nation}'
),

compared as (
    select * from city
    union all by name
    select * from province
    union all by name
    select * from nation
)

select
    region_code,
    category::varchar as category,
    subcategory::varchar as subcategory,
    count(*) filter ({matches}) as months_alike,
    list(month order by month) filter ({matches}) as months
from compared
where {nonzero}
group by region_code, category, subcategory
having
    months_alike >= :least_months
    and (
        (
            months_alike >= :least_share * count(*)
            and sum({evidence}) filter ({matches}) >= :least_evidence
        )
        or count(*) filter ({matches} and {evidence} >= :strong_evidence) >= :least_months
    )
