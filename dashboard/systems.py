"""Lines of work: loads and checks data/systems, one file each, and what derives from them.

What a line of work is stands in its file: its names and place in the navigation, the measures that
its exports give, its indicators, the dimensions that divide them, and what its page shows.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from dashboard.indicators import Dimension, Indicator, Measure, Model, Text, WholeNumber
from dashboard.sections import Parts, Section
from dashboard.settings import SYSTEMS
from dashboard.setup_error import SetupError
from dashboard.yaml_files import invalid_entries, malformed, read_yaml

# The mart of the export ``measures``: each of its measures is one of the codes that it may carry.
OTHER_MEASURES = "other_measures"


class Page(Model):
    """What the page of a line of work shows, in this order: the cards of ``headlines``, so many
    side by side; map, ranking, trend; the ``sections`` that only this page has; a figure by
    category for each of ``breakdowns``; the table; the files of every row.

    ``filters`` are dimensions, ``breakdowns`` titles of figures by dimension. ``own`` is true where
    the page is a file of its own (``pages/<code>.py``); ``own_sections`` are the indicators that
    only its sections show. Only an own page may do without headlines and files of rows. A page may
    show indicators of another line of work.
    """

    headlines: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    columns: Literal[3, 4] = 4
    filters: tuple[str, ...] = ()
    breakdowns: dict[str, str] = Field(default_factory=dict)
    own: bool = False
    own_sections: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator that the page shows, the headlines first."""
        of_sections = (code for section in self.sections for code in section.indicators)
        return tuple(dict.fromkeys((*self.headlines, *self.own_sections, *of_sections)))


class System(Model):
    """A line of work. ``order`` is its place in the navigation; ``overview`` are the indicators
    that stand for it on the overview. ``owner`` and ``reviewed_on`` are those of its indicators
    that have none of their own."""

    code: str
    name: Text
    name_en: Text
    order: WholeNumber
    owner: str = ""
    reviewed_on: date | None = None
    page: Page
    overview: tuple[str, ...] = ()
    measures: dict[str, Measure] = Field(default_factory=dict)
    indicators: dict[str, Indicator] = Field(default_factory=dict)
    dimensions: dict[str, Dimension] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _shows_what_it_has(self) -> "System":
        if not self.page.own and not (self.page.headlines and self.page.details):
            raise ValueError("page: headlines and details are required where own is not true")
        shown = set(self.page.indicators)
        for dimension in (*self.page.filters, *self.page.breakdowns):
            if dimension not in self.dimensions:
                raise ValueError(f"no dimension {dimension}")
        if unseen := [code for code in self.indicators if code not in shown]:
            raise ValueError(f"no page shows {', '.join(unseen)}")
        for indicator in self.indicators.values():
            for code in (*indicator.numerator, *(indicator.denominator or ())):
                if code not in self.measures:
                    raise ValueError(f"{indicator.code}: no measure {code}")
                if self.measures[code].mart != indicator.mart:
                    raise ValueError(f"{indicator.code}: {code} is not of mart {indicator.mart}")
                if self.measures[code].reported != indicator.reported:
                    raise ValueError(f"{indicator.code}: {code} is reported at other times")
        for code, measure in self.measures.items():
            if measure.reported != "monthly" and measure.mart != OTHER_MEASURES:
                raise ValueError(f"{code}: only other measures are reported {measure.reported}")
        return self

    @property
    def marts(self) -> tuple[str, ...]:
        """The marts that its own indicators are read from."""
        return tuple(dict.fromkeys(indicator.mart for indicator in self.indicators.values()))


