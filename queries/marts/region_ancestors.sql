-- One row per region and ancestor, the region itself and the nation included.
with recursive ancestors as (
    select
        code,
        code as ancestor
    from regions
    union all
    select
        a.code,
        r.parent as ancestor
    from ancestors as a
    inner join regions as r on a.ancestor = r.code
    where r.parent is not null
)

select
    code,
    ancestor
from ancestors
order by ancestor, code
