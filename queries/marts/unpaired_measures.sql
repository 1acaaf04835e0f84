-- One row per row of a measure and rate that it does not count for, to be taken off: of a region and month
-- (the one in which its figure counts) without every measure of the rate, under a code of its own. The
-- names in braces are the rates with the bits of their measures and each of these, that month, and the
-- code that a row was reported under.
with unpaired as (
    select
        p.*,
        m.rate,
        m.measure
    from reported_pairs as p
    inner join {measures_of_rates} as m
        on p.measures & m.bits <> m.bits and p.measures & m.bits <> 0
)

select
    f.* replace ( -- noqa: AM04
        p.month as month,
        concat(p.rate, '__', f.measure) as measure,
        -f.value as value
    )
from facts_measures as f
inner join unpaired as p
    on
        f.region_code = p.region_code
        and f.measure = p.measure
        and {month} = p.month
        and {reported_as} = p.reported_as
