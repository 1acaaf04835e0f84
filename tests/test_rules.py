"""data/rules.yml: what is wrong in it is named, and the recipe that adds a rule."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dashboard.docs.rules import rules_document
from dashboard.rules import KINDS, SEVERITIES, load_rules
from dashboard.settings import RULES
from dashboard.systems import catalogue
from tests.test_recipes import block, put

Change = Callable[[dict[str, Any]], object]


def test_every_rule_looks_at_what_there_is() -> None:
    rules = load_rules()
    assert {rule.kind for rule in rules.rules.values()} == set(KINDS)
    assert {rule.severity for rule in rules.rules.values()} == set(SEVERITIES)
    known = catalogue().indicators
    assert all(code in known for rule in rules.rules.values() for code in rule.indicators)
    for kind in KINDS:
        # A milder colour has the smaller bound, or it would never be said.
        found = rules.of(kind, "tasks_overdue_rate")
        assert [one.bound for one in found] == sorted((one.bound for one in found), reverse=True)


WRONG: dict[str, tuple[Change, str]] = {
    "a bound of nothing": (
        lambda raw: raw["rules"]["fell"].update(bound=0),
        "rules.fell.bound: Input should be greater than 0",
    ),
    "no such colour": (
        lambda raw: raw["rules"]["fell"].update(severity="green"),
        "rules.fell.severity: Input should be 'red', 'orange', 'yellow' or 'blue'",
    ),
    "no such kind": (lambda raw: raw["rules"]["fell"].update(kind="rose"), "rules.fell.kind: "),
    "a word that the kind does not know": (
        lambda raw: raw["rules"]["fell"].update(zh="同比{gap}"),
        "rules.fell: zh: no word gap; fell has ('way', 'change')",
    ),
    "no English": (
        lambda raw: raw["rules"]["fell"].pop("en"),
        "rules.fell.en: Field required",
    ),
    "a key that means nothing": (
        lambda raw: raw["rules"]["fell"].update(colour="red"),
        "rules.fell.colour: Extra inputs are not permitted",
    ),
    "overdue of everything": (
        lambda raw: raw["rules"]["overdue"].pop("indicators"),
        "rules.overdue: indicators: a rule of overdue names them",
    ),
    "an indicator that there is not": (
        lambda raw: raw["rules"]["fell"].update(indicators=["placement_rat"]),
        "rules.fell: indicators: there is no placement_rat",
    ),
    "a bound that nothing passes": (
        lambda raw: raw["rules"]["fell"].update(bound=float("inf")),
        "rules.fell.bound: Input should be a finite number",
    ),
    "a truth for a bound": (
        lambda raw: raw["rules"]["fell"].update(bound=True),
        "rules.fell.bound: no number",
    ),
    "a year and more": (
        lambda raw: raw["rules"]["fell"].update(lasts=13),
        "rules.fell.lasts: Input should be less than or equal to 12",
    ),
    "more lines than a leader reads": (
        lambda raw: raw.update(page_lines=10),
        "page_lines: Input should be less than or equal to 9",
    ),
    "no rules": (lambda raw: raw.pop("rules"), "rules: Field required"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_named_with_file_rule_and_field(tmp_path: Path, what: str) -> None:
    change, said = WRONG[what]
    raw = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    change(raw)
    path = tmp_path / "rules.yml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ValueError, match=r"rules\.yml: ") as wrong:
        load_rules(path)
    assert said in str(wrong.value)


def test_the_recipe_adds_a_rule(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    path.write_text(RULES.read_text(encoding="utf-8"), encoding="utf-8")
    put(path, block("data/rules.yml, under rules"), "rules:")
    rules = load_rules(path)
    added, *_ = rules.of("behind_pace", "budget_execution")
    assert (added.code, added.bound, added.minimum_denominator) == (
        *("hardly_any_behind_pace", 30),
        1000,
    )
    assert "hardly_any_behind_pace" not in {
        rule.code for rule in rules.of("behind_pace", "placement_rate")
    }
    assert "`hardly_any_behind_pace` (红 red)" in rules_document(rules)
