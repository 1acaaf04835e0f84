"""What the marts hold: the contracts that lie beside their queries in queries/marts.

A monthly export whose rows are read as they are needs neither: its mart derives from its contract
and from the measures of the lines of work.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from hashlib import sha256
from itertools import chain
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dashboard.contracts import Contract, load_contract
from dashboard.settings import CONTRACTS, QUERIES
from dashboard.systems import catalogue
from dashboard.yaml_files import read_yaml

FOLDER = QUERIES / "marts"
# Raised by whoever changes the tables of a build in another way than through what marts hold.
TABLES_FORMAT = "18"

# The conditions a measure may have on a dimension: one of its codes, all but one, several.
_ONE = r"([a-z_]+) (=|<>|in) ('\w+'|\('\w+'(?:, '\w+')*\))"
_CONDITION = re.compile(_ONE)
_CONDITIONS = re.compile(rf"{_ONE}(?: and {_ONE})*")
_NAMED = re.compile(r"'(\w+)'")
_WORD = re.compile(r"\w+")


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Measure(Model):
    """A column, or the part of it in the rows where conditions on their dimensions hold; in
    the others ``otherwise``: 0, or nothing.

    ``unknown_in`` are years in which nothing is known of the column: what would be 0 is nothing.
    ``rate`` is the rate whose part it is: only of months with every measure of it reported.
    ``history`` is ``none`` where the export says only what is so today: nothing is known of
    last year, unless the export holds dated states.
    """

    column: str
    where: Annotated[str, Field(pattern=f"^{_CONDITIONS.pattern}$")] | None = None
    otherwise: Literal[0] | None = None
    unknown_in: tuple[int, ...] = ()
    history: Literal["none"] | None = None
    rate: str = ""

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
    ``file`` is the title of the file of all its rows; without one, pages offer none. ``order``:
    a build makes the marts two at once, those of a low order first, which take longest.
    ``source`` names for each column and dimension of a monthly mart the export's column that it is,
    where that has another name. ``rows`` is the query of one region's own rows where no file in
    queries/marts holds it.
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
    file: str | None = None
    order: int = 100
    source: dict[str, str] = {}
    rows: str | None = None

    @property
    def query(self) -> str:
        """The query of one region's own rows."""
        return self.rows or (FOLDER / f"{self.name}.sql").read_text(encoding="utf-8")

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

    @property
    def filed(self) -> tuple[str, ...]:
        """What an analyst takes away: what is added up, by the dimensions; without any, the
        measures, each once."""
        if self.dimensions:
            return tuple(self.columns)
        return tuple(code for code, one in self.measures.items() if not one.rate)

    @property
    def sources(self) -> dict[str, str]:
        """The export's column of each dimension and column of a monthly mart."""
        coded = [self.coded_by] if self.coded_by else []
        names = (*self.dimensions, *coded, *self.columns)
        return {name: self.source.get(name, name) for name in names}

    def listed(self, table: str = "") -> str:
        """The keys as a query lists them, of a table where one is named."""
        return ", ".join(f"{table}.{key}" if table else key for key in self.keys)

    def without(self, unknown: set[str]) -> Self:
        """The contract where some columns are not known: their measures are nothing, not 0, and are
        held against nothing."""
        lost = {code for code, one in self.measures.items() if one.column in unknown}
        identities = {
            summed: rows
            for summed, rows in self.identities.items()
            if not lost & set(_WORD.findall(summed))
        }
        measures = {
            code: one.model_copy(update={"otherwise": None}) if one.column in unknown else one
            for code, one in self.measures.items()
        }
        return self.model_copy(update={"measures": measures, "identities": identities})

    def without_in(self, years: Mapping[str, tuple[int, ...]]) -> Self:
        """The contract where some columns are not known in some years."""
        measures = {
            code: one.model_copy(update={"unknown_in": years.get(one.column, ())})
            for code, one in self.measures.items()
        }
        return self.model_copy(update={"measures": measures})


@cache
def mart_names() -> tuple[str, ...]:
    """Every mart, in the order in which a build makes them.

    They are the files of queries/marts and the exports that measures are read from as they are.
    """
    names = {path.stem for path in FOLDER.glob("*.yml")}
    names |= {measure.mart for measure in catalogue().measures.values()}
    return tuple(sorted(names, key=lambda name: (mart_contract(name).order, name)))


@cache
def build_format() -> str:
    """What pages find in a build. A build of another format is made anew, so this changes with
    every column and measure of the marts, and not with their names or definitions."""
    held = []
    for contract in map(mart_contract, sorted(mart_names())):
        measures = {code: one.expression for code, one in contract.measures.items()}
        columns = sorted(contract.columns.items())
        held.append((contract.name, contract.keys, columns, sorted(measures.items())))
    return f"{TABLES_FORMAT}-{sha256(repr(held).encode()).hexdigest()[:12]}"


