"""From a column of a file to a column of the build: the SQL that reads it, and its faults.

A column is read in three steps. ``source``: the header as the file has it. ``typed``: the value
in the contract's type, null where it says nothing or can't be read. ``faults``: conditions that
are true of a row that must be refused. Columns with few distinct values are looked up instead
(see lookups.py): their values are judged one by one, not row by row.
"""

import re
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from enum import StrEnum

from dashboard.contracts import ContractField
from dashboard.pipeline.bound import Bound
from dashboard.pipeline.bounds import HALF_CENTS, HALF_WHOLE, SINGLE_CENTS, SINGLE_WHOLE
from dashboard.pipeline.numerals import has_unit_sql, numeral_sql
from dashboard.pipeline.text import half_width_sql, is_total_sql, says_nothing_sql, trimmed_sql
from dashboard.pipeline.values import MISSING_AS_TEXT, SENTINEL_DATE, SENTINELS
from dashboard.settings import TIME_ZONE


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
_ZONED = frozenset(["TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS"])
_LARGE = frozenset(["UBIGINT", "HUGEINT", "UHUGEINT"])
# From where on floats hold no cents and no whole numbers; floats of 16 bits are read as FLOAT.
HALF = "HALF"
_SHORT_FLOATS = {HALF: (HALF_CENTS, HALF_WHOLE), "FLOAT": (SINGLE_CENTS, SINGLE_WHOLE)}


@dataclass(frozen=True, slots=True)
class Fault:
    """``faulty`` is true of a row to refuse; ``value`` is the text shown for it."""

    column: str
    reason: str
    faulty: str
    value: str


@dataclass(frozen=True, slots=True)
class Note:
    """``noted`` is true of a row that is kept and worth a remark; ``value`` is the text shown.
    ``empties``: the value is taken for nothing."""

    column: str
    reason: str
    noted: str
    value: str
    empties: bool = True


@dataclass(slots=True)
class Column:
    """How one field is read from one group of files.

    ``source`` reads from the file, ``typed`` from the source under the field's name (both SQL);
    ``empty`` is true where the file says nothing. ``looked_up`` columns have no ``typed`` of their
    own. ``fallible``: the typed value may be null where the file says something. ``faults`` and
    ``notes`` are in terms of sources and typed values. ``written`` is what the
    file has where the source is a part of it: a text with blanks around it, the moment of a day.
    """

    field: ContractField
    kind: Kind
    source: str
    typed: str = ""
    empty: str = "true"
    looked_up: bool = False
    fallible: bool = False
    written: str = ""
    faults: list[Fault] = dataclass_field(default_factory=list)
    notes: list[Note] = dataclass_field(default_factory=list)

    @property
    def raw(self) -> str:
        """The source's name beside the typed value."""
        return f"raw_{self.field.name}"

    @property
    def is_monthly(self) -> bool:
        """Whether its values are months: those reported, or those of states."""
        return self.field.role in ("month", "as_of")

    @property
    def says_nothing(self) -> str:
        """True of a row whose value is empty, in terms of sources and typed values."""
        name = self.field.name
        return f"t.empty_{name}" if self.fallible or self.looked_up else f"t.{name} is null"


def kind_of(type_name: str, instant: bool) -> Kind:
    """The kind of one of DuckDB's types; ``instant`` marks INT96, which has lost its zone."""
    plain = type_name.upper()
    if plain == '"NULL"':
        return Kind.NOTHING
    if plain in _SMALL | _LARGE:
        return Kind.WHOLE
    if re.fullmatch(r"DECIMAL\(\d+,\s*\d+\)", plain):
        return Kind.EXACT
    if plain in (HALF, "FLOAT", "DOUBLE"):
        return Kind.FLOAT
    if plain in ("VARCHAR", "UUID", "JSON") or plain.startswith("ENUM("):
        return Kind.TEXT
    if plain in _ZONED or (instant and plain.startswith("TIMESTAMP")):
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
    column.written = quoted(header)
    raw = f"s.{column.raw}"
    column.empty = f"{raw} is null"
    if _is_looked_up(contract_field, kind):
        column.looked_up = True
        return column
    if kind is Kind.TEXT:
        column.source = trimmed_sql(column.source, bound)
    column.typed, column.fallible = _typed(contract_field, kind, type_name, raw, bound)
    _pass_over_nothing(column, raw, bound)
    if type_name.upper() in _SHORT_FLOATS and contract_field.type in ("integer", "number"):
        column.notes += _rounded_by_short_floats(column, *_SHORT_FLOATS[type_name.upper()])
    column.faults = _value_faults(column, type_name, bound)
    return column


