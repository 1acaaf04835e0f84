-- One row per region, month, protection level, kind and whether for public ceremonies, in which
-- something was done. Sites have
-- no opening date: they count from the first month there is, each item from the month it was done.
-- A region that has no site and of which that is known has none, and not nothing.
with registry as (
    select
        region_code,
        protection,
        kind,
        coalesce(public_ceremony, false) as is_ceremony,
        protection <> 'unrated' as rated,
        rated and is_ceremony as ceremony,
        date '1949-10-01' as site,
        names_wall_on as wall,
        exhibition_on as hall,
        case
            when names_wall_on is not null and exhibition_on is not null
                then greatest(names_wall_on, exhibition_on)
        end as complete,
        sign_on as sign,
        approved_on as approved,
        scope_on as scope,
        land_registered_on as registered
    from facts_memorial_sites
),

events as (
    unpivot registry
    on site, wall, hall, complete, sign, approved, scope, registered
    into name item value done
    union all by name
    select
        region_code,
        'unrated' as protection,
        'tomb' as kind,
        false as is_ceremony,
        'none' as item,
        date '1949-10-01' as done
    from reported_regions
    where region_code not in (select region_code from facts_memorial_sites)
)

select
    region_code,
    date_trunc('month', done)::date as month,
    protection,
    kind as memorial_kind,
    case when is_ceremony then 'ceremony' else 'other' end as public_ceremony,
    count(*) filter (item = 'site') as sites,
    count(*) filter (item = 'site' and rated) as sites_rated,
    count(*) filter (item = 'sign' and rated) as sites_signed,
    count(*) filter (item = 'approved' and rated) as sites_approved,
    count(*) filter (item = 'scope' and rated) as sites_scoped,
    count(*) filter (item = 'registered' and rated) as sites_registered,
    count(*) filter (item = 'site' and ceremony) as ceremony_sites,
    count(*) filter (item = 'wall' and ceremony) as ceremony_walls,
    count(*) filter (item = 'hall' and ceremony) as ceremony_halls,
    count(*) filter (item = 'complete' and ceremony) as ceremony_complete
from events
group by all
