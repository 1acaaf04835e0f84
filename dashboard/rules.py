"""The rules of what needs attention (data/rules.yml), loaded and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from dashboard.indicators import Model, Number, Text, WholeNumber
from dashboard.settings import RULES
from dashboard.systems import catalogue
from dashboard.yaml_files import invalid_entries, read_yaml

Severity = Literal["red", "orange", "yellow", "blue"]
Kind = Literal["not_reported", "behind_pace", "below_target", "fell", "overdue", "outlier"]
# The worst first, with the words of the national scale of warnings.
SEVERITIES: Mapping[Severity, str] = {"red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝"}


@dataclass(frozen=True, slots=True)
class KindOfRule:
    """A kind of rules: what it looks at, the unit of its bound, the words of its sentences."""

    name: str
    meaning: str
    unit: str
    words: tuple[str, ...]


KINDS: Mapping[Kind, KindOfRule] = {
    "not_reported": KindOfRule(
        "未上报",
        "months that the region's counties were to report and did not. A registry is asked for "
        "once",
        "percent of the months expected",
        ("lacking",),
    ),
    "behind_pace": KindOfRule(
        "慢于进度",
        "what should be there by now of the target of a region that has one (`targets`): by its "
        "milestones, by the shape of last year, or by the share of the year that has passed; "
        "without a target, a rate of the year's task or budget (`basis: year_to_date`) against the "
        "share of the year",
        "percentage points behind, percent of what is not in %",
        ("behind", "pace", "expected", "gap"),
    ),
    "below_target": KindOfRule(
        "低于目标",
        "the target of a region that has one (`targets`), once the year is over, and before that "
        "of what has no pace: a stock or a rate of which last year's end is not known",
        "percentage points below, percent of what is not in %",
        ("below", "target", "gap"),
    ),
    "fell": KindOfRule(
        "不及去年",
        "a change for the worse against the same months of last year, like for like, of indicators "
        "that are judged (`polarity`), measured by the usual change: the median size among the "
        "regions that the page compares",
        "times the usual change",
        ("way", "change"),
    ),
    "overdue": KindOfRule(
        "超期",
        "a rate of what is overdue; the rule names its indicators",
        "percent",
        ("numerator", "denominator", "value"),
    ),
    "outlier": KindOfRule(
        "异常变动",
        "each month's change against the same month of last year, like for like, within the "
        "region's own history. The usual change is the median of the months before those judged, "
        "the spread 1.4826 times their median absolute deviation, and never less than a point of "
        "a rate or five percent of an amount. The rule holds where each of its last months "
        "(`lasts`) lies beyond the bound on the same side: for the worse, on either side of what "
        "is not judged. One month alone raises nothing where `lasts` is two, and a value that "
        "jumps about has a spread that holds its jumps. Fewer than twelve months of history, or a "
        "denominator too small in either year, raise nothing. Registries and rates of the year's "
        "task are not looked at",
        "spreads from the usual change",
        ("months", "last", "change", "usual"),
    ),
}


class Rule(Model):
    """One rule; the keys are explained at the head of data/rules.yml."""

    code: str
    kind: Kind
    name: Text
    name_en: Text
    severity: Severity
    bound: Annotated[Number, Field(gt=0)]
    minimum_denominator: Annotated[Number, Field(ge=0)] = 0
    lasts: Annotated[WholeNumber, Field(ge=1, le=12)] = 1
    indicators: tuple[str, ...] = ()
    overview: bool = True
    zh: Text
    en: Text

    @model_validator(mode="after")
    def _says_what_its_kind_knows(self) -> "Rule":
        known = KINDS[self.kind].words
        for language, sentence in (("zh", self.zh), ("en", self.en)):
            named = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
            if unknown := sorted(named - set(known)):
                raise ValueError(f"{language}: no word {unknown[0]}; {self.kind} has {known}")
        if self.kind == "overdue" and not self.indicators:
            raise ValueError("indicators: a rule of overdue names them")
        if missing := [code for code in self.indicators if code not in catalogue().indicators]:
            raise ValueError(f"indicators: there is no {missing[0]} (docs/indicators.md)")
        return self

    @property
    def place(self) -> int:
        """0 for red to 3 for blue."""
        return list(SEVERITIES).index(self.severity)

    def looks_at(self, indicator: str) -> bool:
        return not self.indicators or indicator in self.indicators


class StandingBounds(Model):
    """From how far short of what it should be by now a value is behind, and far behind: points of a
    rate in %, percent of everything else."""

    behind: Annotated[Number, Field(gt=0)]
    far_behind: Annotated[Number, Field(gt=0)]

    @model_validator(mode="after")
    def _far_is_farther(self) -> "StandingBounds":
        if self.far_behind <= self.behind:
            raise ValueError("far_behind: must be more than behind")
        return self


class Rules(Model):
    """All rules, the most severe first, and how many of their findings are shown where."""

    overview_lines: Annotated[WholeNumber, Field(ge=1, le=6)]
    overview_lines_a_region: Annotated[WholeNumber, Field(ge=1)]
    page_lines: Annotated[WholeNumber, Field(ge=1, le=9)]
    standing: StandingBounds
    rules: dict[str, Rule]

    @field_validator("rules", mode="before")
    @classmethod
    def _have_codes(cls, rules: Any) -> Any:
        if not isinstance(rules, dict):
            return rules
        return {
            code: {"code": code, **entry} if isinstance(entry, dict) else entry
            for code, entry in rules.items()
        }

    @property
    def on_overview(self) -> "Rules":
        """Those of the overview."""
        chosen = {code: rule for code, rule in self.rules.items() if rule.overview}
        return self.model_copy(update={"rules": chosen})

    def of(self, kind: Kind, indicator: str) -> list[Rule]:
        """The rules of a kind that look at an indicator, the most severe first."""
        found = [r for r in self.rules.values() if r.kind == kind and r.looks_at(indicator)]
        return sorted(found, key=lambda rule: (rule.place, -rule.bound))


def load_rules(path: Path = RULES) -> Rules:
    """Reads and checks a file of rules. Raises SetupError naming the file, the rule, the field
    and what is wrong with it."""
    raw = read_yaml(path)
    try:
        return Rules.model_validate(raw)
    except ValidationError as error:
        raise invalid_entries(path, error) from error


@cache
def rules() -> Rules:
    """The project's own rules, read once a process."""
    return load_rules()
