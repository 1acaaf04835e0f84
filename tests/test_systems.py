"""Lines of work: each file is whole, and what is wrong in one is named."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from dashboard.exports.details import DETAILS
from dashboard.marts import mart_contract
from dashboard.settings import ROOT, SYSTEMS
from dashboard.systems import catalogue, load_catalogue
from dashboard.ui.notes import foot_line

Change = Callable[[dict[str, Any]], object]
Copy = Callable[[str, Change], Path]


@pytest.fixture
def changed(tmp_path: Path) -> Copy:
    """A copy of the lines of work in which one file was changed."""

    def copied(code: str, change: Change) -> Path:
        folder = tmp_path / "systems"
        shutil.copytree(SYSTEMS, folder)
        path = folder / f"{code}.yml"
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        change(raw)
        path.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return folder

    return copied


def test_pages_show_what_there_is_in_the_order_of_the_navigation() -> None:
    systems = list(catalogue().systems.values())
    assert [one.order for one in systems] == sorted({one.order for one in systems})
    for system in systems:
        # A page of its own is a file; details are files that there are.
        assert (ROOT / "pages" / f"{system.code}.py").exists() == system.page.own
        assert set(system.page.details) <= set(DETAILS)
        for mart in system.marts:
            assert set(mart_contract(mart).dimensions) <= set(catalogue().dimensions), mart


def test_every_code_that_is_counted_belongs_to_a_line_of_work() -> None:
    contract = mart_contract("other_measures")
    measures = contract.measures
    assert set(contract.filed) == set(catalogue().other_measures)
    assert measures["petitions_resolved"].where == "measure = 'petitions_resolved'"
    indicators = catalogue().indicators.values()
    used = {code for one in indicators for code in (*one.numerator, *(one.denominator or ()))}
    assert set(contract.filed) <= used
    # What counts for rates alone, of months with both of their measures, stands there once more.
    rates = [one for one in indicators if one.mart == "other_measures" and one.is_rate]
    paired = {code for one in rates for codes in one.columns for code in codes}
    assert set(measures) == {*contract.filed, *paired}
    assert len(paired) == 2 * len(rates) == 12


WRONG: dict[str, tuple[str, Change, str]] = {
    "an unknown measure": (
        "placement",
        lambda raw: raw["indicators"]["placement_rate"].update(denominator=["nobody_counts"]),
        "placement_rate: no measure nobody_counts",
    ),
    "an unknown headline": (
        "relief",
        lambda raw: raw["page"]["headlines"].append("nobody_defines"),
        "the page shows no such indicator: nobody_defines",
    ),
    "an indicator that nobody shows": (
        "publicity",
        lambda raw: raw["page"]["headlines"].remove("media_reports"),
        "no page shows media_reports",
    ),
    "a section of an unknown indicator": (
        "employment",
        lambda raw: raw["page"]["sections"][0]["steps"].append("nobody_defines"),
        "the page shows no such indicator: nobody_defines",
    ),
    "a section of no kind": (
        "employment",
        lambda raw: raw["page"]["sections"][0].update(kind="pie"),
        "page.sections.0",
    ),
    "parts by an unknown dimension": (
        "preferential",
        lambda raw: raw["page"]["sections"][0].update(dimension="colour"),
        "no dimension colour",
    ),
    "a rate of a quarter's and a month's measure": (
        "tasks",
        lambda raw: raw["measures"]["tasks_set"].pop("reported"),
        "tasks_done_rate: tasks_set is reported at other times",
    ),
    "a quarterly column of a monthly export": (
        "placement",
        lambda raw: [one.update(reported="quarterly") for one in raw["measures"].values()],
        "only other measures are reported quarterly",
    ),
    "an unknown key": ("tasks", lambda raw: raw.update(colour="red"), "colour"),
    "a lacking unit": (
        "tasks",
        lambda raw: raw["indicators"]["tasks_set"].pop("unit"),
        "indicators.tasks_set.unit",
    ),
    "ranked from no number": (
        "placement",
        lambda raw: raw["indicators"]["placement_rate"].update(rank_from=float("nan")),
        "indicators.placement_rate.rank_from: Input should be a finite number",
    ),
    "a truth for a number": (
        "placement",
        lambda raw: raw["indicators"]["placement_rate"].update(decimals=True),
        "indicators.placement_rate.decimals: no number",
    ),
    "a ceiling below all": (
        "placement",
        lambda raw: raw["indicators"]["placement_on_time_rate"].update(ceiling=-1),
        "indicators.placement_on_time_rate.ceiling: Input should be greater than 0",
    ),
    "a denominator of nothing": (
        "placement",
        lambda raw: raw["indicators"]["placement_rate"].update(denominator=[]),
        "indicators.placement_rate.denominator: Tuple should have at least 1 item",
    ),
    "no name": (
        "placement",
        lambda raw: raw["indicators"]["placement_rate"].update(name=""),
        "indicators.placement_rate.name: String should have at least 1 character",
    ),
    "an unknown dimension": (
        "placement",
        lambda raw: raw["page"].update(filters=["stars"]),
        "no dimension stars",
    ),
    "a dimension without a title": (
        "placement",
        lambda raw: raw["dimensions"]["placement_category"].pop("name_en"),
        "dimensions.placement_category.name_en",
    ),
    "a dimension without categories": (
        "placement",
        lambda raw: raw["dimensions"]["placement_category"].pop("categories"),
        "categories",
    ),
    "a code of another file": (
        "tasks",
        lambda raw: raw["measures"].update(people_visited=raw["measures"]["tasks_set"]),
        "measures of another file: ['people_visited']",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_in_a_file_is_named(changed: Copy, what: str) -> None:
    code, change, said = WRONG[what]
    with pytest.raises(ValueError, match=f"{code}.yml") as wrong:
        load_catalogue(changed(code, change))
    assert said in str(wrong.value)


def test_a_new_indicator_over_existing_measures_is_one_entry(changed: Copy) -> None:
    def add(raw: dict[str, Any]) -> None:
        entry = dict(raw["indicators"]["placement_rate"], name="新指标")
        raw["indicators"]["placed_on_time_of_due"] = entry | {"numerator": ["placements_on_time"]}
        raw["page"]["headlines"].append("placed_on_time_of_due")

    known = load_catalogue(changed("placement", add))
    assert known.indicators["placed_on_time_of_due"].value(3, 4) == 75
    assert known.systems["placement"].page.headlines[-1] == "placed_on_time_of_due"


def test_every_indicator_says_whose_it_is_why_it_matters_and_when_it_was_checked() -> None:
    for code, indicator in catalogue().indicators.items():
        assert indicator.owner, code
        assert indicator.why_it_matters.endswith("。"), code
        assert len(indicator.why_it_matters) <= 40, code
        assert indicator.reviewed_on is not None, code


def test_what_an_indicator_says_of_its_owner_wins_over_its_line_of_work(changed: Copy) -> None:
    def change(raw: dict[str, Any]) -> None:
        raw["owner"] = "移交安置处"
        raw["indicators"]["placement_rate"].update(owner="军休服务管理处", reviewed_on="2026-01-31")

    indicators = load_catalogue(changed("placement", change)).indicators
    assert indicators["placement_rate"].owner == "军休服务管理处"
    assert indicators["placement_rate"].reviewed_on == date(2026, 1, 31)
    assert indicators["placements_due"].owner == "移交安置处"


def test_why_an_indicator_matters_stands_in_its_definition() -> None:
    indicator = catalogue().indicators["placement_rate"]
    line = foot_line("", [indicator])
    assert f"<p>为什么看：{indicator.why_it_matters}</p>" in line
    silent = indicator.model_copy(update={"why_it_matters": ""})
    assert "为什么看" not in foot_line("", [silent])
