-- One row: whether an id of a registry's facts is written in a way that another could differ from
-- unseen (lower case, full width, blanks, apostrophes, leading zeros), and whether some of them have
-- a dash and some have none.
-- The names in braces come from the contract.
select
    coalesce(bool_or(
        {column} < '1'
        or {column} <> upper({column})
        or strlen({column}) <> length({column})
        or contains({column}, ' ')
        or contains({column}, '''')
    ), false) as is_odd,
    coalesce(bool_or(contains({column}, '-')) and not bool_and(contains({column}, '-')), false) as is_mixed
from {facts}
