"""The grade of a figure's coverage: the bounds, the words beside it, and where it is seen."""

import pytest

from dashboard.coverage import Coverage, CoverageGrades
from dashboard.narrative import coverage_words, state
from dashboard.observations import Observation, Reporting
from dashboard.periods import Period
from dashboard.regions import RegionTree
from dashboard.settings import Home
from dashboard.systems import catalogue
from dashboard.ui.coverage_marks import coverage_mark, coverage_sign
from tests.pages.opening import open_page

TREE = RegionTree.load()
RATE = catalogue().indicators["placement_rate"]
TO_OCTOBER = Period(2025, 1, 10, complete=False)


def observed(who: Reporting, code: str = "430300", value: float | None = 5) -> Observation:
    return Observation(RATE, TREE[code], TO_OCTOBER, value, value and 10, who)


@pytest.mark.parametrize(
    ("reported", "expected", "grade"),
    [
        (50, 50, Coverage.COMPLETE),
        (49, 50, Coverage.NEARLY),
        (95, 100, Coverage.NEARLY),
        (94, 100, Coverage.PARTIAL),
        (1, 100, Coverage.PARTIAL),
        # Nothing came, or nothing was due: no figure to grade.
        (0, 100, None),
        (0, 0, None),
    ],
)
def test_a_share_has_a_grade(reported: int, expected: int, grade: Coverage | None) -> None:
    assert CoverageGrades().of(reported, expected) is grade


def test_the_bounds_are_the_department_s() -> None:
    loose = CoverageGrades(complete=0.9, nearly=0.5)
    assert [loose.of(n, 100) for n in (90, 89, 50, 49)] == [
        Coverage.COMPLETE,
        Coverage.NEARLY,
        Coverage.NEARLY,
        Coverage.PARTIAL,
    ]


def test_words_and_marks_are_quiet_where_all_is_there() -> None:
    complete = observed(Reporting(5, 0, 0, 50, 50))
    nearly = observed(Reporting(4, 1, 0, 48, 50))
    partial = observed(Reporting(3, 2, 0, 40, 50))
    assert [coverage_words(one) for one in (complete, nearly, partial)] == [
        "完整，5 县区报全",
        "基本完整，4 县区报全，1 县区缺月",
        "不完整，3 县区报全，2 县区缺月",
    ]
    assert coverage_words(observed(Reporting(all=1, months=10, months_expected=10), "430302")) == (
        "已上报"
    )
    assert coverage_mark(complete) == coverage_sign(complete) == coverage_sign(nearly) == ""
    assert "基本完整" in coverage_mark(nearly)
    assert 'class="coverage partial"' in coverage_mark(partial)
    assert "缺" in coverage_sign(partial)
    assert state(partial).endswith("完成率50.0%（报送不完整）")
    assert "（" not in state(nearly)


def test_what_a_city_s_own_office_alone_reported_is_partial() -> None:
    own = observed(Reporting(none=9, months_expected=90))
    assert own.is_partial
    assert coverage_words(own) == "不完整，9 县区均未报"
    assert "缺" in coverage_sign(own)
    # A county is its own reporter, and a region of which nothing is due lacks nothing.
    assert observed(Reporting()).coverage is None


def test_nothing_reported_has_neither_grade_nor_sign() -> None:
    silent = observed(Reporting(none=5, months_expected=50), value=None)
    assert silent.coverage is None
    assert (coverage_mark(silent), coverage_sign(silent)) == ("", "")
    assert coverage_words(silent) == "未上报"


def test_pages_grade_by_the_settings(tiny_copy: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """湘潭's counties reported 48 of 50 months: 96 %."""

    def cards() -> str:
        app = open_page(monkeypatch, tiny_copy, "placement", region="430300")
        return "\n".join(element.proto.body for element in app.get("html"))

    assert '<span class="coverage nearly">基本完整</span> 4 县区报全，1 县区缺月' in cards()
    tiny_copy.settings.write_text("coverage_grades: {nearly: 0.97}", encoding="utf-8")
    page = cards()
    assert '<span class="coverage partial">不完整</span> 4 县区报全，1 县区缺月' in page
    # 韶山 lacks two months of ten, and its row says so.
    assert 'title="报送不完整">缺</span>' in page
    monkeypatch.setenv("DASHBOARD_COVERAGE_GRADES", "{complete: 0.9, nearly: 0.9}")
    assert '<div class="reported">4 县区报全，1 县区缺月' in cards()
