"""What each export must hold: data/contracts/<table>.yml, loaded and checked.

A contract is a Frictionless Table Schema with what that standard lacks: ``aliases``
(headers that departments write), ``labels`` and ``synonyms`` (words for a category),
``rules`` across columns, ``warnings`` that refuse nothing, and ``delivery``: whether a newer
file says everything there is, or adds to the older ones.
"""

import re
import unicodedata
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

from pydantic import Field, ValidationError, model_validator

from dashboard.contract_rules import Identifier, Model, Outlier, Rule, columns_of
from dashboard.settings import CONTRACTS, SHARED_FIELDS
from dashboard.setup_error import SetupError
from dashboard.systems import catalogue
from dashboard.yaml_files import invalid_entries, malformed, read_yaml

# Names go into SQL as they are, so only such names are accepted.

Role = Literal[
    "region",
    "unit",
    "month",
    "day",
    "due",
    "year",
    "plan_year",
    "measure",
    "indicator",
    "target",
    "as_of",
]

# Units that a header may carry in brackets without changing what the number means.
# 万元 is not among them: such a column is another number.
_PLAIN_UNITS = frozenset((*"人元个次件家处座场名户份所", "人次", "persons", "yuan"))
# What DuckDB, pandas, Polars and R make of further columns of one name, and a join of both.
_RENAMED = re.compile(
    r"(.+?)(?:[_.:][1-9]|\s*\([1-9]\)|_duplicated_[0-9]|\.{3}[0-9]+|[_.][xy]|_(?:left|right))"
)
_BRACKETS = re.compile(r"[(\[【]([^)\]】]*)[)\]】]")


class Constraints(Model):
    """The standard's constraints, with the standard's meaning; nothing is asked of an empty
    value but ``required``."""

    required: bool = False
    unique: bool = False
    minimum: float | date | None = None
    maximum: float | date | None = None
    min_length: int | None = Field(default=None, alias="minLength")
    max_length: int | None = Field(default=None, alias="maxLength")
    pattern: str | None = None
    enum: tuple[Identifier, ...] | None = None


