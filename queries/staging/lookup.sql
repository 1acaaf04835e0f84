-- One row per distinct value of a column: what it means, or the reason why it is refused.
-- The type in braces is the contract's.
with judged as (
    select
        unnest(:ids) as id,
        unnest(:accepted)::{sql_type} as accepted,
        unnest(:reported)::varchar as reported,
        unnest(:reasons)::varchar as reason
)

select
    d.raw,
    j.accepted as value,
    j.reported,
    j.reason
from distinct_values as d
inner join judged as j on d.id = j.id
