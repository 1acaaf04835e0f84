-- The one roll-up of every mart: own rows of each region plus the sum of its children, level by
-- level, so that a county directly under a province and a city without counties both count once.
-- The names in braces come from the mart's contract.
with own as (
    select
        b.*,
        r.level,
        r.parent
    from {base} as b
    inner join regions as r on b.region_code = r.code
),

county as (
    select * from own
    where level = 'county'
),

city as (
    select region_code, month, category, subcategory, {sums}
    from (
        select region_code, month, category, subcategory, {columns} from own
        where level = 'city'
        union all by name
        select c.parent as region_code, c.month, c.category, c.subcategory, {columns}
        from county as c
        inner join regions as p on c.parent = p.code
        where p.level = 'city'
    )
    group by all
),

province as (
    select region_code, month, category, subcategory, {sums}
    from (
        select region_code, month, category, subcategory, {columns} from own
        where level = 'province'
        union all by name
        select c.parent as region_code, c.month, c.category, c.subcategory, {columns}
        from county as c
        inner join regions as p on c.parent = p.code
        where p.level = 'province'
        union all by name
        select r.parent as region_code, c.month, c.category, c.subcategory, {columns}
        from city as c
        inner join regions as r on c.region_code = r.code
    )
    group by all
),

nation as (
    select region_code, month, category, subcategory, {sums}
    from (
        select region_code, month, category, subcategory, {columns} from own
        where level = 'nation'
        union all by name
        select r.parent as region_code, p.month, p.category, p.subcategory, {columns}
        from province as p
        inner join regions as r on p.region_code = r.code
    )
    group by all
),

-- The fewest and most often read regions first; counties stay in the order of their files.
levelled as (
    select * from nation
    union all by name
    select * from province
    union all by name
    select * from city
    union all by name
    select region_code, month, category, subcategory, {columns} from county
)

select region_code, month, category, subcategory, {columns}
from levelled
