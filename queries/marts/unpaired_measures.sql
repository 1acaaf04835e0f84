-- One row per row of a measure that does not count for a rate, to be taken off: of a region and month (the
-- one in which its figure counts) without every measure of the rate, under a code of its own. The names
-- in braces are the rate, its measures and their bits, that month, and the code that a row was reported
-- under.
select f.* replace ({month} as month, concat('{rate}__', f.measure) as measure, -f.value as value)
from facts_measures as f
semi join reported_pairs as p
    on
        f.region_code = p.region_code
        and {reported_as} = p.reported_as
        and {month} = p.month
        and p.measures & {bits} <> {bits}
where f.measure in ({measures})