class Catalogue(Model):
    """All lines of work, and what they hold together."""

    systems: dict[str, System]
    measures: dict[str, Measure]
    indicators: dict[str, Indicator]
    dimensions: dict[str, Dimension]

    @property
    def other_measures(self) -> dict[str, Measure]:
        """The codes that the export ``measures`` may carry."""
        return {code: one for code, one in self.measures.items() if one.mart == OTHER_MEASURES}

    @property
    def paired_rates(self) -> dict[str, Indicator]:
        """The rates whose measures are reported each for itself."""
        return {code: one for code, one in self.indicators.items() if one.paired}

    @property
    def overview(self) -> tuple[str, ...]:
        """The indicators of the overview, line of work by line of work."""
        return tuple(code for system in self.systems.values() for code in system.overview)

    def with_minimums(self, minimums: Mapping[str, float]) -> "Catalogue":
        """The same, where regions are ranked and named from other denominators on, by indicator."""
        changed = {
            code: one.model_copy(update={"rank_from": minimums[code]}) if code in minimums else one
            for code, one in self.indicators.items()
        }
        systems = {
            code: system.model_copy(
                update={"indicators": {c: changed[c] for c in system.indicators}}
            )
            for code, system in self.systems.items()
        }
        return self.model_copy(update={"indicators": changed, "systems": systems})

    def category_name(self, dimension: str, code: str) -> str:
        """The Chinese name of a category; the code itself where it has none."""
        return self.dimensions[dimension].names.get(code, code)


def load_system(path: Path) -> System:
    """Reads and checks one file. Raises SetupError naming it, and what is wrong where."""
    raw = read_yaml(path)
    try:
        return System.model_validate(_completed(path.stem, raw))
    except ValidationError as error:
        raise invalid_entries(path, error) from error
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise malformed(path, error) from error


def load_catalogue(folder: Path = SYSTEMS) -> Catalogue:
    """Every line of work in the order of the navigation.

    Raises SetupError where a file is wrong, or two files say what a code means.
    """
    systems = sorted((load_system(path) for path in folder.glob("*.yml")), key=lambda s: s.order)
    parts: dict[str, dict[str, Any]] = {"measures": {}, "indicators": {}, "dimensions": {}}
    for system in systems:
        for kind, found in parts.items():
            mine = getattr(system, kind)
            if twice := found.keys() & mine.keys():
                raise SetupError(
                    f"{system.code}.yml：{kind} 中的 {'、'.join(sorted(twice))} 另一个文件也写了",
                    f"{system.code}.yml: {kind} of another file: {sorted(twice)}",
                )
            found.update(mine)
    for system in systems:
        _shows_what_there_is(system, parts["indicators"], parts["dimensions"])
    return Catalogue(systems={system.code: system for system in systems}, **parts)


def _shows_what_there_is(
    system: System, indicators: dict[str, Indicator], dimensions: dict[str, Any]
) -> None:
    """Raises SetupError where a page shows an indicator or a dimension that no file has."""
    for code in (*system.page.indicators, *system.overview):
        if code not in indicators:
            raise SetupError(
                f"{system.code}.yml：page 或 overview 中的 {code} 没有这一指标",
                f"{system.code}.yml: the page shows no such indicator: {code}",
            )
    for section in system.page.sections:
        if isinstance(section, Parts) and section.dimension not in dimensions:
            raise SetupError(
                f"{system.code}.yml：page.sections 中的 {section.dimension} 没有这一维度",
                f"{system.code}.yml: no dimension {section.dimension}",
            )


@cache
def catalogue() -> Catalogue:
    """The project's own lines of work, read once a process."""
    return load_catalogue()


def _completed(code: str, raw: dict[str, Any]) -> dict[str, Any]:
    """A file with what need not be written in it: codes, an indicator's mart, its short name, and
    what is said once for the line of work."""
    shared = {key: raw[key] for key in ("owner", "reviewed_on") if key in raw}
    measures = {key: {"code": key, **entry} for key, entry in raw.get("measures", {}).items()}
    indicators = {}
    for key, entry in raw.get("indicators", {}).items():
        first = measures.get(entry["numerator"][0], {})
        given = {"mart": first.get("mart", ""), "short_name": entry["name"], **shared, **entry}
        derived = {"code": key, "system": code, "reported": first.get("reported", "monthly")}
        if given["mart"] == OTHER_MEASURES and entry.get("denominator"):
            derived["paired"] = key
        indicators[key] = given | derived
    dimensions = {
        name: {
            **entry,
            "categories": [{"code": key, **one} for key, one in entry["categories"].items()],
        }
        for name, entry in raw.get("dimensions", {}).items()
    }
    return {
        **raw,
        "code": code,
        "measures": measures,
        "indicators": indicators,
        "dimensions": dimensions,
    }
