-- name: uncovered_units(region, tier, search, day, most, skip)
-- One row per town or village of a region (or below it) that no active station served on a day, of
-- one tier, with how many there are in all; the search text matches names and codes.
with within as (
    select code
    from region_ancestors
    where ancestor = :region
)

select
    u.region_code,
    u.town_name,
    u.name,
    u.kind,
    u.unit_code,
    count(*) over ()::int as total
from uncovered_units as u
inner join within as w on u.region_code = w.code
where
    u.tier = :tier
    and (u.since is null or u.since <= :day::date)
    and (u.until is null or u.until > :day::date)
    and (
        :search = ''
        or contains(u.name, :search)
        or contains(u.town_name, :search)
        or starts_with(u.unit_code, :search)
    )
order by u.region_code, u.unit_code
limit :most offset :skip;

-- name: listed_stations(region, tiers, day, limits, weak, search, most, skip)
-- One row per active station of a region (or below it) of the tiers named (of every tier where none
-- is), with the five haves and its staff, how many stations there are in all, and the staff of all
-- of them. weak keeps only those that lack at least one of the five haves, the ones that lack most
-- first. The search text matches names and ids; limits names codes by dimension.
with within as (
    select code
    from region_ancestors
    where ancestor = :region
),

active as (
    select
        s.*,
        coalesce(s.has_institution, true)::int
        + coalesce(s.has_posts, true)::int
        + coalesce(s.has_people, true)::int
        + coalesce(s.has_funding, true)::int
        + coalesce(s.has_safeguards, true)::int as haves,
        struct_pack(
            station_tier := s.tier::varchar,
            stars := coalesce(s.stars, 0)::varchar,
            national_model := case when s.national_model then 'model' else 'other' end
        ) as dimensions
    from dated_stations as s
    inner join within as w on s.region_code = w.code
    where
        s.opened_on <= :day::date
        and (s.closed_on is null or s.closed_on > :day::date)
        and (:search = '' or contains(s.name, :search) or starts_with(s.station_id, :search))
)

select
    region_code,
    name,
    tier,
    stars,
    has_institution,
    has_posts,
    has_people,
    has_funding,
    has_safeguards,
    opened_on,
    full_time,
    part_time,
    station_id,
    count(*) over ()::int as total,
    sum(full_time) over ()::bigint as all_full_time,
    sum(part_time) over ()::bigint as all_part_time
from active
where
    (len(:tiers::varchar[]) = 0 or list_contains(:tiers::varchar[], tier::varchar))
    and (not :weak or haves < 5)
    and list_contains(:limits['{limited}'], dimensions.{limited})
order by
    case when :weak then haves end,
    region_code,
    station_id
limit :most offset :skip;

-- name: doubtful_stations(region, day, search, most, skip)
-- One row per active station of a region (or below it) whose unit is not in the list, or lies outside
-- the region that the station's row names, with where it lies and how many stations there are in
-- all; the search text matches names, ids and unit codes.
with within as (
    select code
    from region_ancestors
    where ancestor = :region
)

select
    d.region_code,
    d.reason,
    d.name,
    d.tier,
    d.unit_code,
    r.name as lies_in,
    d.station_id,
    f.path as source_file,
    d.row_number as source_row,
    count(*) over ()::int as total
from doubtful_stations as d
inner join within as w on d.region_code = w.code
inner join files as f on d.file_id = f.file_id
left join regions as r on d.unit_region = r.code
where
    d.opened_on <= :day::date
    and (d.closed_on is null or d.closed_on > :day::date)
    and (
        :search = ''
        or contains(d.name, :search)
        or starts_with(d.station_id, :search)
        or starts_with(d.unit_code, :search)
    )
order by d.reason desc, d.region_code, d.station_id
limit :most offset :skip;

-- name: station_rows(region)
-- One row per station of a region (or below it), closed ones too, with the file and row it came
-- from: the registry itself.
with within as (
    select code
    from region_ancestors
    where ancestor = :region
)

select
    s.region_code,
    s.station_id,
    s.name,
    s.tier,
    s.unit_code,
    s.opened_on,
    s.closed_on,
    s.has_institution,
    s.has_posts,
    s.has_people,
    s.has_funding,
    s.has_safeguards,
    s.stars,
    s.national_model,
    s.full_time,
    s.part_time,
    s.as_of,
    f.path as source_file,
    s.row_number as source_row
from facts_stations as s
inner join within as w on s.region_code = w.code
inner join files as f on s.file_id = f.file_id
order by s.region_code, s.station_id, s.as_of;

-- name: station_row_count(region)
-- One row: how many rows station_rows gives for the same region.
select count(*) as row_count
from facts_stations as s
inner join region_ancestors as a on s.region_code = a.code
where a.ancestor = :region;

-- name: unit_rows(region)
-- One row per county of a region (or below it), year and tier: how many units there were to cover,
-- with the file and row it came from.
with within as (
    select code
    from region_ancestors
    where ancestor = :region
)

select
    u.region_code,
    u.year,
    u.tier,
    u.units,
    f.path as source_file,
    u.row_number as source_row
from facts_units as u
inner join within as w on u.region_code = w.code
inner join files as f on u.file_id = f.file_id
order by u.region_code, u.year, u.tier;

-- name: unit_row_count(region)
-- One row: how many rows unit_rows gives for the same region.
select count(*) as row_count
from facts_units as u
inner join region_ancestors as a on u.region_code = a.code
where a.ancestor = :region;
