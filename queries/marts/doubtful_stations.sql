-- One row per station whose unit is not in the list (unknown_unit), or lies outside the region that
-- the station's row names (unit_in_other_county); ``unit_region`` is where it lies, null where
-- that is not known. A county's centre serves the county that it names as its unit.
with suspected as (
    select
        unnest(coalesce(written_codes, [unit_code])) as written_code,
        tier,
        region_code
    from served_units
    where region_code is null or named_elsewhere
),

towns_and_villages as (
    select
        s.*,
        u.region_code as unit_region
    from dated_stations as s
    inner join suspected as u on s.unit_code = u.written_code and s.tier = u.tier
),

centres as (
    select
        s.*,
        r.code as unit_region
    from dated_stations as s
    left join regions as r on s.unit_code = r.code
    where
        s.tier = 'county'
        and s.unit_code <> s.region_code
        and s.unit_code not in (
            select old_code from region_changes
            where old_code is not null
        )
),

stations as (
    select * from towns_and_villages
    union all
    select * from centres
)

select
    case when s.unit_region is null then 'unknown_unit' else 'unit_in_other_county' end as reason,
    s.station_id,
    s.name,
    s.tier,
    s.unit_code,
    s.region_code,
    s.unit_region,
    s.opened_on,
    s.closed_on,
    s.file_id,
    s.row_number
from stations as s
left join region_ancestors as a on s.unit_region = a.code and s.region_code = a.ancestor
where a.code is null
