"""What the marts hold: the contracts that lie beside their queries in queries/marts."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field

from dashboard.settings import QUERIES
from dashboard.systems import catalogue

FOLDER = QUERIES / "marts"
# What pages find in a build. Raised by whoever changes its tables: an older build is made anew.
BUILD_FORMAT = "8"
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

# The conditions a measure may have: one category, all but one, several; or subcategories so.
_CONDITION = re.compile(
    r"(?P<what>category|subcategory) (?P<sign>=|<>|in) (?P<values>'\w+'|\('\w+'(, '\w+')*\))"
)
_NAMED = re.compile(r"'(\w+)'")


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Measure(Model):
    """A column, or the part of it in the rows where a condition on their category or
    subcategory holds; in the others ``otherwise``: 0, or nothing.

    ``unknown_in`` are years in which nothing is known of the column: what would be 0 is nothing.
    ``history`` is ``none`` where the export says only what is so today: nothing is known of
    last year, unless the export holds dated states.
    """

    column: str
    where: Annotated[str, Field(pattern=f"^{_CONDITION.pattern}$")] | None = None
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

    def meets(self, categories: Sequence[str], subcategories: Sequence[str]) -> bool:
        """Whether any row of these categories and subcategories (of all, where none is given)
        may count."""
        if self.where is None:
            return True
        matched = _CONDITION.fullmatch(self.where)
        assert matched is not None
        chosen = categories if matched["what"] == "category" else subcategories
        named = set(_NAMED.findall(matched["values"]))
        if matched["sign"] == "<>":
            return not chosen or not named >= set(chosen)
        return not chosen or bool(named & set(chosen))


class MartContract(Model):
    """What a mart holds. ``time`` says how months make a period.

    ``flow``: the sum of the period's months. ``snapshot``: its last month.
    ``changes``: the sum of everything up to its last month.

    ``columns`` are what is added up, with their types; ``measures`` are what is read of them,
    the columns themselves unless the contract says otherwise. ``needs`` names the export's columns
    that a column is made of, where that is not the one of its own name.
    ``identities`` are by measure the rows (region_code, month, value) that it must come to.
    """

    name: str
    grain: str
    time: Literal["flow", "snapshot", "deltas"]
    category: str | None
    subcategory: str | None
    export: str
    columns: dict[str, str]
    measures: dict[str, Measure]
    needs: dict[str, tuple[str, ...]] = {}
    identities: dict[str, str]

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
    """The measures and the identity of a mart that holds one value by code, its category."""
    (column,) = raw["columns"]
    codes = [code for code, one in catalogue().measures.items() if one.mart == name]
    every = " + ".join(f"coalesce({code}, 0)" for code in codes)
    return {
        "measures": {code: {"column": column, "where": f"category = '{code}'"} for code in codes},
        "identities": {every: raw["identities"]["each"]},
    }
