-- One row per reporter, source and month that it reported, by the year that lacks it: it did not report
-- the same month of the year ``before``, or of the year ``after``. Before the first year of the exports
-- and after their last month nobody can have reported, and nothing lacks.
-- Who reports is a region, or a code whose rows count in a region above (reporting_years).
-- What a divided code reported in one of two years alone is compared with its heirs: a month counts in
-- both years if all heirs reported it in the other one, and in the code's own year all heirs that there
-- were then, which are those that reported anything in it. Otherwise the code and its heirs are left out.
-- The names in braces come from the mart's contract and from what its exports reach.
with recursive reports as (
    select *
    from reporting_years
    where source in ({sources})
),

sides as (
    select
        unnest(['before', 'after']) as lacks,
        unnest(['after', 'before']) as opposite,
        unnest([-1, 1]) as step
),

alone as (
    select
        y.reporter,
        y.source,
        y.year,
        s.lacks,
        s.opposite,
        s.step,
        y.months as reported,
        y.months & ~coalesce(o.months, 0::smallint) as months
    from reports as y
    cross join sides as s
    left join reports as o
        on y.reporter = o.reporter and y.source = o.source and o.year = y.year + s.step
    where s.lacks = 'after' or y.year > {first_year}
),

heirs as (
    select distinct
        concat(region_code, '>', reported_region_code) as reporter,
        reported_region_code as heir
    from undivided_years
    where is_former and source in ({sources})
    union
    select
        h.reporter,
        c.new_code as heir
    from heirs as h
    inner join region_changes as c on h.heir = c.old_code and c.kind in ({ending_kinds})
    anti join regions as r on h.heir = r.code::varchar
),

heirs_of_today as (
    select h.*
    from heirs as h
    semi join regions as r on h.heir = r.code::varchar
),

divided as (
    select
        a.reporter,
        a.source,
        a.year,
        a.lacks,
        a.opposite,
        a.step,
        a.months,
        a.months
        & bit_and(coalesce(o.months, 0::smallint))
        & bit_and(coalesce(b.months, -1::smallint)) as compared
    from alone as a
    inner join heirs_of_today as h on a.reporter = h.reporter
    left join reports as o
        on h.heir = o.reporter and a.source = o.source and o.year = a.year + a.step
    left join reports as b
        on h.heir = b.reporter and a.source = b.source and a.year = b.year
    where a.months <> 0
    group by a.reporter, a.source, a.year, a.lacks, a.opposite, a.step, a.months
),

corrections as (
    select
        reporter,
        source,
        year,
        lacks,
        compared,
        0 as left_out
    from divided
    union all
    select
        h.heir as reporter,
        d.source,
        d.year + d.step as year,
        d.opposite as lacks,
        d.compared,
        d.months & ~d.compared as left_out
    from divided as d
    inner join heirs_of_today as h on d.reporter = h.reporter
    union all
    select
        h.heir as reporter,
        d.source,
        d.year,
        d.lacks,
        0 as compared,
        d.months & ~d.compared as left_out
    from divided as d
    inner join heirs_of_today as h on d.reporter = h.reporter
),

corrected as (
    select
        reporter,
        source,
        year,
        lacks,
        bit_or(compared) as compared,
        bit_or(left_out) as left_out
    from corrections
    group by reporter, source, year, lacks
),

lacking as (
    select
        a.reporter,
        a.source,
        a.year,
        a.lacks,
        (a.months & ~coalesce(c.compared, 0)) | (a.reported & coalesce(c.left_out, 0)) as months
    from alone as a
    left join corrected as c
        on
            a.reporter = c.reporter
            and a.source = c.source
            and a.year = c.year
            and a.lacks = c.lacks
)

select
    l.reporter,
    l.source,
    make_date(l.year, m.number, 1) as month,
    l.lacks
from lacking as l
inner join months_of_a_year as m on l.months & (1 << (m.number - 1)) <> 0
where
    l.months <> 0
    and (l.lacks = 'before' or make_date(l.year + 1, m.number, 1) <= date '{last_month}')
