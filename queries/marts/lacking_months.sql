-- One row per reporter, source and month that it reported, by the year that lacks it: it did not report
-- the same month of the year ``before``, or of the year ``after``. Before the first year of the exports
-- and after their last month nobody can have reported, and nothing lacks.
-- Who reports is a region, or a code whose rows count in a region above (reporting_pairs).
-- A rate of the year's task or budget adds up numerator and denominator from January on, and what was issued
-- in a month that one year lacks would be left out of that year alone. So of the sources that have such a rate
-- the months that follow are named too (before_since, after_since): both years count up to the same month.
-- What a divided code reported in one of two years alone is compared with its heirs: a month counts in
-- both years if all heirs reported it in the other one, and in the code's own year all heirs that there
-- were then, which are those that reported anything in it. Otherwise the code and its heirs are left out.
-- The names in braces stand for the kinds of changes that end a code, for the first year and the last month
-- of all exports, and for the sources that have a rate of the year's task or budget.
with recursive alone as (
    select
        region_code,
        reported_as,
        source,
        year,
        'before' as lacks,
        months as reported,
        months & ~previous_months as months
    from reporting_pairs
    where months <> 0 and year > {first_year}
    union all
    select
        region_code,
        reported_as,
        source,
        year - 1 as year,
        'after' as lacks,
        previous_months as reported,
        previous_months & ~months as months
    from reporting_pairs
    where previous_months <> 0
),

heirs as (
    select distinct
        y.region_code,
        y.reported_region_code as reported_as,
        y.reported_region_code as heir
    from undivided_years as y
    semi join reporting_pairs as p on y.source = p.source
    where y.is_former
    union
    select
        h.region_code,
        h.reported_as,
        c.new_code as heir
    from heirs as h
    inner join region_changes as c on h.heir = c.old_code and c.kind in ({ending_kinds})
    anti join regions as r on h.heir = r.code
),

heirs_of_today as (
    select
        h.region_code,
        h.reported_as,
        r.code as heir
    from heirs as h
    inner join regions as r on h.heir = r.code
),

-- The year itself (step 0) and the one it is compared with, of the codes that were divided.
divided as (
    select
        a.region_code,
        a.reported_as,
        a.source,
        a.year,
        a.lacks,
        case when a.lacks = 'before' then 'after' else 'before' end as opposite,
        case when a.lacks = 'before' then a.year - 1 else a.year + 1 end as other_year,
        a.months
    from alone as a
    semi join heirs_of_today as h
        on a.region_code = h.region_code and a.reported_as = h.reported_as
    where a.months <> 0
),

compared as (
    select
        d.*,
        d.months
        & bit_and(coalesce(o.months, 0::smallint))
        & bit_and(coalesce(b.months, -1::smallint)) as compared
    from divided as d
    inner join heirs_of_today as h
        on d.region_code = h.region_code and d.reported_as = h.reported_as
    left join reported_years as o
        on h.heir = o.region_code and d.source = o.source and d.other_year = o.year
    left join reported_years as b
        on h.heir = b.region_code and d.source = b.source and d.year = b.year
    group by
        d.region_code, d.reported_as, d.source, d.year, d.lacks, d.opposite, d.other_year, d.months
),

corrections as (
    select
        region_code,
        reported_as,
        source,
        year,
        lacks,
        compared,
        0 as left_out
    from compared
    union all
    select
        h.heir as region_code,
        '' as reported_as,
        d.source,
        d.other_year as year,
        d.opposite as lacks,
        d.compared,
        d.months & ~d.compared as left_out
    from compared as d
    inner join heirs_of_today as h
        on d.region_code = h.region_code and d.reported_as = h.reported_as
    union all
    select
        h.heir as region_code,
        '' as reported_as,
        d.source,
        d.year,
        d.lacks,
        0 as compared,
        d.months & ~d.compared as left_out
    from compared as d
    inner join heirs_of_today as h
        on d.region_code = h.region_code and d.reported_as = h.reported_as
),

corrected as (
    select
        region_code,
        reported_as,
        source,
        year,
        lacks,
        bit_or(compared) as compared,
        bit_or(left_out) as left_out
    from corrections
    group by region_code, reported_as, source, year, lacks
),

lacking as (
    select
        a.region_code,
        a.reported_as,
        a.source,
        a.year,
        a.lacks,
        (a.months & ~c.compared) | (a.reported & c.left_out) as months
    from alone as a
    inner join corrected as c
        on
            a.region_code = c.region_code
            and a.reported_as = c.reported_as
            and a.source = c.source
            and a.year = c.year
            and a.lacks = c.lacks
    union all
    select a.* exclude (reported)
    from alone as a
    anti join corrected as c
        on
            a.region_code = c.region_code
            and a.reported_as = c.reported_as
            and a.source = c.source
            and a.year = c.year
            and a.lacks = c.lacks
    where a.months <> 0
),

-- From the lowest bit on that either year lacks.
since as (
    select
        p.region_code,
        p.reported_as,
        p.source,
        p.year,
        p.months,
        p.previous_months,
        bit_or(l.months) as lacking,
        ~((lacking & -lacking) - 1) as since
    from reporting_pairs as p
    inner join lacking as l
        on
            p.region_code = l.region_code
            and p.reported_as = l.reported_as
            and p.source = l.source
            and p.year = case when l.lacks = 'before' then l.year else l.year + 1 end
    where p.source in ({sources_of_the_year}) and l.months <> 0
    group by all
),

named as (
    select *
    from lacking
    union all
    select
        region_code,
        reported_as,
        source,
        year,
        'before_since' as lacks,
        months & since & ~lacking as months
    from since
    union all
    select
        region_code,
        reported_as,
        source,
        year - 1 as year,
        'after_since' as lacks,
        previous_months & since & ~lacking as months
    from since
)

select
    l.region_code,
    l.reported_as,
    l.source::varchar as source,
    make_date(l.year, m.number, 1) as month,
    l.lacks
from named as l
inner join months_of_a_year as m on l.months & (1 << (m.number - 1)) <> 0
where
    l.months <> 0
    and (
        l.lacks in ('before', 'before_since')
        or make_date(l.year + 1, m.number, 1) <= date '{last_month}'
    )
