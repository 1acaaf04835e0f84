-- One row per distinct value of a column: what it means, or the reason why it is refused.
select
    d.raw,
    j.accepted as value,
    j.reported,
    j.reason,
    j.tried_zh,
    j.tried_en,
    j.noted,
    j.ends_month,
    j.utc_midnight
from distinct_values as d
inner join judged_values as j on d.id = j.id
