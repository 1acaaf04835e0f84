-- One row per region above the counties (cities, provinces, the nation), month and dimensions: its
-- own rows plus the sum of everything below it, level by level, so that a county directly under a
-- province and a city without counties both count once.
-- The names in braces come from the mart's contract; the keys are the month and the dimensions.
with lowest as (
    select
        c.counted_in as region_code,
        {keys_of_base},
        {sums}
    from {base} as b
    inner join counted_in as c on b.region_code = c.code
    group by c.counted_in, {keys_of_base}
),

city as (
    select l.*
    from lowest as l
    semi join regions as r on l.region_code = r.code and r.level = 'city'
),

province as (
    select region_code, {keys}, {sums}
    from (
        select l.*
        from lowest as l
        semi join regions as r on l.region_code = r.code and r.level = 'province'
        union all by name
        select r.parent as region_code, c.* exclude (region_code)
        from city as c
        inner join regions as r on c.region_code = r.code
    )
    group by region_code, {keys}
),

nation as (
    select region_code, {keys}, {sums}
    from (
        select l.*
        from lowest as l
        semi join regions as r on l.region_code = r.code and r.level = 'nation'
        union all by name
        select r.parent as region_code, p.* exclude (region_code)
        from province as p
        inner join regions as r on p.region_code = r.code
    )
    group by region_code, {keys}
)

select * from nation
union all by name
select * from province
union all by name
select * from city
