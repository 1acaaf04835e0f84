-- name: incomplete_sites(region, day, limits, search, most, skip)
-- One row per memorial site of county level and above of a region (or below it) that lacks
-- something on a day, with the date of each item or nothing and how many sites there are in all; the
-- ones that lack most first.
-- The wall of names and the exhibition hall are asked of public-ceremony sites only. limits names codes
-- by dimension.
with within as (
    select code
    from region_ancestors
    where ancestor = :region
),

standing as (
    select
        s.region_code,
        s.name,
        s.protection,
        s.kind,
        s.public_ceremony,
        case when s.names_wall_on <= :day::date then s.names_wall_on end as names_wall_on,
        case when s.exhibition_on <= :day::date then s.exhibition_on end as exhibition_on,
        case when s.sign_on <= :day::date then s.sign_on end as sign_on,
        case when s.approved_on <= :day::date then s.approved_on end as approved_on,
        case when s.scope_on <= :day::date then s.scope_on end as scope_on,
        case when s.land_registered_on <= :day::date then s.land_registered_on end
            as land_registered_on,
        s.site_id,
        struct_pack(
            protection := s.protection::varchar,
            memorial_kind := s.kind::varchar,
            public_ceremony := case when s.public_ceremony then 'ceremony' else 'other' end
        ) as dimensions
    from facts_memorial_sites as s
    inner join within as w on s.region_code = w.code
    where
        s.protection <> 'unrated'
        and (:search = '' or contains(s.name, :search) or starts_with(s.site_id, :search))
),

counted as (
    select
        * exclude (dimensions),
        (public_ceremony and names_wall_on is null)::int
        + (public_ceremony and exhibition_on is null)::int
        + (sign_on is null)::int
        + (approved_on is null)::int
        + (scope_on is null)::int
        + (land_registered_on is null)::int as lacking
    from standing
    where list_contains(:limits['{limited}'], dimensions.{limited})
)

select
    *,
    count(*) over ()::int as total
from counted
where lacking > 0
order by public_ceremony desc, lacking desc, region_code, site_id
limit :most offset :skip;

-- name: site_rows(region)
-- One row per memorial site of a region (or below it), with the file and row it came from: the
-- registry itself.
with within as (
    select code
    from region_ancestors
    where ancestor = :region
)

select
    s.region_code,
    s.site_id,
    s.name,
    s.protection,
    s.kind,
    s.public_ceremony,
    s.names_wall_on,
    s.exhibition_on,
    s.sign_on,
    s.approved_on,
    s.scope_on,
    s.land_registered_on,
    f.path as source_file,
    s.row_number as source_row
from facts_memorial_sites as s
inner join within as w on s.region_code = w.code
inner join files as f on s.file_id = f.file_id
order by s.region_code, s.site_id;

-- name: site_row_count(region)
-- One row: how many rows site_rows gives for the same region.
select count(*) as row_count
from facts_memorial_sites as s
inner join region_ancestors as a on s.region_code = a.code
where a.ancestor = :region;
