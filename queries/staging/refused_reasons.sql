-- One row per table, column and reason of refused rows: how many, the first, and examples.
select
    r.table_name as {first_header},
    {guarded_column_name} as 列,
    r.reason as 原因代码,
    count(*) as 行数,
    {guarded_message} as 原因,
    min(r.do_zh) as 今后怎么改,
    {guarded_examples} as 值举例,
    {guarded_first_path} as 首见文件,
    arg_min(r.row_number, (r.file_id, r.row_number)) as 首见行号,
    min(r.message_en) as reason,
    min(r.do_en) as what_to_do
from refused as r
inner join files as f on r.file_id = f.file_id
where {between}
group by r.table_name, r.column_name, r.reason
order by r.table_name, 行数 desc, r.column_name, r.reason
