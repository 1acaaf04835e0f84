"""From a column of a file to a column of the build: the SQL that reads it, and its faults.

A column is read in three steps. ``source``: the header as the file has it. ``typed``: the value
in the contract's type, null where it is empty or can't be read. ``faults``: conditions that are
true of a row that must be refused. Columns with few distinct values are looked up instead
(see lookups.py): their values are judged one by one, not row by row.
"""

import re
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from enum import StrEnum
from typing import Any

from dashboard.contracts import ContractField

CHINA = "Asia/Shanghai"
_BLANK = " \t\r\n\0\ufeff\u3000\xa0"


class Kind(StrEnum):
    """What kind of column the file has, whatever wrote it."""

    WHOLE = "whole"
    EXACT = "exact"
    FLOAT = "float"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    INSTANT = "instant"
    NOTHING = "nothing"
    UNREADABLE = "unreadable"


_NUMBERS = {Kind.WHOLE, Kind.EXACT, Kind.FLOAT, Kind.TEXT, Kind.NOTHING}
_READABLE = {
    "string": _NUMBERS,
    "integer": _NUMBERS,
    "number": _NUMBERS,
    "boolean": _NUMBERS | {Kind.BOOLEAN},
    "date": _NUMBERS | {Kind.DATE, Kind.TIMESTAMP, Kind.INSTANT},
}
_SMALL = frozenset(
    ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"]
)
_LARGE = frozenset(["UBIGINT", "HUGEINT", "UHUGEINT"])


class Bound:
    """Values bound to a statement, each under a name of its own."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def __call__(self, value: Any) -> str:
        """The parameter that stands for a value."""
        name = f"value_{len(self.values)}"
        self.values[name] = value
        return f"${name}"


@dataclass(frozen=True, slots=True)
class Fault:
    """``faulty`` is true of a row to refuse; ``value`` is the text shown for it."""

    column: str
    reason: str
    faulty: str
    value: str


@dataclass(slots=True)
class Column:
    """How one field is read from one group of files.

    ``source`` reads from the file, ``typed`` from the source under the field's name (both SQL);
    ``empty`` is true where the file says nothing. ``looked_up`` columns have no ``typed`` of their
    own. ``faults`` are in terms of sources and typed values.
    """

    field: ContractField
    kind: Kind
    source: str
    typed: str = ""
    empty: str = "true"
    looked_up: bool = False
    faults: list[Fault] = dataclass_field(default_factory=list)

    @property
    def raw(self) -> str:
        """The source's name beside the typed value."""
        return f"raw_{self.field.name}"


def kind_of(type_name: str, instant: bool) -> Kind:
    """The kind of one of DuckDB's types; ``instant`` marks INT96, which has lost its zone."""
    plain = type_name.upper()
    if plain == '"NULL"':
        return Kind.NOTHING
    if plain in _SMALL | _LARGE:
        return Kind.WHOLE
    if re.fullmatch(r"DECIMAL\(\d+,\s*\d+\)", plain):
        return Kind.EXACT
    if plain in ("FLOAT", "DOUBLE"):
        return Kind.FLOAT
    if plain in ("VARCHAR", "UUID", "JSON") or plain.startswith("ENUM("):
        return Kind.TEXT
    if plain == "TIMESTAMP WITH TIME ZONE" or (instant and plain.startswith("TIMESTAMP")):
        return Kind.INSTANT
    if plain in ("TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"):
        return Kind.TIMESTAMP
    return {"BOOLEAN": Kind.BOOLEAN, "DATE": Kind.DATE}.get(plain, Kind.UNREADABLE)


def quoted(name: str) -> str:
    """A file's header as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def absent_column(contract_field: ContractField) -> Column:
    """A column that the file doesn't have."""
    nothing = f"null::{contract_field.sql_type}"
    return Column(contract_field, Kind.NOTHING, "null::varchar", typed=nothing)


def read_column(
    contract_field: ContractField, header: str, type_name: str, bound: Bound, *, instant: bool
) -> Column | None:
    """How to read a field from a header; None where the type can't be read as the field's."""
    kind = kind_of(type_name, instant)
    if kind not in _READABLE[contract_field.type]:
        return None
    column = Column(contract_field, kind, _source(header, type_name, kind))
    raw = f"s.{column.raw}"
    column.empty = f"{raw} is null"
    if _is_looked_up(contract_field, kind):
        column.looked_up = True
        return column
    if kind is Kind.TEXT:
        column.source = _clean(column.source, bound)
    column.typed, fallible = _typed(contract_field, kind, type_name, raw, bound)
    column.faults = _value_faults(column, fallible, bound)
    return column


def _is_looked_up(contract_field: ContractField, kind: Kind) -> bool:
    if (
        contract_field.role in ("region", "month", "year", "as_of")
        or contract_field.constraints.enum
    ):
        return True
    if contract_field.type == "boolean":
        return kind is not Kind.BOOLEAN
    return contract_field.type == "date" and kind in _NUMBERS


