-- One row per row of a measure that counts for a rate: of a region and month (the one in which its figure
-- counts) with every measure of the rate reported, under a code of its own. The names in braces are the
-- rate, its measures and their bits, that month, and the code that a row was reported under.
select f.* replace ({month} as month, concat('{rate}__', f.measure) as measure)
from facts_measures as f
semi join reported_pairs as p
    on
        f.region_code = p.region_code
        and {reported_as} = p.reported_as
        and {month} = p.month
        and p.measures & {bits} = {bits}
where f.measure in ({measures})
