"""当年区划: figures as they were reported, of regions that were merged, divided and moved, by hand.

杭州: 下城 330103 became a part of 拱墅 330105 in March 2021; 江干 330104 was divided between 上城
330102 and 钱塘 330114. 莱城 371202 came from 莱芜 to 济南 370100 as 莱芜区 370116 in 2018.
Job fairs a month:

    code     2018–2020   2021-01…03   2021-04…12   2022
    330105           1            1            3      3
    330103           2            2            –      –
    330102           1            1            5      5
    330104           4            4            –      –
    330114           –            –            1      1
    371202    5 (2018)            –            –      –
    370116     6 (2019 and 2020), 6            6      6
    370102          10           10           10     10

公主岭 220381 went from 四平 220300 to 长春 220100 in 2020, as 220184. Of volunteers, reported by
quarter, it told 7 a quarter from 2019 on, under the old code until June 2020, the second quarter of
2020 under its first month; 铁西 220302 in 四平 3 and 南关 220102 in 长春 4. Of petitions, reported
by month, both 公主岭 and 南关 told 1 in each month of 2020, but for 公主岭's July.
"""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.__main__ import main
from dashboard.as_reported import AsReported
from dashboard.database import open_current
from dashboard.exports.table import Table
from dashboard.indicators import Indicator
from dashboard.observations import EVERYTHING, Observation
from dashboard.periods import Period
from dashboard.pipeline import build
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue
from dashboard.targets import Standing
from dashboard.ui.files import OFFERS
from tests.exports.support import dictionaries, written
from tests.pages.opening import open_page
from tests.targets import target
from tests.tiny_exports import Row, write_tiny_exports

HANGZHOU, GONGSHU, SHANGCHENG, QIANTANG = "330100", "330105", "330102", "330114"
SIPING, CHANGCHUN, GONGZHULING = "220300", "220100", "220184"
JINAN, LAIWU, SHANDONG = "370100", "370116", "370000"
MERGER, LAST = date(2021, 4, 1), date(2022, 12, 1)
_TARGETS = [target(GONGSHU, "job_fairs", 40, year) for year in (2021, 2022)]
_COLUMNS = (
    *("job_fairs", "employers", "positions", "intentions", "trained", "certified"),
    *("employed_after_training", "businesses_started", "jobs_created"),
)


def _fairs(code: str, month: date) -> int | None:
    """How many a code reported of a month; None where it did not report."""
    merged = month >= MERGER
    now = {"330105": 3 if merged else 1, "330102": 5 if merged else 1, "370102": 10}
    if code in now:
        return now[code]
    if code == "330114":
        return 1 if merged else None
    if code == "371202":
        return 5 if month.year == 2018 else None
    if code == "370116":
        return 6 if month.year > 2018 else None
    return None if merged else {"330103": 2, "330104": 4}[code]


def _rows() -> Iterator[Row]:
    codes = ("330105", "330103", "330102", "330104", "330114", "371202", "370116", "370102")
    for year in range(2018, LAST.year + 1):
        for number in range(1, 13):
            month = date(year, number, 1)
            for code in codes:
                if (fairs := _fairs(code, month)) is not None:
                    counts = dict.fromkeys(_COLUMNS, 1) | {"job_fairs": fairs}
                    yield {"region_code": code, "month": month, **counts}


def _volunteers() -> Iterator[Row]:
    for year in (2019, 2020, 2021):
        for month in (3, 6, 9, 12):
            is_old = (year, month) < (2020, 9)
            codes = {"220381" if is_old else "220184": 7, "220302": 3, "220102": 4}
            for code, value in codes.items():
                written = 4 if (code, year, month) == ("220381", 2020, 6) else month
                told = {"measure": "volunteers", "value": Decimal(value)}
                yield {"region_code": code, "month": date(year, written, 1), **told}


def _petitions() -> Iterator[Row]:
    for number in range(1, 13):
        codes = ["220102"] if number == 7 else ["220102", "220381" if number < 7 else "220184"]
        for code in codes:
            told = {"measure": "petitions_received", "value": Decimal(1)}
            yield {"region_code": code, "month": date(2020, number, 1), **told}


