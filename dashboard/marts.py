"""What the marts hold: the contracts that lie beside their queries in queries/marts."""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from dashboard.settings import QUERIES
from dashboard.systems import catalogue

FOLDER = QUERIES / "marts"
# What pages find in a build. Raised by whoever changes its tables: an older build is made anew.
BUILD_FORMAT = "9"
# In the order in which a build makes them, two at once: the longest first.
MARTS = (
    "stations",
    "relief",
    "other_measures",
    "placements",
    "employment",
    "memorial",
    "tasks",
    "tombs",
)

# The conditions a measure may have on a dimension: one of its codes, all but one, several.
_ONE = r"([a-z_]+) (=|<>|in) ('\w+'|\('\w+'(?:, '\w+')*\))"
_CONDITION = re.compile(_ONE)
_CONDITIONS = re.compile(rf"{_ONE}(?: and {_ONE})*")
_NAMED = re.compile(r"'(\w+)'")


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Measure(Model):
    """A column, or the part of it in the rows where conditions on their dimensions hold; in
    the others ``otherwise``: 0, or nothing.

    ``unknown_in`` are years in which nothing is known of the column: what would be 0 is nothing.
    ``history`` is ``none`` where the export says only what is so today: nothing is known of
    last year, unless the export holds dated states.
    """

    column: str
    where: Annotated[str, Field(pattern=f"^{_CONDITIONS.pattern}$")] | None = None
    otherwise: Literal[0] | None = None
    unknown_in: tuple[int, ...] = ()
    history: Literal["none"] | None = None

    @property
    def expression(self) -> str:
        """The measure of one row, in SQL."""
        if self.where is None:
            return self.column
        otherwise = "null" if self.otherwise is None else str(self.otherwise)
        if self.unknown_in:
            years = ", ".join(map(str, self.unknown_in))
            otherwise = f"case when year(month) not in ({years}) then {otherwise} end"
        return f"case when {self.where} then {self.column} else {otherwise} end"

    @property
    def conditions(self) -> list[tuple[str, str, frozenset[str]]]:
        """Dimension, sign and codes of each condition."""
        found = _CONDITION.findall(self.where or "")
        return [(what, sign, frozenset(_NAMED.findall(codes))) for what, sign, codes in found]

    def meets(self, limits: Mapping[str, Collection[str]]) -> bool:
        """Whether any row of these codes by dimension (of all, where none is given) may count."""
        for dimension, sign, named in self.conditions:
            chosen = set(limits.get(dimension, ()))
            if chosen and not (chosen - named if sign == "<>" else chosen & named):
                return False
        return True


class MartContract(Model):
    """What a mart holds. ``time`` says how months make a period.

    ``flow``: the sum of the period's months. ``snapshot``: its last month.
    ``deltas``: the sum of everything up to its last month.

    ``dimensions`` part its rows, each in a column of its own name; of those in ``today_only`` the
    export says only what is so today. ``coded_by`` is the column that says which measure a row
    holds, where each has rows of its own: no reader divides by it.

    ``columns`` are what is added up, with their types; ``measures`` are what is read of them,
    the columns themselves unless the contract says otherwise. ``needs`` names the export's columns
    that a column is made of, where that is not the one of its own name.
    ``identities`` are by measure the rows (region_code, month, value) that it must come to.
    """

    name: str
    grain: str
    time: Literal["flow", "snapshot", "deltas"]
    dimensions: tuple[str, ...] = ()
    today_only: tuple[str, ...] = ()
    coded_by: str | None = None
    export: str
    columns: dict[str, str]
    measures: dict[str, Measure]
    needs: dict[str, tuple[str, ...]] = {}
    identities: dict[str, str]

    @model_validator(mode="after")
    def _conditions_are_on_its_columns(self) -> Self:
        for code, measure in self.measures.items():
            for dimension, *_ in measure.conditions:
                if dimension not in self.keys:
                    raise ValueError(f"{self.name}: {code}: no dimension {dimension}")
        if unknown := set(self.today_only) - set(self.dimensions):
            raise ValueError(f"{self.name}: no dimension {', '.join(unknown)}")
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """What tells the rows of one region apart: the month first."""
        return ("month", *self.dimensions, *([self.coded_by] if self.coded_by else []))

    def listed(self, table: str = "") -> str:
        """The keys as a query lists them, of a table where one is named."""
        return ", ".join(f"{table}.{key}" if table else key for key in self.keys)

    def without(self, unknown: set[str]) -> Self:
        """The contract where some columns are not known: their measures are nothing, not 0."""
        measures = {
            code: one.model_copy(update={"otherwise": None}) if one.column in unknown else one
            for code, one in self.measures.items()
        }
        return self.model_copy(update={"measures": measures})

    def without_in(self, years: Mapping[str, tuple[int, ...]]) -> Self:
        """The contract where some columns are not known in some years."""
        measures = {
            code: one.model_copy(update={"unknown_in": years.get(one.column, ())})
            for code, one in self.measures.items()
        }
        return self.model_copy(update={"measures": measures})


@cache
def mart_contract(name: str) -> MartContract:
    raw = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    if raw.get("measures") == "each":
        raw |= _of_each_code(name, raw)
    measures = raw.get("measures", dict.fromkeys(raw["columns"]))
    raw["measures"] = {code: {"column": code, **(said or {})} for code, said in measures.items()}
    return MartContract(name=name, **raw)


def _of_each_code(name: str, raw: dict[str, Any]) -> dict[str, Any]:
    """The measures and the identity of a mart that holds one value by code (``coded_by``)."""
    (column,) = raw["columns"]
    codes = [code for code, one in catalogue().measures.items() if one.mart == name]
    every = " + ".join(f"coalesce({code}, 0)" for code in codes)
    named = raw["coded_by"]
    return {
        "measures": {code: {"column": column, "where": f"{named} = '{code}'"} for code in codes},
        "identities": {every: raw["identities"]["each"]},
    }


def relation(
    mart: str,
    asked: Literal["above", "counties", "unmatched", "file"],
    *,
    divided: bool = True,
) -> str:
    """Which table or view of a build serves a question about a mart (pipeline/marts.py makes them).

    ``above`` are the regions above the counties, whose sums over all dimensions (not ``divided``)
    stand ready and hold what is unmatched, too; ``counties`` each county's own rows, few enough to
    be added up. ``unmatched`` is what a change leaves out, of every region. ``file`` is what an
    analyst takes away: what is added up, as the export has it, by the mart's dimensions; without
    any, the measures.
    """
    if asked == "file":
        return f"levels_{mart}" if mart_contract(mart).dimensions else f"totals_{mart}"
    if asked == "unmatched":
        return f"unmatched_{mart}"
    if asked == "above" and not divided:
        return f"totals_above_{mart}"
    return f"mart_{asked}_{mart}"
