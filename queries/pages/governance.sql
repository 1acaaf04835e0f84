-- name: reports_of_year(regions, year)
-- One row per source, region asked for and pattern of months, as bits, that were reported under it in
-- the year: by how many leaf regions, and by how many that were divided since (former). A region under
-- which nobody reported has no row.
select
    source,
    region_code,
    months,
    sum(leaves)::int as leaves,
    sum(former)::int as former
from reporting_patterns
where
    year = :year
    and months <> 0
    and region_code in (select unnest(:regions::varchar[]))
group by source, region_code, months;

-- name: source_months()
-- One row per monthly source: the first and the last month that any leaf region reported.
with of_years as (
    select
        source,
        year,
        bit_or(months)::int as months
    from reported_years
    where is_leaf and months > 0
    group by source, year
)

select
    source,
    min(make_date(year, bit_count((months & -months) - 1)::int + 1, 1)) as first_month,
    max(make_date(year, floor(log2(months))::int + 1, 1)) as last_month
from of_years
group by source
order by source;

-- name: missing_reports(region, year, sources, months)
-- One row per leaf region under a region and source of a list that it did not report every month of,
-- as bits beside the source: those it lacks, and the last month up to the year's end that it did report
-- (null where it never did).
with asked as (
    select
        try_cast(unnest(:sources::varchar[]) as reporting_source) as source,
        unnest(:months::int[]) as months
),

leaves as (
    select a.code
    from region_ancestors as a
    inner join regions as r on a.code = r.code
    where a.ancestor = :region and r.is_leaf and r.reports
),

last_reports as (
    select
        region_code,
        source,
        max(make_date(year, floor(log2(months))::int + 1, 1)) as last_month
    from reported_years
    where year <= :year and months <> 0
    group by region_code, source
)

select
    l.code as region_code,
    k.source,
    (k.months & ~coalesce(y.months, 0))::int as lacks,
    p.last_month
from leaves as l
cross join asked as k
left join last_reports as p on l.code = p.region_code and k.source = p.source
left join reported_years as y
    on l.code = y.region_code and k.source = y.source and y.year = :year
where k.months & ~coalesce(y.months, 0) <> 0;

-- name: refused_reasons(region, everything)
-- One row per export and reason: how many values were refused in how many rows of a region and what
-- lies under it (of everything: rows whose region nobody can tell, too), with the first as an example.
with refused_rows as (
    select
        table_name,
        reason,
        file_id,
        row_number,
        count(*) as refused_values,
        min(message_zh) as message,
        min(do_zh) as remedy
    from refused
    where
        :everything
        or left(region_code, 6) in (
            select code from region_ancestors
            where ancestor = :region
        )
    group by table_name, reason, file_id, row_number
)

select
    r.table_name,
    r.reason,
    sum(r.refused_values)::bigint as refused_values,
    count(*) as refused_rows,
    arg_min(r.message, (r.file_id, r.row_number)) as message,
    arg_min(r.remedy, (r.file_id, r.row_number)) as remedy,
    arg_min(f.path, (r.file_id, r.row_number)) as path,
    arg_min(r.row_number, (r.file_id, r.row_number)) as row_number
from refused_rows as r
inner join files as f on r.file_id = f.file_id
group by r.table_name, r.reason
order by refused_rows desc, r.table_name, r.reason;

-- name: refused_values(region, everything)
-- One row per value that was refused of a region and what lies under it, as it is sent back to whoever
-- exported it.
select
    f.path,
    r.row_number,
    r.table_name,
    r.region_code,
    r.month,
    r.row_key,
    r.column_name,
    r.value,
    r.other_value,
    r.reason,
    r.message_zh,
    r.do_zh
from refused as r
inner join files as f on r.file_id = f.file_id
where
    :everything
    or left(r.region_code, 6) in (
        select code from region_ancestors
        where ancestor = :region
    )
order by r.file_id, r.row_number, r.column_name, r.reason;

-- name: build_remarks(region, everything)
-- One row per grade, export and reason of what the build found of a region and what lies under it (of
-- everything: what is of no region, too), with one finding as an example.
select
    grade,
    table_name,
    reason,
    count(*) as findings,
    any_value(message_zh) as message
from findings
where
    grade <> 'refused'
    and (
        :everything
        or left(region_code, 6) in (
            select code from region_ancestors
            where ancestor = :region
        )
    )
group by grade, table_name, reason
order by grade, findings desc, table_name, reason;

-- name: build_exports()
-- One row per export of the build: its files, and what became of their rows (read = kept + refused +
-- identical + superseded); recoded are kept rows under today's code of a region.
with tables as (
    select
        table_name,
        count(*) as files,
        min(path) as first_file
    from files
    group by table_name
)

select
    t.table_name,
    t.files,
    t.first_file,
    sum(o.row_count) filter (o.outcome = 'read')::bigint as read,
    sum(o.row_count) filter (o.outcome = 'kept')::bigint as kept,
    sum(o.row_count) filter (o.outcome = 'refused')::bigint as refused,
    sum(o.row_count) filter (o.outcome = 'identical')::bigint as identical,
    sum(o.row_count) filter (o.outcome = 'superseded')::bigint as superseded,
    sum(o.row_count) filter (o.outcome = 'recoded')::bigint as recoded
from tables as t
inner join row_counts as o on t.table_name = o.table_name
group by t.table_name, t.files, t.first_file
order by t.table_name;

-- name: build_identities()
-- One row per identity of the build: how many sums were compared, and how many of them differ.
select
    kind,
    mart,
    checked,
    failed
from identities
order by mart nulls first, kind;

-- name: build_findings(region, everything)
-- One row per finding of a build of a region and what lies under it (of everything: what is of no
-- region, too), refused rows aside: as it is sent to whoever can settle it.
select
    grade,
    table_name,
    path,
    row_number,
    region_code,
    month,
    column_name,
    value,
    row_count,
    reason,
    message_zh
from findings
where
    grade <> 'refused'
    and (
        :everything
        or left(region_code, 6) in (
            select code from region_ancestors
            where ancestor = :region
        )
    )
order by grade, table_name, reason, month desc, region_code, path, row_number;

-- name: build_corrections()
-- One row per value that a newer file corrected: the key, both values, and where each stands.
select
    c.table_name,
    c.key,
    c.column_name,
    c.old_value,
    c.new_value,
    n.path,
    c.row_number,
    o.path as old_path,
    c.old_row_number
from corrections as c
inner join files as n on c.file_id = n.file_id
inner join files as o on c.old_file_id = o.file_id
order by c.table_name, c.file_id, c.row_number, c.old_file_id, c.column_name;

-- name: build_correction_counts()
-- One row per export of which a newer file corrected values: how many, with one as an example.
select
    table_name,
    count(*) as corrected_values,
    arg_min(
        concat_ws(' ', key, column_name, coalesce(old_value, '—'), '→', coalesce(new_value, '—')),
        (file_id, row_number, column_name)
    ) as example
from corrections
group by table_name
order by table_name;
