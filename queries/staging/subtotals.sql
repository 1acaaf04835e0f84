-- One row per region above the counties and dimensions whose own rows are, in as many months as are
-- asked for or more, what the rows below it add up to, to less than one: a total that an export carries
-- beside its parts. Either it is so in nearly all months, or in some with numbers so large that it
-- can't be by chance. Or it is so in one month only, as where a newest delivery is the first to carry
-- totals, with numbers larger still.
-- Worked out from below: a city's total is no part of its province's sum once it was found out.
-- Months in which all is nothing, and regions of which only one below reports, show nothing.
-- Rows of regions that were divided stand in a region above without being its own.
-- The names in braces come from the mart's contract; the keys are the month and the dimensions.
with own as (
    select o.* from ({own_rows}) as o
),

city as (
    select
        t.region_code,
        {keys_of_own},
        {own_columns},
        {below_city}
    from own as o
    inner join above_{mart} as t on o.region_code = t.region_code and {own_is_total}
    semi join regions as r on o.region_code = r.code and r.level = 'city'
),

city_totals as (
    select
        r.parent as region_code,
        {keys_of_city},
        {found_sums}
    from city as c
    inner join regions as r on c.region_code = r.code
    where {matches}
    group by r.parent, {keys_of_city}
),

province as (
    select
        t.region_code,
        {keys_of_own},
        {own_columns},
        {below_found}
    from own as o
    inner join above_{mart} as t on o.region_code = t.region_code and {own_is_total}
    left join city_totals as f on o.region_code = f.region_code and {own_is_found}
    semi join regions as r on o.region_code = r.code and r.level = 'province'
),

province_totals as (
    select
        '{nation}' as region_code,
        {keys},
        {found_sums}
    from (
        select * from province
        where {matches}
        union all by name
        -- What was found under a province is under the nation, too.
        select
            {keys},
            {found_as_own}
        from city_totals
    )
    group by {keys}
),

nation as (
    select
        t.region_code,
        {keys_of_own},
        {own_columns},
        {below_found}
    from own as o
    inner join above_{mart} as t on o.region_code = t.region_code and {own_is_total}
    left join province_totals as f on o.month = f.month and {own_is_found}
    where o.region_code = '{nation}'
),

compared as (
    select * from city
    union all by name
    select * from province
    union all by name
    select * from nation
),

alike as (
    select
        *,
        {evidence} as evidence
    from compared
    where {matches}
),

-- What all rows of a region and month show together: those of each category may be few.
telling as (
    select
        region_code,
        month,
        sum(evidence) as evidence,
        max(evidence) as largest,
        count(*) as rows_alike
    from alike
    group by region_code, month
    having sum(evidence) >= :single_evidence
),

single as (
    select
        t.region_code,
        t.month
    from telling as t
    inner join compared as c on t.region_code = c.region_code and t.month = c.month
    where {nonzero}
    group by t.region_code, t.month, t.rows_alike, t.largest
    having count(*) = t.rows_alike or t.largest >= :single_evidence
),

alike_in_single as (
    select t.*
    from alike as t
    semi join single as s on t.region_code = s.region_code and t.month = s.month
)

select
    {region_and_dimensions},
    count(*) filter ({matches}) as months_alike,
    true as in_several,
    list(month order by month) filter ({matches}) as months
from compared
where {nonzero}
group by {region_and_dimensions}
having
    months_alike >= :least_months
    and (
        (
            months_alike >= :least_share * count(*)
            and sum({evidence}) filter ({matches}) >= :least_evidence
        )
        or count(*) filter ({matches} and {evidence} >= :strong_evidence) >= :least_months
    )
union all
select
    {region_and_dimensions},
    count(*) as months_alike,
    false as in_several,
    list(month order by month) as months
from alike_in_single
group by {region_and_dimensions}
