-- One row: rows of one export kept, and of them those carried from an old code; rows refused.
-- The name in braces comes from the contract; no row was carried where there is no old code.
with facts as (
    select
        count(*) as kept,
        {old_codes} as recoded
    from {facts}
),

refused_rows as (
    select count(*) as refused
    from (
        select
            file_id,
            row_number
        from refused
        where table_name = :table_name
        group by all
    )
)

select
    f.kept,
    f.recoded,
    r.refused
from facts as f
cross join refused_rows as r
