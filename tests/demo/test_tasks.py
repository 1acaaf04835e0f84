"""The registry of tasks agrees with the monthly numbers of the tasks set and done."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@pytest.mark.parametrize(("measure", "day"), [("tasks_set", "set_on"), ("tasks_done", "done_on")])
def test_as_many_tasks_as_the_numbers_say(
    connection: "DuckDBPyConnection", measure: str, day: str
) -> None:
    """By region and quarter: a quarter's number stands in its last month."""
    differs = f"""
        with listed as (
            select
                region_code,
                (date_trunc('quarter', {day}) + interval 2 month)::date as month,
                count(*) as tasks
            from tasks
            where {day} is not null
            group by all
        ),
        numbers as (select region_code, month, value from measures where measure = '{measure}')
        select
            count(*) filter (coalesce(tasks, 0) <> coalesce(value, 0)),
            sum(tasks)::int
        from listed full join numbers using (region_code, month)
    """  # noqa: S608 - names of this test
    row = connection.execute(differs).fetchone()
    assert row is not None
    wrong, tasks = row
    assert wrong == 0
    assert tasks > 1000


def test_few_tasks_are_overdue_at_the_end(connection: "DuckDBPyConnection") -> None:
    row = connection.execute(
        "select count(*) filter (due_on < '2026-10-31' and done_on is null), count(*) from tasks"
    ).fetchone()
    assert row is not None
    assert 0 < row[0] < 0.1 * row[1]