@cache
def mart_contract(name: str) -> MartContract:
    """Raises ValueError where no file of queries/marts and no export's contract says what it is."""
    path = FOLDER / f"{name}.yml"
    if not path.exists():
        return _of_export(name)
    raw = read_yaml(path)
    if raw.get("measures") == "each":
        raw |= _of_each_code(name, raw)
    measures = raw.get("measures", dict.fromkeys(raw["columns"]))
    raw["measures"] = {code: {"column": code, **(said or {})} for code, said in measures.items()}
    contract = MartContract(name=name, **raw)
    if contract.time == "deltas":
        return contract
    needs = {code: (contract.sources[code],) for code in contract.columns}
    has_query = path.with_suffix(".sql").exists()
    rows = None if has_query else _renamed(contract.export, contract.sources)
    return contract.model_copy(update={"needs": needs | contract.needs, "rows": rows})


def _of_each_code(name: str, raw: dict[str, Any]) -> dict[str, Any]:
    """The measures and the identity of a mart that holds one value by code (``coded_by``)."""
    (column,) = raw["columns"]
    codes = [code for code, one in catalogue().measures.items() if one.mart == name]
    every = " + ".join(f"coalesce({code}, 0)" for code in codes)
    named = raw["coded_by"]
    measures = {code: {"column": column, "where": f"{named} = '{code}'"} for code in codes}
    for rate, indicator in catalogue().paired_rates.items():
        for code in chain(*indicator.columns):
            where = f"{named} = '{code}'"
            measures[code] = {"column": column, "where": where, "rate": rate}
    return {
        "measures": measures,
        "identities": {every: raw["identities"]["each"]},
    }


def _of_export(name: str) -> MartContract:
    """The mart of a monthly export, one row a region and month, read as it is: its columns are
    those that the measures of the lines of work name as their ``source`` (``export.column``)."""
    measures = {code: one for code, one in catalogue().measures.items() if one.mart == name}
    path = CONTRACTS / f"{name}.yml"
    if not path.exists():
        raise ValueError(f"{', '.join(measures)}: neither a mart nor an export {name}")
    contract = load_contract(path)
    if contract.month is None or set(contract.primary_key) != {"region_code", "month"}:
        raise ValueError(f"{name}.yml: its rows need a query, queries/marts/{name}.sql and .yml")
    kinds = {one.kind for one in measures.values()}
    if len(kinds) != 1:
        raise ValueError(f"{name}: its measures must all be flows, or all be stocks")
    columns = {code: _column(code, one.source, contract) for code, one in measures.items()}
    return MartContract(
        name=name,
        grain="One row per region (every level and the nation) and month.",
        time="flow" if kinds == {"flow"} else "snapshot",
        export=name,
        columns={code: contract.by_name[column].sql_type for code, column in columns.items()},
        measures={code: Measure(column=code) for code in measures},
        needs={code: (column,) for code, column in columns.items()},
        source=columns,
        identities={code: _renamed(name, {"value": column}) for code, column in columns.items()},
        file=f"{contract.title}明细",
        rows=_renamed(name, columns),
    )


def _column(code: str, source: str, contract: Contract) -> str:
    """The column of the export that a measure is."""
    export, _, column = source.partition(".")
    field = contract.by_name.get(column)
    if export != contract.name or field is None or field not in contract.numbers:
        raise ValueError(f"{code}: {source} is no number of the export {contract.name}")
    return column


def _renamed(export: str, columns: Mapping[str, str]) -> str:
    """The query of a mart that only renames what an export says: columns by their new names."""
    named = ", ".join(f"{column} as {name}" for name, column in columns.items())
    template = (FOLDER / "renamed.sql").read_text(encoding="utf-8")
    return template.format(columns=named, export=export)


def relation(
    mart: str,
    asked: Literal["above", "counties", "unmatched", "file", "traced", "carried"],
    *,
    divided: bool = True,
) -> str:
    """Which table or view of a build serves a question about a mart (pipeline/marts.py makes them).

    ``above`` are the regions above the counties, whose sums over all dimensions (not ``divided``)
    stand ready and hold what is unmatched, too; ``counties`` each county's own rows, few enough to
    be added up. ``unmatched`` is what a change leaves out, of every region. ``file`` is what an
    analyst takes away: what is added up, as the export has it, by the mart's dimensions; without
    any, the measures. ``traced`` are the rows of the export (pipeline/provenance.py), ``carried``
    those of regions of which any were reported under a former code (pipeline/carried.py).
    """
    if asked == "file":
        return f"levels_{mart}" if mart_contract(mart).dimensions else f"totals_{mart}"
    if asked in ("unmatched", "traced", "carried"):
        return f"{asked}_{mart}"
    if asked == "above" and not divided:
        return f"totals_above_{mart}"
    return f"mart_{asked}_{mart}"
