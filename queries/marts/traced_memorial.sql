-- One row per memorial site, with what each measure of the mart counts of it: since and until when, by
-- which rule never, what it is called where it lacks, where it has ended. A site counts from the first
-- month there is, each item from the day it was done.
with sites as (
    select
        region_code,
        {reported_code} as reported_region_code,
        site_id,
        name,
        protection::varchar as protection,
        kind::varchar as memorial_kind,
        case when public_ceremony then 'ceremony' else 'other' end as public_ceremony,
        names_wall_on,
        exhibition_on,
        sign_on,
        approved_on,
        scope_on,
        land_registered_on,
        file_id,
        row_number,
        case when protection = 'unrated' then 'unrated' end as is_unrated,
        case
            when protection = 'unrated' then 'unrated'
            when public_ceremony is not true then 'no_ceremony'
        end as is_no_ceremony,
        struct_pack(
            value := 1::bigint,
            since := date '1949-10-01',
            until := null::date,
            rule := null::varchar,
            lacks := 'not_done',
            ended := 'closed'
        ) as one
    from facts_memorial_sites
)

select
    region_code,
    reported_region_code,
    protection,
    memorial_kind,
    public_ceremony,
    site_id as unit_id,
    name,
    one as sites,
    struct_update(one, rule := is_unrated) as sites_rated,
    struct_update(one, rule := is_unrated, since := sign_on) as sites_signed,
    struct_update(one, rule := is_unrated, since := approved_on) as sites_approved,
    struct_update(one, rule := is_unrated, since := scope_on) as sites_scoped,
    struct_update(one, rule := is_unrated, since := land_registered_on) as sites_registered,
    struct_update(one, rule := is_no_ceremony) as ceremony_sites,
    struct_update(one, rule := is_no_ceremony, since := names_wall_on) as ceremony_walls,
    struct_update(one, rule := is_no_ceremony, since := exhibition_on) as ceremony_halls,
    struct_update(
        one,
        rule := is_no_ceremony,
        since := case
            when names_wall_on is not null and exhibition_on is not null
                then greatest(names_wall_on, exhibition_on)
        end
    ) as ceremony_complete,
    file_id,
    row_number
from sites
