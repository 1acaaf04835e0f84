-- One row where a rate of a year is one that can't be, in cities, or in provinces without such a city:
-- how many regions and years, and of the one that counts most the sums, the rate and a file.
-- A year whose first months are not in the data lacks what was set in January, and bears more.
-- The names in braces come from the mart's contract and from the lines of work.
with yearly as (
    select
        region_code,
        year(month) as year,
        min(month(month)) as first_month,
        max(month(month)) as last_month,
        sum({part}) as part,
        sum({whole}) as whole
    from totals_above_{mart}
    where lacks = ''
    group by region_code, year
),

doubtful as (
    select
        r.code,
        r.name,
        r.level,
        r.province,
        y.*
    from yearly as y
    inner join regions as r on y.region_code = r.code
    where
        r.level in ('city', 'province')
        and y.part > 0
        and y.whole >= :least_whole
        and greatest(y.part, y.whole) >= :least_larger
        and (
            (y.part < :least * y.whole and y.last_month >= :least_month)
            or (
                y.part >= :least_part
                and y.part > if(y.first_month <= :first_month, :most, :most_late) * y.whole
            )
        )
),

found as (
    select d.*
    from doubtful as d
    anti join doubtful as c
        on
            c.level = 'city'
            and d.level = 'province'
            and d.code = c.province
            and d.year = c.year
)

select
    d.code,
    d.name,
    d.year,
    d.part::double as part,
    d.whole::double as whole,
    (
        select min(f.path)
        from {facts} as x
        inner join region_ancestors as a on x.region_code = a.code and a.ancestor = d.code
        inner join files as f on x.file_id = f.file_id
        where year(x.month) = d.year
    ) as path,
    count(*) over () as count
from found as d
order by d.whole desc, d.code, d.year
limit 1
