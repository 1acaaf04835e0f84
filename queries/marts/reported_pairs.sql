-- One row per region, code of another time that it reported under ('' where it is its own) and month:
-- which of the measures that rates are made of were reported, one bit each.
-- The names in braces are the measures and their bits, the month in which a row's figure counts, and
-- the code that it was reported under.
select
    region_code,
    {reported_as} as reported_as,
    {month} as month,
    bit_or({bit_of_measure})::int as measures
from facts_measures
where measure in ({measures})
group by all