def _source(header: str, type_name: str, kind: Kind) -> str:
    name = quoted(header)
    match kind:
        case Kind.NOTHING:
            return "null::varchar"
        case Kind.FLOAT:
            return f"case when isnan({name}) then null else {name} end"
        case Kind.TEXT:
            return name if type_name.upper() == "VARCHAR" else f"{name}::varchar"
        case Kind.TIMESTAMP:
            return f"{name}::date"
        case Kind.INSTANT:
            zoned = name
            if type_name.upper() != "TIMESTAMP WITH TIME ZONE":
                zoned = f"({name}::timestamp at time zone 'UTC')"
            return f"timezone('{CHINA}', {zoned})::date"
        case _:
            return name


def _clean(text: str, bound: Bound) -> str:
    """Text without blanks around it, null where nothing is left. Trimming costs ten times what
    looking at both ends costs, and hardly any text needs it."""
    blank = f"{text} < '!' or {text}[-1] < '!'"
    return f"case when {blank} then nullif(trim({text}, {bound(_BLANK)}), '') else {text} end"


def _typed(
    contract_field: ContractField, kind: Kind, type_name: str, raw: str, bound: Bound
) -> tuple[str, bool]:
    """The typed expression, and whether it can be null where the source isn't empty."""
    target = contract_field.sql_type
    if kind is Kind.NOTHING:
        return f"null::{target}", False
    if contract_field.type in ("boolean", "date"):
        return raw, False
    if contract_field.type == "string":
        return _string(contract_field, kind, raw), False
    if kind is Kind.WHOLE and type_name.upper() in _SMALL and contract_field.type == "integer":
        return f"{raw}::bigint", False
    if type_name.upper() == target.replace(" ", "").upper():
        return raw, False
    number = f"try_cast({raw} as decimal(38, 9))" if kind is Kind.TEXT else raw
    if contract_field.type == "number":
        return f"try_cast({number} as {target})", True
    return f"case when {number} = trunc({number}) then try_cast({number} as {target}) end", True


def _string(contract_field: ContractField, kind: Kind, raw: str) -> str:
    if kind is Kind.TEXT:
        text = raw
    elif kind is Kind.WHOLE:
        text = f"{raw}::varchar"
    else:
        # A code that became a fraction on its way (440100.0) has lost nothing.
        text = (
            f"case when {raw} = trunc({raw}) then try_cast({raw} as hugeint)::varchar "
            f"else {raw}::varchar end"
        )
    if contract_field.role == "unit":
        # Zeros that only fill a code up to 12 digits: 440103001000 is the town 440103001.
        return (
            f"case when not ends_with({text}, '000') then {text} "
            f"when length({text}) = 12 and ends_with({text}, '000000') then left({text}, 6) "
            f"when length({text}) in (9, 12) then left({text}, length({text}) - 3) "
            f"else {text} end"
        )
    return text


def _value_faults(column: Column, fallible: bool, bound: Bound) -> list[Fault]:
    constraints = column.field.constraints
    name, typed = column.field.name, f"t.{column.field.name}"
    shown = f"t.{column.raw}::varchar"
    empty = f"t.empty_{name}"
    found = []

    def fault(reason: str, faulty: str) -> None:
        found.append(Fault(name, reason, faulty, shown))

    if constraints.required:
        fault("missing_value", empty)
    if fallible:
        unread = f"{typed} is null and not {empty}"
        if column.field.type == "integer":
            fraction = f"try_cast(t.{column.raw} as double)"
            fault("not_whole", f"{unread} and {fraction} <> trunc({fraction})")
            fault("unreadable_value", f"{unread} and ({fraction} <> trunc({fraction})) is not true")
        else:
            fault("unreadable_value", unread)
    # Before it is rounded to the places that are kept: -0.001 is below 0.
    limited = typed
    if column.field.type == "number" and column.kind is not Kind.NOTHING:
        limited = f"t.{column.raw}"
        if column.kind is Kind.TEXT:
            limited = f"try_cast({limited} as decimal(38, 9))"
    if constraints.minimum is not None:
        fault("below_minimum", f"{limited} < {bound(_exact(constraints.minimum))}")
    if constraints.maximum is not None:
        fault("above_maximum", f"{limited} > {bound(_exact(constraints.maximum))}")
    if constraints.min_length is not None:
        fault("too_short", f"length({typed}) < {bound(constraints.min_length)}")
    if constraints.max_length is not None:
        fault("too_long", f"length({typed}) > {bound(constraints.max_length)}")
    if constraints.pattern is not None:
        fault("bad_pattern", f"not regexp_full_match({typed}, {bound(constraints.pattern)})")
    if column.field.role == "day":
        fault("future_date", f"{typed} > $today")
    return found


def _exact(bound_value: float | date) -> float | date | int:
    """A whole limit as an integer, so that exact numbers are not compared as floats."""
    if isinstance(bound_value, float) and bound_value.is_integer():
        return int(bound_value)
    return bound_value
