-- One row: whether an id of a registry's facts is written in a way that another could differ from
-- unseen (lower case, full width, blanks, apostrophes, leading zeros), and whether some of them have
-- a dash and some have none.
-- The names in braces come from the contract.
select
    coalesce(bool_or(
        {id_column} < '1'
        or {id_column} <> upper({id_column})
        or strlen({id_column}) <> length({id_column})
        or contains({id_column}, ' ')
        or contains({id_column}, '''')
    ), false) as is_odd,
    coalesce(
        bool_or(contains({id_column}, '-')) and not bool_and(contains({id_column}, '-')), false
    ) as is_mixed
from {facts}
