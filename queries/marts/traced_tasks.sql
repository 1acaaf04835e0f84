-- One row per task, with what each measure of the mart counts of it: since and until when, by which
-- rule never, what it is called where it lacks, where it has ended. A task is overdue at a month's end
-- where its day has passed and it is not done.
with tasks as (
    select
        *,
        {reported_code} as reported_code,
        struct_pack(
            value := 1::bigint,
            since := set_on,
            until := null::date,
            rule := null::varchar,
            lacks := 'no_date',
            ended := 'done'
        ) as one
    from facts_tasks
)

select
    region_code,
    reported_code as reported_region_code,
    level::varchar as task_level,
    task_id as unit_id,
    title as name,
    one as tasks_registered,
    struct_update(one, until := done_on) as tasks_open,
    struct_update(
        one,
        since := due_on + 1,
        until := done_on,
        rule := case
            when date_trunc('month', due_on + 1) >= date_trunc('month', done_on) then 'done_in_time'
        end
    ) as tasks_overdue,
    file_id,
    row_number
from tasks
