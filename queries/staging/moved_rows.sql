-- One row per row that a newer file leaves out though it sends most of the rows of its city and month
-- again: its older row stays. Beside it the newer file's row of the same numbers that stands in another
-- region, month or category and was not there before, where there is exactly one: the row was moved.
-- A month put right is also told by the row's new month that is sent again, if the region has those
-- numbers nowhere else. It is half the evidence: many months are sent again, and some rows are left out.
-- evidence is nothing where no row was moved.
-- The names in braces come from the contract; deliveries says how old each file is.
with keyed as (
    select
        hash({key}) as key,
        {of_month} as month,
        region_code,
        hash({dimensions}) as kind,
        hash({numbers}) as numbers,
        {evidence} as evidence,
        {is_apart} as is_apart,
        concat_ws(', ', {named_key}) as named,
        file_id
    from {facts}
),

keys as (
    select
        k.key,
        any_value(k.month) as month,
        any_value(k.region_code) as region_code,
        any_value(coalesce(r.city, r.province, r.code))::varchar as city,
        any_value(k.kind) as kind,
        any_value(k.named) as named,
        bool_or(k.is_apart) as is_apart,
        arg_max(k.numbers, d.age) as numbers,
        arg_max(k.evidence, d.age) as evidence,
        arg_max(k.file_id, d.age) as last_file_id,
        arg_min(k.file_id, d.age) as first_file_id,
        min(d.age) as first_age,
        max(d.age) as last_age,
        list_distinct(list(d.age)) as ages
    from keyed as k
    inner join deliveries as d on k.file_id = d.file_id
    left join regions as r on k.region_code = r.code
    group by k.key
),

sent as (
    select
        city,
        month,
        unnest(ages) as age,
        first_age
    from keys
),

again as (
    select
        city,
        month,
        age,
        count(*) as rows_again
    from sent
    where first_age < age
    group by city, month, age
),

sent_again as (
    select
        a.city,
        a.month,
        a.age
    from again as a
    inner join keys as k on a.city = k.city and a.month = k.month and a.age > k.first_age
    group by a.city, a.month, a.age, a.rows_again
    having 2 * a.rows_again >= count(*)
),

-- A row that was refused there was not left out.
refused_there as (
    select
        r.row_key,
        d.age
    from refused as r
    inner join deliveries as d on r.file_id = d.file_id
    where r.table_name = :table_name
),

left_out as (
    select
        k.*,
        a.age as age_of_newer
    from keys as k
    inner join sent_again as a on k.city = a.city and k.month = a.month and k.last_age < a.age
    anti join refused_there as r on k.named = r.row_key and a.age = r.age
    where not k.is_apart
    qualify a.age = min(a.age) over (partition by k.key)
),

of_region as (
    select
        region_code,
        kind,
        numbers
    from keys
    group by region_code, kind, numbers
    having count(*) = 2
),

pairs as (
    select
        o.key,
        n.key as new_key,
        n.evidence / if(o.month <> n.month, 2, 1) as evidence
    from left_out as o
    inner join keys as n on o.numbers = n.numbers and o.age_of_newer = n.first_age
    where
        (o.region_code <> n.region_code)::int + (o.month <> n.month)::int + (o.kind <> n.kind)::int
        = 1
    union
    select
        o.key,
        n.key as new_key,
        n.evidence / 2 as evidence
    from keys as n
    semi join sent_again as a on n.city = a.city and n.month = a.month and n.first_age = a.age
    semi join of_region as u
        on n.region_code = u.region_code and n.kind = u.kind and n.numbers = u.numbers
    inner join keys as o
        on
            n.region_code = o.region_code
            and n.kind = o.kind
            and n.numbers = o.numbers
            and n.month <> o.month
            and n.first_age > o.last_age
    where {is_flow} and not o.is_apart
),

moved as (
    select *
    from pairs
    qualify
        count(*) over (partition by key) = 1
        and count(*) over (partition by new_key) = 1
),

files as (
    select
        age,
        min(file_id) as file_id
    from deliveries
    group by age
)

select
    o.last_file_id as older_file_id,
    coalesce(n.first_file_id, f.file_id) as newer_file_id,
    o.named as was,
    n.named as now,
    o.month,
    o.region_code,
    coalesce(m.evidence, 0) as evidence
from keys as o
left join moved as m on o.key = m.key
left join keys as n on m.new_key = n.key
left join left_out as l on o.key = l.key
left join files as f on l.age_of_newer = f.age
where m.key is not null or l.key is not null
order by evidence desc, was
