-- One row per pair of files of which the newer one has ten thousand times more or less than the older in
-- rows of the same key, while the older number goes better with the region's other rows of the same
-- category: how many rows, and the first of them with both numbers. Where there are no others, a smaller
-- number is doubted: a unit is put right by larger ones.
-- The names in braces come from the contract; settled_rows says which row holds instead of which.
with changed as (
    select
        s.holder_file_id,
        s.file_id,
        n.region_code,
        hash({dimensions_of_new}) as kind,
        {of_month} as month,
        n.row_number,
        {before} as before,
        {now} as now
    from settled_rows as s
    inner join {facts} as o on s.file_id = o.file_id and s.row_number = o.row_number
    inner join {facts} as n
        on s.holder_file_id = n.file_id and s.holder_row_number = n.row_number
    where
        s.outcome = 'superseded'
        and {before} > 0
        and {now} > 0
        and abs(abs(log10({before} / cast({now} as double))) - 4) < :tolerance
),

others as (
    select
        f.region_code,
        hash({dimensions}) as kind,
        median({number}) as usual
    from {facts} as f
    anti join settled_rows as s on f.file_id = s.file_id and f.row_number = s.row_number
    where {number} > 0 and f.region_code in (select c.region_code from changed as c)
    group by all
)

select
    c.holder_file_id,
    c.file_id,
    count(*) as rows_changed,
    arg_min(c.region_code, c.row_number) as region_code,
    arg_min(c.month, c.row_number) as month,
    min(c.row_number) as row_number,
    arg_min(c.before, c.row_number) as before,
    arg_min(c.now, c.row_number) as now
from changed as c
left join others as u on c.region_code = u.region_code and c.kind = u.kind
where
    if(
        u.usual is null,
        c.now < c.before,
        abs(log10(c.before / cast(u.usual as double))) < abs(log10(c.now / cast(u.usual as double)))
    )
group by c.holder_file_id, c.file_id
order by rows_changed desc, c.holder_file_id, c.file_id
