"""A rate of measures that are reported each for itself is followed home without what was reported
by halves; by months and by quarters, with rows under former codes.
"""

from datetime import date
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from dashboard.completeness import Completeness
from dashboard.database import open_current
from dashboard.periods import Period
from dashboard.pipeline import build
from dashboard.provenance import SIDES
from dashboard.provenance_beside import corrections
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue
from tests.test_provenance import check, rows_of, trace
from tests.tiny_exports import TODAY, Row, arrow_table, tiny_rows, write_tiny_exports

NINE = Period(2025, 1, 9)
GUANGZHOU, LIWAN, YUEXIU, NANSHA = "440100", "440103", "440104", "440115"


def counted(code: str, month: int, measure: str, value: int) -> Row:
    said = {"region_code": code, "month": date(2025, month, 1), "measure": measure}
    return {**said, "value": Decimal(value)}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Cards: 荔湾 10 applied and 9 issued in every month, in September no word of those issued.
    东山 440102, which is 越秀 today, 20 and 18 in January, in February only 18 issued; 越秀
    itself reports in February only 7 applied. A newer file says 8 of 荔湾's 9 of January.

    Rectification by the quarter: 荔湾 sets 5 in March, and writes the 4 done under January; 南沙
    sets 5 in June.
    """
    rows = [counted(LIWAN, month, "cards_applied", 10) for month in range(1, 10)]
    rows += [counted(LIWAN, month, "cards_issued", 9) for month in range(1, 9)]
    rows += [
        counted("440102", 1, "cards_applied", 20),
        counted("440102", 1, "cards_issued", 18),
        counted("440102", 2, "cards_issued", 18),
        counted(YUEXIU, 2, "cards_applied", 7),
        counted(LIWAN, 3, "rectification_set", 5),
        counted(LIWAN, 1, "rectification_done", 4),
        counted(NANSHA, 6, "rectification_set", 5),
    ]
    home = Home(tmp_path_factory.mktemp("pairs"))
    tables = tiny_rows()
    tables["measures"] += rows
    write_tiny_exports(home.exports, tables)
    (home.exports / "measures.parquet").rename(home.exports / "measures_2025-11.parquet")
    newer = home.exports / "measures_2025-12.parquet"
    pq.write_table(arrow_table([counted(LIWAN, 1, "cards_issued", 8)]), newer)
    build(home, today=TODAY)
    return Reader(Session(open_current(home), RegionTree.load()), catalogue())


@pytest.mark.parametrize(
    ("region", "above", "below"),
    # 荔湾: 8 + 7 × 9 of 80 in eight months. 越秀: January alone.
    [(LIWAN, 71, 80), (YUEXIU, 18, 20), (GUANGZHOU, 89, 100), ("440000", 89, 100)],
)
def test_the_parts_and_rows_of_a_rate_leave_out_halves(reader, region, above, below) -> None:
    sides = [trace(reader, "card_issue_rate", region, side, NINE) for side in SIDES]
    assert [one.figure for one in sides] == [above, below]
    for one in sides:
        check(one)


def test_every_row_and_correction_stands_once(reader) -> None:
    one = trace(reader, "card_issue_rate", GUANGZHOU, period=NINE)
    assert len(rows_of(one)) == 9
    asked = corrections(one)
    assert asked is not None
    found = reader.session.rows(asked.query, **asked.parameters, most=10, skip=0)
    assert [(row["old_value"], row["new_value"]) for row in found] == [("9.00", "8.00")]


def test_a_quarter_is_paired_by_the_month_it_counts_in(reader) -> None:
    for side, figure in zip(SIDES, (4, 5), strict=True):
        one = trace(reader, "rectification_rate", GUANGZHOU, side, NINE)
        assert one.figure == figure
        check(one)


def test_who_reported_a_rate_reported_both_of_its_measures(reader) -> None:
    rate = reader.catalogue.indicators["card_issue_rate"]
    missing = reader.missing(rate, GUANGZHOU, NINE)
    assert {region.code: lacks for region, lacks in missing if region.code in (LIWAN, YUEXIU)} == {
        LIWAN: [9],
        YUEXIU: [2, 3, 4, 5, 6, 7, 8, 9],
    }


def test_reports_to_be_reminded_of_are_the_measures(reader) -> None:
    """Of September 荔湾 lacks those issued alone, and both measures are asked for."""
    completeness = Completeness(reader, [LIWAN], Period(2025, 9, 9), settled=False)
    cards = [one for one in completeness.reports if one.code.startswith("card")]
    assert [one.name for one in cards] == ["优待证制发", "优待证申领"]
    applied = [one for one in cards if one.bits]
    assert [one.code for one in applied] == ["cards_applied"]
    assert not completeness.missing(applied, LIWAN)
