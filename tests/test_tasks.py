"""Tasks: open and overdue at a month's end, by the registry's own days and never today's."""

import csv
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.database import open_current
from dashboard.observations import Absence, CategoryFilter
from dashboard.periods import Period
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue
from tests.pages.opening import open_page

INDICATORS = catalogue().indicators


@pytest.fixture(scope="module")
def reader(tiny_home: Home) -> Reader:
    return Reader(Session(open_current(tiny_home), RegionTree.load()), catalogue())


@pytest.mark.parametrize(
    ("region", "year", "month", "open_", "overdue"),
    [
        ("440100", 2025, 10, 2, 1),
        # K3 is done in October, behind its day.
        ("440100", 2025, 9, 3, 2),
        ("440100", 2025, 7, 2, 1),
        # K2 is due on the month's last day: not overdue until that day has passed.
        ("440100", 2025, 6, 2, 0),
        # So is K3 at the end of August.
        ("440100", 2025, 8, 2, 1),
        ("440100", 2025, 5, 2, 0),
        ("440100", 2024, 10, 1, 0),
        ("440103", 2025, 10, 1, 1),
        ("430321", 2025, 10, 1, 0),
        ("430302", 2025, 10, 1, 0),
        ("100000", 2025, 10, 4, 1),
    ],
)
def test_what_is_open_and_overdue_at_the_end_of_a_month(
    reader: Reader, region: str, year: int, month: int, open_: int, overdue: int
) -> None:
    period = Period(year, 1, month)
    found = [
        reader.observation(INDICATORS[code], region, period).numerator
        for code in ("tasks_open", "tasks_overdue")
    ]
    assert found == [open_, overdue]
    rate = reader.observation(INDICATORS["tasks_overdue_rate"], region, period)
    assert rate.value == pytest.approx(100 * overdue / open_)


def test_before_its_first_task_a_region_of_the_registry_has_none(reader: Reader) -> None:
    # Its one task is set in October.
    september, october = Period(2025, 1, 9), Period(2025, 1, 10)
    for code in ("tasks_open", "tasks_overdue"):
        before = reader.observation(INDICATORS[code], "430302", september)
        assert (before.value, before.absence) == (0, None)
    assert reader.observation(INDICATORS["tasks_open"], "430302", october).value == 1
    rate = reader.observation(INDICATORS["tasks_overdue_rate"], "430302", september)
    assert (rate.value, rate.absence) == (None, None)
    # The registry has no row of 500101: nothing is known of it.
    unknown = reader.observation(INDICATORS["tasks_open"], "500101", october)
    assert unknown.absence is Absence.NOT_REPORTED


def test_the_year_before_and_one_level_alone(reader: Reader) -> None:
    period = Period(2025, 1, 10)
    one = reader.observation(INDICATORS["tasks_open"], "440100", period)
    assert one.previous is not None
    assert one.previous.value == 1
    city = CategoryFilter(task_level=("city",))
    assert reader.observation(INDICATORS["tasks_open"], "440100", period, city).value == 1


def states(reader: Reader, region: str, period: Period, **limits: object) -> list[tuple]:
    asked = {"limits": {}, "state": "", "search": "", "most": 50, "skip": 0} | limits
    rows = reader.session.rows(
        "tasks_by_state", region=region, first_day=period.first, day=period.last_day, **asked
    )
    return [(row["task_id"], row["state"], row["late_days"]) for row in rows]


def test_the_list_holds_what_was_open_at_some_time_of_the_period(reader: Reader) -> None:
    # From 30 June to 31 October are 123 days, from 31 August to 15 October 45.
    everything = [("K2", "overdue", 123), ("K4", "open", None), ("K3", "done", 45)]
    period = Period(2025, 1, 10)
    assert states(reader, "440100", period) == [*everything, ("K1", "done", None)]
    assert states(reader, "440100", Period(2025, 7, 10)) == everything
    assert states(reader, "440100", period, state="overdue") == everything[:1]
    assert states(reader, "440100", period, limits={"task_level": ["county"]}) == everything[1:2]
    assert states(reader, "440100", period, search="K3") == everything[2:3]
    # In September K3 was not done yet, whatever is known today.
    september = [("K2", "overdue", 92), ("K3", "overdue", 30), ("K4", "open", None)]
    assert states(reader, "440100", Period(2025, 9, 9)) == september
    assert states(reader, "441900", period) == []


def test_a_task_due_on_the_last_day_is_not_overdue_until_that_day_has_passed(
    reader: Reader,
) -> None:
    june, july = Period(2025, 6, 6), Period(2025, 7, 7)
    assert ("K2", "open", None) in states(reader, "440103", june)
    assert ("K2", "overdue", 31) in states(reader, "440103", july)
    parameters = {"region": "440103", "limits": {}}
    for period, state in ((june, "open"), (july, "overdue")):
        counted = reader.session.rows(
            "task_states", first_day=period.first, day=period.last_day, **parameters
        )
        assert {row["state"]: row["tasks"] for row in counted} == {state: 1}


def test_the_page_lists_the_tasks_and_who_is_behind(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, tiny_home, "tasks", region="440100")
    body = "\n".join(element.proto.body for element in app.get("html"))
    assert "任务清单：超期 1 项，进行中 1 项，已完成 2 项" in body
    assert "超期在哪里：超期 1 项，荔湾最多，1 项" in body
    assert body.index("K2重点任务") < body.index("K4重点任务") < body.index("K3重点任务")
    limited = open_page(monkeypatch, tiny_home, "tasks", region="440100", task_state="open")
    body = "\n".join(element.proto.body for element in limited.get("html"))
    assert "K4重点任务" in body
    assert "K2重点任务" not in body


def test_every_task_below_a_region_is_a_file(tiny_home: Home, tmp_path: Path) -> None:
    asked = ["440100", "--detail", "tasks", "--home", str(tiny_home.path), "--out", str(tmp_path)]
    assert main(["export", *asked]) == 0
    (file,) = tmp_path.iterdir()
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["任务编号"] for row in rows] == ["K5", "K1", "K2", "K3", "K4"]
    assert rows[2]["任务级别"] == "市级"
    assert rows[2]["来源文件"] == "tasks.parquet"
