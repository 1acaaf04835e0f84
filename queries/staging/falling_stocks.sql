-- One row where regions' stocks fall from one month to the next by more than a share that can be true
-- of few: those of several regions of a city (by the first four digits of its codes) in one month, and
-- all others. How many there are, and the largest.
-- The names in braces come from the contract.
with steps as (
    select
        region_code,
        month,
        file_id,
        row_number,
        {number} as number,
        lag({number}) over (
            partition by region_code
            order by month
        ) as before
    from {facts}
),

fallen as (
    select
        *,
        count(*) over (partition by left(region_code, 4), month) >= :regions as together
    from steps
    where before >= :floor and number < :share * before
)

select
    a.together,
    count(*) as count,
    arg_max(r.code, (a.before, a.month, r.code)) as code,
    arg_max(r.name, (a.before, a.month, r.code)) as name,
    arg_max(a.month, (a.before, a.month, r.code)) as month,
    arg_max(a.before, (a.before, a.month, r.code)) as before,
    arg_max(a.number, (a.before, a.month, r.code)) as number,
    arg_max(f.path, (a.before, a.month, r.code)) as path,
    arg_max(a.row_number, (a.before, a.month, r.code)) as row_number
from fallen as a
inner join regions as r on a.region_code = r.code
inner join files as f on a.file_id = f.file_id
group by a.together
order by a.together desc
