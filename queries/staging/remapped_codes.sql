-- One row per code of a region that was merged or divided, whose months an older file has under the code
-- and a newer one under its heirs' codes alone, if the heirs' numbers grew by more than half of the code's:
-- the months, the heirs' numbers before and after, the code's, the newer and the older file.
-- The names in braces come from the contract.
with ages as (
    select
        unnest(cast(:file_ids as uinteger[])) as file_id,
        unnest(cast(:ages as integer[])) as age
),

heirs as (
    select
        unnest(cast(:codes as varchar[])) as code,
        unnest(cast(:heirs as varchar[])) as region_code
),

-- Rows of files before the newest full delivery do not count.
aged as not materialized (
    select
        f.region_code,
        f.reported_region_code as code,
        {of_month} as month,
        {counts} as number,
        f.file_id,
        a.age
    from {facts} as f
    inner join ages as a on f.file_id = a.file_id
    where a.age >= :newest_full
),

coded as (
    select
        code,
        month,
        age,
        sum(number) as number,
        min(file_id) as file_id
    from aged
    where code in (select h.code from heirs as h)
    group by code, month, age
    qualify row_number() over (
        partition by code, month
        order by age desc
    ) = 1
),

inherited as (
    select
        h.code,
        a.region_code,
        a.month,
        a.age,
        sum(a.number) as number,
        min(a.file_id) as file_id
    from aged as a
    inner join heirs as h on a.region_code = h.region_code
    where a.code is null
    group by all
),

newer as (
    select
        i.*,
        c.age as age_of_code
    from inherited as i
    inner join coded as c on i.code = c.code and i.month = c.month and i.age > c.age
    qualify i.age = max(i.age) over (partition by i.code, i.month)
),

older as (
    select
        n.code,
        n.region_code,
        n.month,
        o.number
    from newer as n
    inner join inherited as o
        on
            n.code = o.code
            and n.region_code = o.region_code
            and n.month = o.month
            and n.age_of_code >= o.age
    qualify row_number() over (
        partition by n.code, n.region_code, n.month
        order by o.age desc
    ) = 1
),

grown as (
    select
        n.code,
        n.month,
        sum(n.number) as now,
        coalesce(sum(o.number), 0) as before,
        min(n.file_id) as file_id
    from newer as n
    left join older as o
        on n.code = o.code and n.region_code = o.region_code and n.month = o.month
    group by all
)

select
    g.code,
    list(g.month order by g.month) as months,
    sum(g.before) as before,
    sum(g.now) as now,
    sum(c.number) as number,
    min(g.file_id) as newer_file_id,
    min(c.file_id) as older_file_id
from grown as g
inner join coded as c on g.code = c.code and g.month = c.month
group by g.code
having sum(c.number) > 0 and sum(g.now) > sum(g.before) + sum(c.number) / 2
order by sum(c.number) desc, g.code