def _is_looked_up(contract_field: ContractField, kind: Kind) -> bool:
    if (
        contract_field.role in ("region", "month", "year", "plan_year", "as_of")
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
            zoned = f"{name}::timestamptz"
            if type_name.upper() not in _ZONED:
                zoned = f"({name}::timestamp at time zone 'UTC')"
            return f"timezone('{TIME_ZONE.key}', {zoned})::date"
        case _:
            return name


def _pass_over_nothing(column: Column, raw: str, bound: Bound) -> None:
    """Takes a word for nothing, and a day that stands for none, as empty."""
    if column.kind is Kind.TEXT:
        reason, nothing = MISSING_AS_TEXT, says_nothing_sql(raw, bound)
    elif column.field.is_day and column.kind is not Kind.NOTHING:
        reason, nothing = SENTINEL_DATE, _stands_for_no_day(raw)
    else:
        return
    column.empty = f"{raw} is null or {nothing}"
    column.typed = f"case when not ({nothing}) then {column.typed} end"
    if not column.field.constraints.required:
        name, shown = column.field.name, f"t.{column.raw}"
        noted = f"{shown} is not null and {column.says_nothing}"
        column.notes.append(Note(name, reason, noted, f"{shown}::varchar"))


def _rounded_by_short_floats(column: Column, cents: int, whole: int) -> list[Note]:
    """Numbers that a float of few bits has rounded already: their cents, or whole units."""
    name, size = column.field.name, f"abs(t.{column.raw})"
    shown = f"t.{column.raw}::varchar"
    many = f"{size} >= {whole} and isfinite({size})"
    notes = [Note(name, "units_rounded", many, shown, empties=False)]
    if column.field.type == "number":
        few = f"{size} >= {cents} and {size} < {whole}"
        notes.append(Note(name, "cents_rounded", few, shown, empties=False))
    return notes


def _stands_for_no_day(raw: str) -> str:
    # Nearly every day lies between; the list is looked through for the others alone.
    between = f"{raw} > date '1970-01-02' and {raw} < date '2049-12-31'"
    listed = ", ".join(f"date '{day}'" for day in SENTINELS)
    return f"case when {raw} is null or {between} then false else {raw} in ({listed}) end"


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
        return _string(contract_field, kind, raw, bound), False
    if kind is Kind.WHOLE and type_name.upper() in _SMALL and contract_field.type == "integer":
        return f"{raw}::bigint", False
    if type_name.upper() == target.replace(" ", "").upper():
        return raw, False
    if kind is not Kind.TEXT:
        number, whole = raw, f"{raw} = trunc({raw})"
    else:
        numeral = numeral_sql(raw, bound)
        number = f"try_cast({numeral} as decimal(38, 9))"
        # The exact number has lost what lies beyond nine places.
        whole = f"{number} = trunc({number}) and {number}::double = try_cast({numeral} as double)"
    if contract_field.type == "number":
        return f"try_cast({number} as {target})", True
    return f"case when {whole} then try_cast({number} as {target}) end", True


def _string(contract_field: ContractField, kind: Kind, raw: str, bound: Bound) -> str:
    is_unit = contract_field.role == "unit"
    if kind is Kind.TEXT:
        return _unit_code(raw, bound) if is_unit else raw
    if kind is Kind.WHOLE:
        text = f"{raw}::varchar"
    else:
        # A code that became a fraction on its way (440100.0) has lost nothing.
        text = (
            f"case when {raw} = trunc({raw}) then try_cast({raw} as hugeint)::varchar "
            f"else {raw}::varchar end"
        )
    return _without_filling(f"({text})") if is_unit else text


def _unit_code(raw: str, bound: Bound) -> str:
    """A code without what a spreadsheet or a float put around it: '440103001, 440103001.0."""
    apostrophe, fraction = bound("'"), bound(r"\.0*$")
    bare = f"regexp_replace(ltrim({half_width_sql(raw, bound)}, {apostrophe}), {fraction}, '')"
    digits_alone = f"unicode({raw}) between 48 and 57 and not contains({raw}, '.')"
    return (
        f"case when {digits_alone} then {_without_filling(raw)} "
        f"else {_without_filling(f'({bare})')} end"
    )


def _without_filling(code: str) -> str:
    """Zeros that only fill a code up to 12 digits: 440103001000 is the town 440103001."""
    return (
        f"case when not ends_with({code}, '000') then {code} "
        f"when length({code}) = 12 and ends_with({code}, '000000') then left({code}, 6) "
        f"when length({code}) in (9, 12) then left({code}, length({code}) - 3) "
        f"else {code} end"
    )


def _value_faults(column: Column, type_name: str, bound: Bound) -> list[Fault]:
    constraints = column.field.constraints
    name, typed = column.field.name, f"t.{column.field.name}"
    number = f"t.{column.raw}"
    shown = f"{number}::varchar"
    empty = column.says_nothing
    found = []

    def fault(reason: str, faulty: str) -> None:
        found.append(Fault(name, reason, faulty, shown))

    if constraints.required:
        fault("missing_value", empty)
    if column.kind is Kind.TEXT and column.field.type in ("integer", "number"):
        number = numeral_sql(number, bound)
    if column.fallible:
        unread = f"{typed} is null and not {empty}"
        if column.kind is Kind.TEXT:
            with_unit = f"{number} is null and {has_unit_sql(f't.{column.raw}', bound)}"
            fault("number_with_unit", f"{unread} and {with_unit}")
            unread += f" and not ({with_unit})"
        if column.field.type == "integer":
            fraction = f"try_cast({number} as double)"
            fault("not_whole", f"{unread} and {fraction} <> trunc({fraction})")
            fault("unreadable_value", f"{unread} and ({fraction} <> trunc({fraction})) is not true")
        else:
            fault("unreadable_value", unread)
    if column.field.type == "string":
        found += _lost_digits(column, type_name)
        if column.kind is Kind.TEXT and constraints.required and column.field.role is None:
            fault("total_row", is_total_sql(f"t.{column.raw}", bound))
    # Before it is rounded to the places that are kept: -0.001 is below 0.
    limited = typed
    if column.field.type == "number" and column.kind is not Kind.NOTHING:
        limited = number
        if column.kind is Kind.TEXT:
            limited = f"try_cast({limited} as double)"
        elif column.kind is Kind.EXACT:
            # A limit may have more digits than the column has before its point.
            limited = f"{limited}::double"
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


def _lost_digits(column: Column, type_name: str) -> list[Fault]:
    """Codes that went through a floating number are others beyond what it holds exactly."""
    raw = f"t.{column.raw}"
    if column.kind is Kind.FLOAT:
        _, exact = _SHORT_FLOATS.get(type_name.upper(), (None, 2**53))
        lost = f"abs({raw}) >= {exact}"
    elif column.kind is Kind.TEXT and column.field.constraints.unique:
        # As a spreadsheet leaves them: 4.40103E+17.
        lost = (
            f"case when unicode({raw}) between 48 and 57 "
            f"then regexp_full_match({raw}, '[0-9]\\.[0-9]+[Ee]\\+[0-9]+') else false end"
        )
    else:
        return []
    return [Fault(column.field.name, "digits_lost", lost, f"{raw}::varchar")]


def _exact(bound_value: float | date) -> float | date | int:
    """A whole limit as an integer, so that exact numbers are not compared as floats."""
    if isinstance(bound_value, float) and bound_value.is_integer():
        return int(bound_value)
    return bound_value
