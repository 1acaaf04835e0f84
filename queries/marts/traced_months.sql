-- One row per row of a monthly export, as its mart adds it up: what each measure counts of it, nothing
-- where its conditions do not hold, with the file and row it came from and the code that it was
-- reported under where that is one of another time. The names in braces come from the mart's contract.
with renamed as (
    select
        region_code,
        {reported_code} as reported_region_code,
        month,
        {columns},
        file_id,
        row_number
    from {facts}
)

select
    region_code,
    reported_region_code,
    {keys},
    {measures},
    file_id,
    row_number
from renamed
