-- One row per measure of a column of amounts with months in which a province's rows are on average
-- many times smaller or larger than in the other months, which are like one another: most likely 万元
-- beside 元. The first such province, its months, averages and file, and how many provinces there are.
-- Averages of rows, so that a month of which few have reported is as large as others.
-- The names in braces come from the contract.
with monthly as (
    select
        coalesce(r.province, r.code) as province,
        {kind} as kind,
        f.month,
        avg(f.{amount}) as average,
        min(f.file_id) as file_id
    from {facts} as f
    inner join regions as r on f.region_code = r.code
    where f.{amount} > 0
    group by all
),

usual as (
    select
        *,
        median(average) over (partition by province, kind) as middle
    from monthly
),

apart as (
    select
        *,
        greatest(average, middle) >= :factor * least(average, middle)
        and greatest(average, middle) >= :floor as is_apart
    from usual
),

steady as (
    select
        province,
        kind
    from apart
    group by province, kind
    having
        count(*) filter (is_apart) > 0
        and count(*) filter (not is_apart) > greatest(2, count(*) filter (is_apart))
        and max(average) filter (not is_apart) <= :steady * min(average) filter (not is_apart)
)

select
    r.code,
    r.name,
    a.kind,
    list(a.month order by a.month) as months,
    min_by(a.average, a.month) as average,
    min_by(a.middle, a.month) as middle,
    min_by(f.path, a.month) as path,
    count(*) over (partition by a.kind) as count
from apart as a
inner join steady as s on a.province = s.province and a.kind is not distinct from s.kind
inner join regions as r on a.province = r.code
inner join files as f on a.file_id = f.file_id
where a.is_apart
group by r.code, r.name, r.sort_order, a.kind
qualify row_number() over (partition by a.kind order by r.sort_order) = 1
order by r.sort_order, a.kind
