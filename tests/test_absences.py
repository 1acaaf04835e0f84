"""Four words for no value, each with one meaning, on the tiny build: filters most of all."""

import pytest

from dashboard.database import open_current
from dashboard.figure_words import filter_words
from dashboard.indicators import NO_VALUE
from dashboard.marts import MartContract, Measure, mart_contract, mart_names
from dashboard.observations import Absence, CategoryFilter, absence_text, applies
from dashboard.periods import Period
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.systems import catalogue

INDICATORS = catalogue().indicators
TO_OCTOBER = Period(2025, 1, 10, complete=False)
EMERGENCY = CategoryFilter(programme=["emergency"])
PENSIONS = CategoryFilter(programme=["pensions"])
LIWAN, HAIZHU, GUANGDONG, TAIWAN = "440103", "440105", "440000", "710000"


@pytest.fixture(scope="module")
def reader(tiny_home: Home) -> Reader:
    return Reader(Session(open_current(tiny_home), RegionTree.load()), catalogue())


def read(reader: Reader, code: str, region: str, limits: CategoryFilter = CategoryFilter()):  # noqa: B008 - frozen
    return reader.observation(INDICATORS[code], region, TO_OCTOBER, limits)


def test_who_reported_and_has_no_such_row_has_none_of_it(reader) -> None:
    spent = read(reader, "relief_spent", LIWAN, EMERGENCY)
    assert (spent.value, spent.absence) == (0, None)
    assert spent.previous is not None
    assert spent.previous.value == 0
    rate = read(reader, "relief_on_time_rate", LIWAN, EMERGENCY)
    assert (rate.value, rate.absence) == (None, Absence.NO_SUCH)
    # The province's own office had an emergency, decided on time.
    assert read(reader, "relief_spent", GUANGDONG, EMERGENCY).value == 100_000
    assert read(reader, "relief_on_time_rate", GUANGDONG, EMERGENCY).value == 100


def test_who_did_not_report_is_not_zero_under_a_filter(reader) -> None:
    for code in ("relief_spent", "relief_on_time_rate"):
        for limits in (CategoryFilter(), EMERGENCY):
            observation = read(reader, code, HAIZHU, limits)
            assert (observation.value, observation.absence) == (None, Absence.NOT_REPORTED)


def test_a_figure_that_a_filter_makes_meaningless_is_none(reader) -> None:
    for code, limits in (
        ("pensions_spent", EMERGENCY),
        ("relief_spent", PENSIONS),
        ("memorial_completion", CategoryFilter(protection=["unrated"])),
        ("three_star_share", CategoryFilter(stars=["1", "2"])),
    ):
        for region in (LIWAN, GUANGDONG):
            observation = read(reader, code, region, limits)
            assert (observation.value, observation.change) == (None, None), code
            assert observation.absence is Absence.NOT_APPLICABLE
            months = reader.months(INDICATORS[code], region, TO_OCTOBER.last, limits)
            assert not [month for month in months if month.value is not None]


def test_the_months_of_a_filtered_amount_are_zero_where_it_was_reported(reader) -> None:
    spent = INDICATORS["relief_spent"]
    months = reader.months(spent, LIWAN, TO_OCTOBER.last, EMERGENCY)
    assert {month.value for month in months} == {0}
    # 韶山 reported neither September nor October.
    late = reader.months(spent, "430382", TO_OCTOBER.last, EMERGENCY)
    assert [month.value for month in late[-3:]] == [0, None, None]
    series = reader.series(spent, "430382", [Period(2025, 8, 8), Period(2025, 9, 9)], EMERGENCY)
    assert [(r.value, r.absence) for r in series] == [(0, None), (None, Absence.NOT_REPORTED)]


def test_what_never_reports_has_no_data_and_nothing_to_divide_by_is_a_dash(reader) -> None:
    assert absence_text(read(reader, "placement_rate", TAIWAN)) == "无数据"
    # 岳塘 has no station but its centre, so no rate of villages without units to cover.
    officers = CategoryFilter(placement_category=["transferred_officers"])
    assert absence_text(read(reader, "placement_rate", LIWAN, officers)) == "无此类"
    none = read(reader, "memorial_completion", "430304")
    assert none.value is None
    assert absence_text(none) in (NO_VALUE, "未上报")


@pytest.mark.parametrize(
    ("where", "chosen", "meets"),
    [
        (None, {"fund": ["a"]}, True),
        ("fund = 'a'", {}, True),
        ("fund = 'a'", {"fund": ["a", "b"]}, True),
        ("fund = 'a'", {"fund": ["b"]}, False),
        ("fund = 'a'", {"programme": ["b"]}, True),
        ("fund <> 'a'", {}, True),
        ("fund <> 'a'", {"fund": ["a"]}, False),
        ("fund <> 'a'", {"fund": ["a", "b"]}, True),
        ("stars in ('3', '4')", {"fund": ["a"]}, True),
        ("stars in ('3', '4')", {"stars": ["2", "4"], "fund": ["a"]}, True),
        ("stars in ('3', '4')", {"stars": ["2"]}, False),
        ("fund <> 'a' and stars = '3'", {"fund": ["b"], "stars": ["3"]}, True),
        ("fund <> 'a' and stars = '3'", {"fund": ["a"], "stars": ["3"]}, False),
        ("fund <> 'a' and stars = '3'", {"fund": ["b"], "stars": ["2"]}, False),
    ],
)
def test_whether_a_measure_counts_any_of_what_is_chosen(where, chosen, meets):
    assert Measure(column="x", where=where).meets(CategoryFilter(**chosen)) == meets


def test_a_condition_that_can_not_be_judged_is_refused() -> None:
    with pytest.raises(ValueError, match="pattern"):
        Measure(column="x", where="fund like 'a%'")
    contract = mart_contract("relief").model_dump()
    contract["measures"]["relief_spent"]["where"] = "colour = 'red'"
    with pytest.raises(ValueError, match="relief_spent: no dimension colour"):
        MartContract(**contract)


def test_every_measure_counts_some_category_of_its_dimension() -> None:
    known = catalogue()
    for name in mart_names():
        contract = mart_contract(name)
        for dimension in contract.dimensions:
            codes = [category.code for category in known.dimensions[dimension].categories]
            for code, measure in contract.measures.items():
                assert any(measure.meets({dimension: [one]}) for one in codes), code


def test_every_indicator_applies_where_nothing_is_chosen() -> None:
    assert all(applies(indicator, CategoryFilter()) for indicator in INDICATORS.values())


def test_a_choice_in_words() -> None:
    """In the catalogue's order, whatever the order in which it was chosen."""
    chosen = CategoryFilter(fund=["central"], programme=["visits", "emergency"])
    assert filter_words(chosen) == "应急救助、走访慰问、中央资金"
    assert filter_words(chosen, "en") == "Emergency relief, Visits with gifts, Central"
    assert filter_words(CategoryFilter(stars=["5"], national_model=["model"])) == (
        "五星级、全国示范型"
    )
    assert filter_words(CategoryFilter()) == ""