class ContractField(Model):
    """One column.

    ``role`` says what a value stands for beyond its type: ``region`` a region's code (``level``
    leaf: one that nothing lies under; same: today's, or the same region's under another number),
    ``unit`` a town's or village's code, ``month`` a month as its first day, ``day`` a day not after
    the build's, ``due`` a day that may lie after it, ``year`` a year not after the build's,
    ``plan_year`` one that may lie after it, ``measure`` a code of the catalogue's other measures,
    ``indicator`` a code of its indicators, ``target`` a number that is to be reached, which no sum
    counts, ``as_of`` the month at whose end a registry's row was so (one of several dated states,
    each with rows of its own). ``decimals`` are the places that a number is kept with.
    ``may_be_absent``: a file without the column is taken, and what is made of it is not known then;
    where the column is there, ``required`` holds. ``may_be_empty``: an empty cell says that there
    is nothing to count.
    """

    name: Identifier
    type: Literal["string", "integer", "number", "boolean", "date"]
    role: Role | None = None
    level: Literal["leaf", "same"] | None = None
    decimals: int = Field(default=0, ge=0, le=6)
    may_be_absent: bool = False
    may_be_empty: bool = False
    title: str
    description: str
    constraints: Constraints = Constraints()
    aliases: tuple[str, ...] = ()
    labels: dict[Identifier, str] = Field(default_factory=dict)
    synonyms: dict[Identifier, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def empty_is_unknown(self) -> bool:
        """Whether an empty cell is a number that nobody wrote down."""
        is_number = self.role is None and self.type in ("integer", "number")
        return is_number and not self.constraints.required and not self.may_be_empty

    @property
    def is_year(self) -> bool:
        """Whether it holds years: of what was, or of what is planned."""
        return self.role in ("year", "plan_year")

    @property
    def is_day(self) -> bool:
        """Whether it holds days, some of which stand for none (1900-01-01, 9999-12-31)."""
        return self.role in ("day", "due")

    @property
    def sql_type(self) -> str:
        """The type of the column in the build; regions and categories are numbers with names there,
        which are grouped and compared faster than text."""
        if self.role == "region":
            return "varchar"
        if self.constraints.enum:
            return "enum({})".format(", ".join(f"'{code}'" for code in self.constraints.enum))
        return {
            "string": "varchar",
            "integer": "bigint",
            "number": f"decimal(18, {self.decimals})",
            "boolean": "boolean",
            "date": "date",
        }[self.type]

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Code by every accepted spelling of a category, each as ``plain_value`` writes it."""
        accepted = {}
        for code in self.constraints.enum or ():
            label = [self.labels[code]] if code in self.labels else []
            for spelling in (code, *label, *self.synonyms.get(code, ())):
                accepted[plain_value(spelling)] = code
        return accepted

    @model_validator(mode="after")
    def _categories_agree(self) -> Self:
        codes = set(self.constraints.enum or ())
        if not (set(self.labels) | set(self.synonyms)) <= codes:
            raise ValueError(f"{self.name}: labels or synonyms of codes that enum does not list")
        spelled: dict[str, str] = {}
        for code in codes:
            for spelling in {plain_value(s) for s in self.synonyms.get(code, ())}:
                if spelled.setdefault(spelling, code) != code:
                    raise ValueError(f"{self.name}: {spelling!r} stands for two codes")
        return self


class ForeignKey(Model):
    """A reference to another table, as the standard writes it."""

    fields: tuple[Identifier, ...]
    reference: dict[str, Any]


class Matching(NamedTuple):
    """A file's headers against a contract, by their places in the list of headers.

    ``headers``: by field, every header that may stand for it, the best first. ``ignored``: headers
    that stand for nothing. ``missing``: required fields that no header stands for.
    """

    headers: dict[str, list[int]]
    ignored: list[int]
    missing: list[str]


class Contract(Model):
    """The contract of one export.

    ``delivery``: ``full`` where each delivery is the whole table anew, so that what the newest
    leaves out is no more (a registry); ``additions`` where it adds to the older ones and corrects
    them. A file may say otherwise of itself.
    """

    name: Identifier
    # Its place among the tables that a build reads and a report lists.
    order: int = 100
    title: str
    description: str
    grain: str
    aliases: tuple[str, ...] = ()
    columns: tuple[ContractField, ...] = Field(alias="fields")
    primary_key: tuple[Identifier, ...] = Field(alias="primaryKey")
    foreign_keys: tuple[ForeignKey, ...] = Field(alias="foreignKeys")
    delivery: Literal["full", "additions"]
    rules: tuple[Rule, ...] = ()
    warnings: tuple[Outlier, ...] = ()
    # Whether a registry's files hold all there is where nothing else is said in them: then a county
    # without a row has none, and otherwise nothing is known of it.
    complete: bool = False
    # Whether a build without it lacks nothing: no report and no page says that it is absent.
    optional: bool = False

    @cached_property
    def by_name(self) -> dict[str, ContractField]:
        return {field.name: field for field in self.columns}

    @property
    def as_of(self) -> ContractField | None:
        """The column that holds the month of a registry's state; None where it has none."""
        return next((field for field in self.columns if field.role == "as_of"), None)

    @property
    def key(self) -> tuple[str, ...]:
        """What tells rows apart: the primary key, and a registry's state where it has several."""
        return (*self.primary_key, *((self.as_of.name,) if self.as_of else ()))

    @property
    def is_registry(self) -> bool:
        """Whether the rows are things that exist, and not reports of months or years."""
        return len(self.primary_key) == 1 and self.by_name[self.primary_key[0]].constraints.unique

    @property
    def is_yearly(self) -> bool:
        """Whether the rows are reports of years."""
        return any(field.role == "year" for field in self.columns)

    @property
    def month(self) -> ContractField | None:
        """The column that holds the month; None for a registry or a yearly table."""
        return next((field for field in self.columns if field.role == "month"), None)

    @property
    def measure(self) -> ContractField | None:
        """The column that says of which measure a row is; None for a table whose columns do."""
        return next((field for field in self.columns if field.role == "measure"), None)

    def title_of(self, number: ContractField, measure: str | None) -> str:
        """What a number is called: its column, or the measure where the table has many."""
        if self.measure is None or measure is None:
            return number.title
        return self.measure.labels.get(measure, measure)

    @property
    def numbers(self) -> list[ContractField]:
        """The columns that are counted or measured, years aside."""
        return [
            field
            for field in self.columns
            if field.type in ("integer", "number") and not field.is_year and field.role != "target"
        ]

    @cached_property
    def plain_headers(self) -> frozenset[str]:
        """Every header that stands for a field, as ``plain_header`` writes it."""
        names = (name for field in self.columns for name in (field.name, *field.aliases))
        return frozenset(plain_header(name) for name in names)

    def match(self, headers: list[str]) -> Matching:
        """Which header stands for which field.

        The canonical name comes before an alias and an earlier alias before a later one. Case,
        width, spaces, dashes and a plain unit in brackets (``支出（元）``) make no difference. A
        header that programs rename because there are two of it (``placed_1``) stands for the
        field, too, where another one does.
        """
        plain: dict[str, list[int]] = {}
        renamed: dict[str, list[int]] = {}
        for place, header in enumerate(headers):
            name = plain_header(header)
            if name in self.plain_headers:
                plain.setdefault(name, []).append(place)
            elif found := _RENAMED.fullmatch(header.strip()):
                renamed.setdefault(plain_header(found[1]), []).append(place)
        matched: dict[str, list[int]] = {}
        for field in self.columns:
            names = list(dict.fromkeys(plain_header(n) for n in (field.name, *field.aliases)))
            places = [place for name in names for place in plain.get(name, ())]
            places.sort(key=lambda place: headers[place] != field.name)
            again = [place for name in names for place in renamed.get(name, ())]
            if places or len(again) > 1:
                places += again
            if places:
                matched[field.name] = places
        used = {place for places in matched.values() for place in places}
        return Matching(
            headers=matched,
            ignored=[place for place in range(len(headers)) if place not in used],
            missing=[
                field.name
                for field in self.columns
                if field.constraints.required
                and not field.may_be_absent
                and field.name not in matched
            ],
        )

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        names = [field.name for field in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: a field is named twice")
        headers: dict[str, str] = {}
        for field in self.columns:
            for alias in {plain_header(name) for name in (field.name, *field.aliases)}:
                if headers.setdefault(alias, field.name) != field.name:
                    raise ValueError(f"{self.name}: header {alias!r} stands for two fields")
        used = [*self.primary_key, *(name for key in self.foreign_keys for name in key.fields)]
        for explained in (*self.rules, *self.warnings):
            used.extend(columns_of(explained))
        if unknown := sorted(set(used) - set(names)):
            raise ValueError(f"{self.name}: no field {', '.join(unknown)}")
        if any(not self.by_name[name].constraints.required for name in self.primary_key):
            raise ValueError(f"{self.name}: a key's field is not required")
        unique = {field.name for field in self.columns if field.constraints.unique}
        if not unique <= set(self.primary_key) or (unique and len(self.primary_key) > 1):
            raise ValueError(f"{self.name}: only a key of one column can be unique")
        return self


def plain_header(header: str) -> str:
    """A header without what makes no difference: case, width, spaces, dashes, plain units. Signs
    of a share or a change are kept: 支出% is no amount."""
    text = unicodedata.normalize("NFKC", header).casefold()
    text = _BRACKETS.sub(lambda found: "" if found[1].strip() in _PLAIN_UNITS else found[0], text)
    return "".join(c for c in text if c.isalnum() or c in "()[]【】%‰±")


def plain_value(value: str) -> str:
    """A category's spelling without what makes no difference: case, width, blanks, dashes."""
    return re.sub(r"[\s_-]", "", unicodedata.normalize("NFKC", value)).casefold()


def load_contract(path: Path, counted: dict[str, str] | None = None) -> Contract:
    """Reads and checks one contract. Raises SetupError naming the file and what is wrong.

    ``counted`` are the measures' names by code, which become the allowed values of a field
    with the role ``measure``; None takes those of data/systems. So are the indicators of a field
    with the role ``indicator``.
    """
    raw = descriptor(path)
    for field in raw["fields"]:
        if field.get("role") == "measure":
            if counted is None:
                counted = {code: entry.name for code, entry in catalogue().other_measures.items()}
            field.setdefault("constraints", {})["enum"] = list(counted)
            field["labels"] = counted
        if field.get("role") == "indicator":
            named = {code: one.name for code, one in catalogue().indicators.items()}
            field.setdefault("constraints", {})["enum"] = list(named)
            field["labels"] = named
    try:
        return Contract.model_validate(raw)
    except ValidationError as error:
        raise invalid_entries(path, error) from error


def descriptor(path: Path) -> dict[str, Any]:
    """A contract as it is written, its fields completed with what they share with others and with
    the bounds of their type and role. Raises SetupError where it is none."""
    raw, shared = (read_yaml(file) for file in (path, SHARED_FIELDS))
    try:
        for place, field in enumerate(raw["fields"]):
            own = {**shared["fields"].get(field.pop("shared", None), {}), **field}
            bounds = shared["bounds"].get(own.get("role") or own["type"], {})
            own["constraints"] = {**bounds, **own.get("constraints", {})}
            raw["fields"][place] = own
    except (KeyError, TypeError, AttributeError) as error:
        raise malformed(path, error) from error
    return raw


@cache
def load_contracts(folder: Path = CONTRACTS) -> dict[str, Contract]:
    """Every contract by the name of its table, in their order; read once a process."""
    contracts = {path.stem: load_contract(path) for path in folder.glob("*.yml")}
    for name, contract in contracts.items():
        if contract.name != name:
            raise SetupError(
                f"{name}.yml：name 写为 {contract.name}，须与文件名相同",
                f"{name}.yml is the contract of {contract.name}",
            )
    return dict(sorted(contracts.items(), key=lambda entry: (entry[1].order, entry[0])))
