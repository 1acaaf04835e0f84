-- One row per region under those for which a registry's file says that it is complete. A file that
-- says so without naming a region is complete for the smallest region that holds all its rows.
-- The names in braces are the registry's.
with declared as (
    select
        file_id,
        region_code
    from complete_registries
    where table_name = '{table}'
),

named as (
    select distinct
        d.file_id,
        f.region_code
    from facts_{table} as f
    inner join declared as d on f.file_id = d.file_id
    where d.region_code is null
),

above as (
    select
        n.file_id,
        a.ancestor
    from named as n
    inner join region_ancestors as a on n.region_code = a.code
    group by n.file_id, a.ancestor
    having
        count(*) = (
            select count(*) from named as m
            where m.file_id = n.file_id
        )
),

-- The smallest of them is the one that has all the others above it.
smallest as (
    select
        b.file_id,
        b.ancestor
    from above as b
    inner join region_ancestors as a on b.ancestor = a.code
    group by b.file_id, b.ancestor
    qualify row_number() over (partition by b.file_id order by count(*) desc) = 1
)

select distinct a.code as region_code
from region_ancestors as a
where a.ancestor in (
    select ancestor from smallest
    union all
    select region_code from declared
    where region_code is not null
)
