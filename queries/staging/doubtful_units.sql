-- One row per reason why a station's unit is doubtful: how many stations, and the first of them.
select
    d.reason,
    count(*) as count,
    min_by(f.path, (f.path, d.row_number)) as path,
    min_by(d.row_number, (f.path, d.row_number)) as row_number,
    min_by(d.unit_code, (f.path, d.row_number)) as value,
    min_by(d.region_code, (f.path, d.row_number))::varchar as region_code,
    coalesce(min_by(r.name, (f.path, d.row_number)), '') as lies_in
from doubtful_stations as d
inner join files as f on d.file_id = f.file_id
left join regions as r on d.unit_region = r.code
group by d.reason
order by d.reason
