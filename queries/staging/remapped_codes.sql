-- One row per code of a region that was merged or divided, or of a zone, of which older files have rows
-- for which a newer one has its heirs' of the same month and category and none of its own month, and the
-- heirs' have grown by about what the code had: it was mapped to later codes. Months, the newer and the
-- older file, the heirs' numbers before and after, and the code's.
-- Heirs are today's regions and the former codes on the way to them. Nobody knows which county of its city
-- a zone was mapped to: each is looked at by itself, and has to have grown by that number.
-- The names in braces come from the contract.
with ages as (
    select
        unnest(cast(:file_ids as uinteger[])) as file_id,
        unnest(cast(:ages as integer[])) as age
),

heirs as (
    select
        unnest(cast(:codes as varchar[])) as code,
        unnest(cast(:heirs as varchar[])) as unit,
        unnest(cast(:groups as varchar[])) as heirs_together,
        unnest(cast(:zones as boolean[])) as is_zone
),

apart as (select unnest(cast(:apart as varchar[])) as code),

-- What the newest full delivery leaves out is no more. A region under another number is the same.
told as (
    select
        coalesce(x.code, f.region_code) as unit,
        {of_month} as month,
        hash({dimensions}) as kind,
        a.age,
        sum({counts}) as number,
        min(f.file_id) as file_id
    from {facts} as f
    inner join ages as a on f.file_id = a.file_id
    left join apart as x on f.reported_region_code = x.code
    where
        a.age >= :newest_full
        and (x.code is not null or f.region_code in (select h.unit from heirs as h))
    group by all
),

newest as (
    select *
    from told
    qualify age = max(age) over (partition by unit, month, kind)
),

-- The newest rows of an heir, and the age of the code's rows before them.
newer as (
    select
        h.code,
        h.heirs_together,
        h.is_zone,
        n.unit,
        n.month,
        n.kind,
        n.number,
        n.file_id,
        max(c.age) as age_of_code
    from heirs as h
    inner join newest as n on h.unit = n.unit
    inner join told as c
        on h.code = c.unit and n.month = c.month and n.kind = c.kind and n.age > c.age
    anti join told as own on h.code = own.unit and n.month = own.month and n.age = own.age
    group by all
),

before as (
    select
        n.heirs_together,
        n.unit,
        n.month,
        n.kind,
        arg_max(o.number, o.age) as number
    from newer as n
    inner join told as o
        on n.unit = o.unit and n.month = o.month and n.kind = o.kind and n.age_of_code >= o.age
    group by all
),

grown as (
    select
        n.code,
        n.heirs_together,
        n.is_zone,
        n.month,
        n.kind,
        sum(n.number) as now,
        coalesce(sum(b.number), 0) as before,
        min(n.file_id) as file_id
    from newer as n
    left join before as b
        on
            n.heirs_together = b.heirs_together
            and n.unit = b.unit
            and n.month = b.month
            and n.kind = b.kind
    group by all
)

select
    g.code,
    g.heirs_together,
    list(distinct g.month order by g.month) as months,
    sum(g.before) as before,
    sum(g.now) as now,
    sum(c.number) as number,
    min(g.file_id) as newer_file_id,
    min(c.file_id) as older_file_id
from grown as g
inner join newest as c on g.code = c.unit and g.month = c.month and g.kind = c.kind
group by g.code, g.heirs_together, g.is_zone
having
    sum(c.number) > 0
    and if(
        g.is_zone,
        abs(sum(g.now) - sum(g.before) - sum(c.number)) <= sum(c.number) * :zone_share,
        sum(g.now) > sum(g.before) + sum(c.number) / 2
    )
order by sum(c.number) desc, g.code