@pytest.fixture(scope="module")
def moved_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("moved"))
    tables = {
        "employment": list(_rows()),
        "measures": [*_volunteers(), *_petitions()],
        "targets": _TARGETS,
    }
    write_tiny_exports(home.exports, tables)
    build(home, today=date(2023, 1, 20))
    return home


@pytest.fixture(scope="module")
def reader(moved_home: Home) -> Reader:
    return Reader(Session(open_current(moved_home), RegionTree.load()), catalogue())


FAIRS: Indicator = catalogue().indicators["job_fairs"]
YEARS = [Period(year, 1, 12) for year in range(2018, 2023)]


def both(
    reader: Reader,
    code: str,
    indicator: Indicator = FAIRS,
    periods: Sequence[Period] = YEARS,
) -> tuple[list[Observation], list[Observation]]:
    """The periods of a region on today's divisions, and on those of each year."""
    today = reader.series(indicator, code, periods, EVERYTHING)
    told = AsReported(reader.session, indicator, reader.tree[code])
    return today, [told.observed(one) for one in today]


def values(observations: list[Observation]) -> list[float | None]:
    return [one.value for one in observations]


def test_a_region_that_took_another_is_told_without_it(reader: Reader) -> None:
    today, then = both(reader, GONGSHU)
    assert values(today) == [36, 36, 36, 3 * 3 + 9 * 3, 36]
    # In 2021 the merged district's own code: three months of 1, nine of 3.
    assert values(then) == [12, 12, 12, 3 * 1 + 9 * 3, 36]
    assert all(one.as_reported for one in then)
    assert not any(one.as_reported for one in today)


