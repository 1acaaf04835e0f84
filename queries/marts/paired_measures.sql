-- One row per row of a measure that counts for a rate, under a code of its own and of the month in which its
-- figure counts. The names in braces are the rate, its measures, and that month.
select
    f.* replace ( -- noqa: AM04
        {month} as month,
        concat('{rate}__', f.measure) as measure
    )
from facts_measures as f
anti join unpaired_measures as u
    on
        f.file_id = u.file_id
        and f.row_number = u.row_number
        and u.measure = concat('{rate}__', f.measure)
where f.measure in ({measures})
