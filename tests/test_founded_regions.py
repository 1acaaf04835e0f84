"""Regions that were not there yet, on the divisions of their year (当年区划).

江北 500105 became a part of 两江新区 500157 in 2025, which is new. 下城 330103 became a part of
拱墅 330105 in 2021, which had been there. 莱城 371202 is 莱芜区 370116 since 2018. 白杨市 659012
was founded in 2023. Job fairs, one a month: 江北 in 2024 and 两江新区 in 2025; 下城 alone in 2020;
莱城 in 2017.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from dashboard.as_reported import AsReported, as_reported
from dashboard.boundary_changes import existed
from dashboard.database import open_current
from dashboard.observations import Absence, Observation
from dashboard.periods import Period
from dashboard.pipeline import build
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue
from tests.tiny_exports import Row, write_tiny_exports

FAIRS = catalogue().indicators["job_fairs"]
LIANGJIANG, GONGSHU, LAIWU, BAIYANG = "500157", "330105", "370116", "659012"
_OTHERS = (
    *("employers", "positions", "intentions", "trained", "certified"),
    *("employed_after_training", "businesses_started", "jobs_created"),
)


def _rows() -> Iterator[Row]:
    for code, year in (("500105", 2024), (LIANGJIANG, 2025), ("330103", 2020), ("371202", 2017)):
        for month in range(1, 13):
            counts = dict.fromkeys(_OTHERS, 1) | {"job_fairs": 1}
            yield {"region_code": code, "month": date(year, month, 1), **counts}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    home = Home(tmp_path_factory.mktemp("founded"))
    write_tiny_exports(home.exports, {"employment": list(_rows())})
    build(home, today=date(2026, 1, 20), accept=["region_silent", "months_gap"])
    return Reader(Session(open_current(home), RegionTree.load()), catalogue())


def told(reader: Reader, code: str, year: int) -> Observation:
    today = reader.observation(FAIRS, code, Period(year, 1, 12))
    one = AsReported(reader.session, FAIRS, reader.tree[code]).observed(today)
    assert as_reported(reader.session, [today]) == [one]
    return one


@pytest.mark.parametrize(
    ("code", "year", "value", "absence"),
    [
        (LIANGJIANG, 2024, None, Absence.NOT_THERE),
        (LIANGJIANG, 2025, 12, None),
        # It was there, under its own code, and did not report.
        (GONGSHU, 2020, None, Absence.NOT_REPORTED),
        # The same region under another number.
        (LAIWU, 2017, 12, None),
        (LAIWU, 2016, None, Absence.NOT_REPORTED),
        (BAIYANG, 2022, None, Absence.NOT_THERE),
        (BAIYANG, 2023, None, Absence.NOT_REPORTED),
    ],
)
def test_a_region_that_was_not_there_says_so(reader, code, year, value, absence) -> None:
    one = told(reader, code, year)
    assert (one.value, one.absence) == (value, absence)
    assert one.reporting.expected == (absence is not Absence.NOT_THERE)


def test_the_year_before_says_so_too(reader) -> None:
    previous = told(reader, LIANGJIANG, 2025).previous
    assert previous is not None
    assert previous.absence is Absence.NOT_THERE


def test_on_todays_divisions_it_has_what_was_mapped_to_it(reader) -> None:
    assert reader.observation(FAIRS, LIANGJIANG, Period(2024, 1, 12)).value == 12


def test_the_first_years_of_codes_are_those_of_the_yearly_tables() -> None:
    tree = RegionTree.load()
    found = {
        code: [year for year in range(2017, 2027) if existed(tree, tree[code], year)][:1]
        for code in (LIANGJIANG, GONGSHU, LAIWU, BAIYANG, "330114", "330102", "440115")
    }
    assert found == {
        LIANGJIANG: [2025],
        GONGSHU: [2017],
        LAIWU: [2017],
        BAIYANG: [2023],
        "330114": [2021],
        "330102": [2017],
        "440115": [2017],
    }