def test_a_target_is_not_held_against_figures_of_other_ground(
    reader: Reader, moved_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = AsReported(reader.session, FAIRS, reader.tree[GONGSHU])

    def standings(year: int) -> list[str | None]:
        (today,) = reader.observations(FAIRS, [GONGSHU], Period(year, 1, 12))
        return [one.goal and one.goal.standing for one in (today, told.observed(today))]

    # 36 of 40 in both years: in 2021 the district as it was reported 30 of them.
    assert standings(2021) == [Standing.FAR_BEHIND, None]
    assert standings(2022) == [Standing.FAR_BEHIND, Standing.FAR_BEHIND]

    def line(year: str, divisions: str) -> bool:
        asked = {"year": year, "period": "year", "indicator": "job_fairs", "divisions": divisions}
        app = open_page(monkeypatch, moved_home, "employment", region=GONGSHU, **asked)
        return "虚线为目标" in html(app)

    assert [line("2021", one) for one in ("today", "then")] == [True, False]
    assert line("2022", "then")
    # Of years side by side only those of today's ground have the target.
    asked = {"year": "2022", "period": "year", "indicator": "job_fairs", "grain": "year"}
    for divisions, aims in (("today", [40, 40]), ("then", [None, 40])):
        app = open_page(
            monkeypatch,
            moved_home,
            "employment",
            region=GONGSHU,
            divisions=divisions,
            **asked,
        )
        specs = [json.loads(one.proto.spec) for one in app.get("plotly_chart")]
        (drawn,) = [
            trace["y"]
            for spec in specs
            for trace in spec["data"]
            if str(trace.get("name", "")).startswith("目标")
        ]
        assert list(drawn)[-2:] == aims


def test_a_change_stands_where_the_ground_was_the_same_in_both_years(reader: Reader) -> None:
    _, then = both(reader, GONGSHU)
    assert [one.change for one in then] == [None, 0, 0, None, None]


def test_heirs_of_a_divided_region_have_no_other_figures(reader: Reader) -> None:
    for code in (SHANGCHENG, QIANTANG):
        told = AsReported(reader.session, FAIRS, reader.tree[code])
        assert not told.differs
        today, then = both(reader, code)
        assert values(today) == values(then)
    # What 江干 reported counts in the city, which it lay in.
    assert not AsReported(reader.session, FAIRS, reader.tree[HANGZHOU]).differs


def test_a_region_that_came_from_another_city_counts_in_neither_before(reader: Reader) -> None:
    today, then = both(reader, JINAN)
    assert values(today) == [180, 192, 192, 192, 192]
    assert values(then) == [120, 192, 192, 192, 192]
    assert [one.reporting.all for one in today[:2]] == [2, 2]
    assert [one.reporting.all for one in then[:2]] == [1, 2]
    # The county itself is the same under another code, and both lie in one province.
    for code in (LAIWU, SHANDONG):
        told = AsReported(reader.session, FAIRS, reader.tree[code])
        assert not told.differs


def test_what_nobody_reported_under_a_region_s_own_code_is_missing(moved_home: Home) -> None:
    """Of a month in which only 下城 reported, 拱墅 as it was then has no figure."""
    tree = RegionTree.load()
    session = Session(open_current(moved_home), tree)
    reader = Reader(session, catalogue())
    months = [Period(2021, 3, 3), Period(2021, 4, 4)]
    today = reader.series(FAIRS, GONGSHU, months, EVERYTHING)
    told = AsReported(session, FAIRS, tree[GONGSHU])
    then = [told.observed(one) for one in today]
    assert [one.value for one in today] == [3, 3]
    assert [one.value for one in then] == [1, 3]
    assert [one.previous.value for one in then if one.previous] == [1, 1]
    assert [one.reporting.all for one in then] == [1, 1]


def who(observations: list[Observation]) -> list[tuple[int, int, int]]:
    """How many reported all, how many some, and how many months."""
    return [(one.reporting.all, one.reporting.some, one.reporting.months) for one in observations]


def test_quarters_are_told_under_the_codes_of_their_year(reader: Reader) -> None:
    volunteers, years = catalogue().indicators["volunteers"], YEARS[1:4]
    today, then = both(reader, SIPING, volunteers, years)
    assert values(today) == [4 * 3, 4 * 3, 4 * 3]
    # With 公主岭: all of 2019, two quarters of 2020.
    assert values(then) == [4 * 3 + 4 * 7, 4 * 3 + 2 * 7, 4 * 3]
    assert who(today) == [(1, 0, 4)] * 3
    assert who(then) == [(2, 0, 8), (2, 0, 6), (1, 0, 4)]
    today, then = both(reader, CHANGCHUN, volunteers, years)
    assert values(today) == [4 * 4 + 4 * 7] * 3
    assert values(then) == [4 * 4, 4 * 4 + 2 * 7, 4 * 4 + 4 * 7]
    assert who(today) == [(2, 0, 8)] * 3
    # The new code owes nothing of the quarters before it was.
    assert who(then) == [(1, 0, 4), (2, 0, 6), (2, 0, 8)]
    # The county itself, and the province that both cities lie in, are the same under both codes.
    for code in (GONGZHULING, "220000"):
        assert not AsReported(reader.session, volunteers, reader.tree[code]).differs


def test_a_month_missed_between_two_codes_is_the_new_code_s(reader: Reader) -> None:
    petitions = catalogue().indicators["petitions_received"]
    today, then = both(reader, CHANGCHUN, petitions, YEARS[2:3])
    assert values(today) == [12 + 11]
    assert values(then) == [12 + 5]
    # Of the 6 that the new code had to report it lacks one; nine others report nothing of 12.
    assert who(today) == [(1, 1, 23)]
    assert who(then) == [(1, 1, 17)]
    assert [one.reporting.months_expected for one in then] == [10 * 12 + 6]


def test_quarters_that_end_in_a_period_are_told_of_it(reader: Reader) -> None:
    volunteers = catalogue().indicators["volunteers"]
    # January to October are three quarters; April and May are none, October is none.
    periods = [Period(2020, 1, 10), Period(2020, 4, 5), Period(2020, 4, 6), Period(2020, 10, 10)]
    today, then = both(reader, SIPING, volunteers, periods)
    assert values(today) == [9, None, 3, None]
    assert values(then) == [9 + 14, None, 3 + 7, None]
    assert who(then) == [(2, 0, 5), (0, 0, 0), (2, 0, 2), (0, 0, 0)]
    _, then = both(reader, CHANGCHUN, volunteers, periods)
    assert values(then) == [12 + 7, None, 4, None]
    assert who(then) == [(2, 0, 4), (0, 0, 0), (1, 0, 1), (0, 0, 0)]


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def switches(app: AppTest) -> list[str]:
    return [one.label for one in app.get("button_group") if one.label == "区划口径"]


def table_of(app: AppTest, title: str) -> Table:
    button = rf'data-file="[^"]*/files/([^"]+)/csv" aria-label="[^"]*：{title}"'
    (token,) = re.findall(button, html(app))
    offer = OFFERS.find(token)
    assert offer is not None
    return offer.table()


def file_of(app: AppTest, title: str) -> list[dict[str, str]]:
    return list(csv.DictReader(written(table_of(app, title)).decode("utf-8-sig").splitlines()))


def notes_of(app: AppTest, title: str) -> dict[str, str]:
    return dict(table_of(app, title).all_notes())


def test_the_trend_has_a_switch_where_it_makes_a_difference(
    moved_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"indicator": "job_fairs", "grain": "year", "period": "year", "divisions": "then"}
    app = open_page(monkeypatch, moved_home, "employment", region=GONGSHU, **asked)
    assert len(switches(app)) == 1
    assert "；当年区划" in html(app)
    assert "按当年区划：只计当年以本地区代码上报的数据" in html(app)
    rows = file_of(app, "招聘会走势（当年区划）")
    assert [(row["指标值"], row["区划口径"]) for row in rows[:4]] == [
        ("12", "当年区划"),
        ("12", "当年区划"),
        ("12", "当年区划"),
        ("30", "当年区划"),
    ]
    assert "按当年区划" in rows[3]["区划变动"]
    assert notes_of(app, "招聘会走势（当年区划）")["区划换算"].startswith("按当年区划")
    mapped = open_page(
        monkeypatch, moved_home, "employment", region=GONGSHU, **asked | {"divisions": "today"}
    )
    rows = file_of(mapped, "招聘会走势")
    assert [(row["指标值"], row["区划口径"]) for row in rows[:2]] == [
        ("36", "今日区划"),
        ("36", "今日区划"),
    ]
    assert "已按今日区划计入" in rows[3]["区划变动"]
    said = notes_of(mapped, "招聘会走势")["区划换算"]
    assert said == "330103下城区 → 330105拱墅区（2021年）"
    # 上城 has other ground and the same figures; 历下 nothing at all.
    for code in (SHANGCHENG, "370102"):
        app = open_page(monkeypatch, moved_home, "employment", region=code, **asked)
        assert switches(app) == []
        assert "当年区划" not in html(app)


def test_the_table_of_years_is_on_the_divisions_chosen(
    moved_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(
        monkeypatch,
        moved_home,
        "employment",
        region=HANGZHOU,
        indicator="job_fairs",
        period="year",
        table="years",
        divisions="then",
    )
    assert "已撤并的地区不在表中：330103下城区 → 330105拱墅区（2021年）" in html(app)
    # 杭州's own trend is the same on both; the table of its districts is not.
    assert len(switches(app)) == 1
    rows = file_of(app, '杭州市[^"]*（当年区划）')
    told = {(row["地区"], row["年"]): row["指标值"] for row in rows}
    assert told["拱墅区", "2018"] == "12"
    assert told["上城区", "2018"] == "12"
    assert told["拱墅区", "2022"] == "36"


def test_the_command_writes_the_same(
    moved_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["export", GONGSHU, "--indicator", "job_fairs", "--home", str(moved_home.path)]
    asked += ["--divisions", "then", "--out", str(tmp_path)]
    assert main([*asked, "--rows", "months", "--year", "2021"]) == 0
    (file,) = tmp_path.iterdir()
    assert "走势（当年区划）" in file.name
    rows = dictionaries(file.read_bytes())
    assert [row["指标值"] for row in rows] == 3 * ["1"] + 9 * ["3"]
    assert {row["区划口径"] for row in rows} == {"当年区划"}
    assert main([*asked, "--rows", "late"]) == 3
    assert "--divisions" in capsys.readouterr().err
