"""The figures that departments have published: the only real numbers there are.

``data/reference/published_figures.csv``, one figure a row, in the documents' order. Every number
of persons, things, events, money, time or share is there, with or without an export that holds
such a number. What is not: dates, ordinals, ranks and anniversaries; tiers of government; numbers
that only name a scheme (``1+1+N``, the four of this and the five of that); one person's health.


==============  =======================================================================
document        number of the source in ``published_documents.csv``
region_code     the region it speaks of: the document's, one within it, or the nation
period_from     first month, ``YYYY-MM``; empty for a snapshot, and for a cumulative
                figure whose beginning the document doesn't say
period_to       last month, or the month at whose end a snapshot stands
basis           ``in_period``, ``cumulative`` (to the end of period_to) or ``snapshot``
export          the export that holds such a number; empty where none does
column          what is summed there: a column; a code of the export ``measures``;
                ``a+b`` for two columns together (of dates: both are there);
                ``stars>=3`` a count on a condition; ``numerator/denominator`` a rate.
                An identifier (``station_id``) or a date is counted
category        programme, tier, protection or placement category; ``a+b`` for several;
                empty for all
subcategory     the fund for relief; ``public_ceremony`` for such sites alone;
                ``own`` for the rows at the region itself, without what lies under it
value           in base units (yuan, persons; percent for a rate), with the digits
                that were published
unit            as the document counts it, though the measure may say it otherwise
qualifier       余 超 逾 多 约 近 以上 where the document is loose, else empty
inferred        ``true`` where the region is not named but concluded
note            how it was read
==============  =======================================================================
"""

import csv
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal

from dashboard.settings import CONTRACTS, REFERENCE

FIGURES = REFERENCE / "published_figures.csv"
DOCUMENTS = REFERENCE / "published_documents.csv"

Basis = Literal["in_period", "cumulative", "snapshot"]
BASES: tuple[Basis, ...] = ("in_period", "cumulative", "snapshot")
QUALIFIERS = ("", "余", "超", "逾", "多", "约", "近", "以上")
EXPORTS = tuple(sorted(path.stem for path in CONTRACTS.glob("*.yml")))

_CODE = re.compile(r"[0-9]{6}")
_COLUMN = re.compile(r"[a-z_+]+(>=[0-9])?(/[a-z_]+)?")


@dataclass(frozen=True, slots=True)
class Document:
    """One source: its number, file, a title of our own, and the region and time it is about.

    ``published`` is None where the document bears no date.
    """

    number: str
    file: str
    title: str
    region_code: str
    inferred: bool
    period: str
    published: date | None


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One published number; the columns are explained in the module's docstring.

    Months are first days. ``categories`` and ``subcategories`` are empty for "all".
    ``line`` is its line in the file (the header is 1), for messages.
    """

    line: int
    document: str
    region_code: str
    first: date | None
    last: date
    basis: Basis
    export: str
    column: str
    categories: tuple[str, ...]
    subcategories: tuple[str, ...]
    value: Decimal
    unit: str
    qualifier: str
    inferred: bool
    note: str

    @property
    def numerator(self) -> str:
        return self.column.partition("/")[0]

    @property
    def denominator(self) -> str | None:
        """None where the figure is no rate."""
        return self.column.partition("/")[2] or None

    @property
    def decimals(self) -> int:
        """Digits after the point as published: 69.12 has two."""
        exponent = self.value.as_tuple().exponent
        return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def load(path: Path = FIGURES) -> tuple[PublishedFigure, ...]:
    """Every figure of the file, in its order.

    Raises ValueError naming the line where a row is not what the docstring says.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_figure(line, row) for line, row in enumerate(csv.DictReader(file), start=2))


def load_documents(path: Path = DOCUMENTS) -> dict[str, Document]:
    """The sources by number."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["document"]: Document(
                number=row["document"],
                file=row["file"],
                title=row["title"],
                region_code=row["region_code"],
                inferred=row["inferred"] == "true",
                period=row["period"],
                published=date.fromisoformat(row["published"]) if row["published"] else None,
            )
            for row in csv.DictReader(file)
        }


def _figure(line: int, row: dict[str, str]) -> PublishedFigure:
    def check(right: bool, column: str) -> None:
        if not right:
            raise ValueError(f"published figures, line {line}: {column} {row[column]!r}")

    check(_CODE.fullmatch(row["region_code"]) is not None, "region_code")
    check(row["basis"] in BASES, "basis")
    check(row["export"] in ("", *EXPORTS), "export")
    held = bool(row["export"])
    check(held == bool(row["column"]), "column")
    check(not held or _COLUMN.fullmatch(row["column"]) is not None, "column")
    check(row["qualifier"] in QUALIFIERS, "qualifier")
    check(row["inferred"] in ("true", "false"), "inferred")
    check(held or bool(row["note"]), "note")
    first = _month(line, row["period_from"]) if row["period_from"] else None
    last = _month(line, row["period_to"])
    check(first is None or first <= last, "period_from")
    check((first is None) if row["basis"] == "snapshot" else True, "period_from")
    check((first is not None) if row["basis"] == "in_period" else True, "period_from")
    try:
        value = Decimal(row["value"])
    except InvalidOperation as error:
        raise ValueError(f"published figures, line {line}: value {row['value']!r}") from error
    return PublishedFigure(
        line=line,
        document=row["document"],
        region_code=row["region_code"],
        first=first,
        last=last,
        basis=next(basis for basis in BASES if basis == row["basis"]),
        export=row["export"],
        column=row["column"],
        categories=tuple(row["category"].split("+")) if row["category"] else (),
        subcategories=tuple(row["subcategory"].split("+")) if row["subcategory"] else (),
        value=value,
        unit=row["unit"],
        qualifier=row["qualifier"],
        inferred=row["inferred"] == "true",
        note=row["note"],
    )


def _month(line: int, text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise ValueError(f"published figures, line {line}: month {text!r}") from error
