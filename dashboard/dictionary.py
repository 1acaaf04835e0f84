"""The dictionary (指标字典): everything that says what an indicator means, from the catalogue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.indicators import Indicator
from dashboard.rounding import digits
from dashboard.systems import Catalogue, System

POLARITIES = {"higher": "越高越好", "lower": "越低越好", "neutral": "只反映规模，不作好坏判断"}
PUBLISHED = "公开数据"
NONE_PUBLISHED: Mapping[str, int] = {}
NO_TARGETS: Mapping[str, str] = {}
BASES = {"period": "所选月份", "year_to_date": "1月至期末，与年度任务对照"}


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator with its line of work, and its measures by name.

    ``published`` is how many published figures speak of it, ``target`` what the region looked at is
    to reach, in words.
    """

    indicator: Indicator
    system: System
    formula: str
    sources: tuple[str, ...]
    published: int = 0
    target: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """What is said of it beside its definition, by name."""
        indicator = self.indicator
        facts = {"为什么看": indicator.why_it_matters} if indicator.why_it_matters else {}
        facts |= {
            "计算": self.formula,
            "单位": indicator.unit,
            "期间": BASES[indicator.basis],
            "好坏": POLARITIES[indicator.polarity],
        }
        if self.target:
            facts["目标"] = self.target
        if indicator.is_rate and indicator.rank_from:
            facts["参加排名"] = f"分母不少于 {digits(indicator.rank_from)}"
        if indicator.note:
            facts["说明"] = indicator.note
        facts |= {"来源": indicator.source, "来源列": "；".join(self.sources)}
        if indicator.owner:
            facts["责任处室"] = indicator.owner
        if indicator.reviewed_on:
            facts["口径修订"] = f"{indicator.reviewed_on:%Y-%m-%d}"
        if self.published:
            facts[PUBLISHED] = f"{self.published} 项"
        return facts

    def mentions(self, text: str) -> bool:
        """Whether a text that somebody looks for stands in it, in whatever case."""
        indicator = self.indicator
        said = (
            indicator.code,
            indicator.name,
            indicator.name_en,
            indicator.definition,
            self.system.name,
            *self.facts.values(),
        )
        return any(text.casefold() in part.casefold() for part in said)


def entries(
    catalogue: Catalogue,
    published: Mapping[str, int] = NONE_PUBLISHED,
    targets: Mapping[str, str] = NO_TARGETS,
) -> list[Entry]:
    """Every indicator, in the order of the lines of work; ``published`` counts the published
    figures that speak of each, ``targets`` says what each is to reach, by its code."""
    found = []
    for system in catalogue.systems.values():
        for indicator in system.indicators.values():
            below = indicator.denominator or ()
            formula = _named(indicator.numerator, catalogue)
            if below:
                formula += f" ÷ {_named(below, catalogue)}"
            codes = dict.fromkeys((*indicator.numerator, *below))
            sources = tuple(
                f"{one.name} = {one.source_zh or one.source}"
                for one in map(catalogue.measures.__getitem__, codes)
            )
            of_it = published.get(indicator.code, 0)
            target = targets.get(indicator.code, "")
            found.append(Entry(indicator, system, formula, sources, of_it, target))
    return found


def _named(codes: Sequence[str], catalogue: Catalogue) -> str:
    return " + ".join(catalogue.measures[code].name for code in codes)
