"""Two builds side by side: registries, of which every month holds what changed in it."""

from datetime import date

from dashboard.build_comparison import Moved, compare_builds
from dashboard.database import open_current
from dashboard.pipeline import build
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import Home
from tests.tiny_exports import TODAY, write_tiny_exports

SHAOSHAN = "430382"


def moved(home: Home, before: list[dict], after: list[dict]) -> dict[tuple[str, int], Moved]:
    """What moved in one county between two builds of these tasks, by measure and year."""
    tree, sides = RegionTree.load(), []
    for tasks in (before, after):
        write_tiny_exports(home.exports, {"tasks": tasks})
        build(home, today=TODAY, accept=["rows_shrink"])
        sides.append(Session(open_current(home), tree))
    first, second = sides
    found = compare_builds(first, second, tree, [SHAOSHAN], everything=False).moved
    return {(one.measure, one.year): one for one in found}


def task(number: int, set_on: date, due_on: date | None, done_on: date | None = None) -> dict:
    return {
        "task_id": f"T{number}",
        "title": "重点任务",
        "level": "county",
        "region_code": SHAOSHAN,
        "set_on": set_on,
        "due_on": due_on,
        "done_on": done_on,
    }


def test_what_changed_in_another_month_and_stands_alike_has_not_moved(tiny_copy: Home) -> None:
    """Overdue since July or since September: one open and overdue at the end of October."""
    early, late = (task(1, date(2025, 2, 3), date(2025, month, 15)) for month in (7, 9))
    assert not moved(tiny_copy, [early], [late])


def test_a_change_after_the_last_month_of_changes_before_has_moved(tiny_copy: Home) -> None:
    before = task(1, date(2025, 2, 3), date(2025, 7, 15))
    found = moved(tiny_copy, [before], [before | {"done_on": date(2025, 10, 20)}])
    assert {key: (one.before, one.after) for key, one in found.items()} == {
        ("tasks_open", 2025): (1, 0),
        ("tasks_overdue", 2025): (1, 0),
    }


def test_a_year_without_any_change_has_what_stood_before_it(tiny_copy: Home) -> None:
    first, second = (task(year, date(year, 3, 4), None) for year in (2024, 2025))
    found = moved(tiny_copy, [first], [first, second])
    (open_,) = found.values()
    assert (open_.measure, open_.year) == ("tasks_open", 2025)
    assert (open_.before, open_.after) == (1, 2)
