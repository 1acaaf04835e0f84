-- One row per station and state of the registry, with what each measure of stations counts of it: since
-- and until when, by which rule never, what it is called where it lacks, where it has ended. A state
-- ends where the region's next state of the registry begins, or the station closes.
with stated as (
    select
        s.*,
        {reported_code} as reported_code,
        struct_pack(
            value := 1::bigint,
            since := greatest(s.opened_on, v.valid_from),
            until := least(s.closed_on, v.valid_to),
            rule := null::varchar,
            lacks := 'lacks',
            ended := case
                when v.valid_to < coalesce(s.closed_on, date '9999-12-31') then 'replaced'
                else 'closed'
            end
        ) as one
    from facts_stations as s
    left join station_states as v on s.file_id = v.file_id and s.row_number = v.row_number
)

select
    region_code,
    reported_code as reported_region_code,
    tier::varchar as station_tier,
    coalesce(stars, 0)::varchar as stars,
    case when national_model then 'model' else 'other' end as national_model,
    station_id as unit_id,
    name,
    one as stations_active,
    struct_update(one, value := has_institution::bigint) as stations_with_institution,
    struct_update(one, value := has_posts::bigint) as stations_with_posts,
    struct_update(one, value := has_people::bigint) as stations_with_people,
    struct_update(one, value := has_funding::bigint) as stations_with_funding,
    struct_update(one, value := has_safeguards::bigint) as stations_with_safeguards,
    struct_update(
        one,
        value := has_institution::bigint
        * has_posts::bigint
        * has_people::bigint
        * has_funding::bigint
        * has_safeguards::bigint
    ) as stations_five_haves,
    struct_update(one, value := coalesce(stations.stars >= 3, false)::bigint)
        as stations_three_star,
    struct_update(one, value := coalesce(stations.national_model, false)::bigint)
        as stations_national_model,
    struct_update(one, rule := case when tier <> 'extended' then 'other_tier' end)
        as stations_extended,
    struct_update(one, value := coalesce(full_time, 0) + coalesce(part_time, 0))
        as stations_staff,
    struct_update(one, value := coalesce(full_time, 0)) as stations_full_time,
    file_id,
    row_number
from stated as stations
