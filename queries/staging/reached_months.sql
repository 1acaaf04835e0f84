-- One row per month of a table, in order: its rows, and how many regions they are of.
-- The names in braces come from the contract. Regions are counted in the fullest month and in those
-- that have half its rows at most. In the others they can't be few: they are taken for as many as in
-- the fullest, since counting them would cost as much as all the rest.
with months as (
    select
        {of_month} as month,
        count(*) as row_count
    from {facts}
    group by all
),

fullest as (
    select
        arg_max(month, row_count) as month,
        max(row_count) as row_count
    from months
),

counted as (
    select
        {of_month} as month,
        count(distinct region_code) as regions
    from {facts}
    where
        {of_month} in (
            select m.month
            from months as m
            cross join fullest as f
            where m.month = f.month or 2 * m.row_count <= f.row_count
        )
    group by all
)

select
    m.month,
    m.row_count,
    coalesce(c.regions, f.regions) as regions
from months as m
left join counted as c on m.month = c.month
left join counted as f on f.month = (select month from fullest)
order by m.month
