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
subject         what is counted, in a few Chinese words; required where no export holds it
                and where a date is counted, since no measure has a name for it
written         the number as the document writes it (``28000``), where that is not the usual
                form: plain below ten thousand, from there on in 万 or 亿 where two digits
                after the point are enough
note            how it was read, for whoever looks after the table
==============  =======================================================================

A department adds its own documents and figures as rows (data/README.md). Both files are checked
when they are read: ReferenceFileError names line and column.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from dashboard.contracts import Contract, load_contracts
from dashboard.periods import Period
from dashboard.reference_rows import ReferenceFileError, ReferenceRow, one_of, reference_rows
from dashboard.regions import RegionTree
from dashboard.settings import CONTRACTS, REFERENCE
from dashboard.systems import catalogue

FIGURES = REFERENCE / "published_figures.csv"
DOCUMENTS = REFERENCE / "published_documents.csv"

Basis = Literal["in_period", "cumulative", "snapshot"]
BASES: tuple[Basis, ...] = ("in_period", "cumulative", "snapshot")
AT_LEAST = ("余", "超", "逾", "多", "以上")
BEFORE_THE_NUMBER = ("超", "逾", "约", "近")
QUALIFIERS = ("", *AT_LEAST, "约", "近")
EXPORTS = tuple(sorted(path.stem for path in CONTRACTS.glob("*.yml")))
OWN, CEREMONY = "own", "public_ceremony"
# What category and subcategory of an export's figures are, as the marts call it.
DIMENSIONS = {
    "placements": ("placement_category",),
    "relief": ("programme", "fund"),
    "stations": ("station_tier",),
    "memorial_sites": ("protection", "public_ceremony"),
}

_COLUMN = re.compile(r"[a-z_]+(\+[a-z_]+)*(>=[0-9])?(/[a-z_]+)?")
# A spreadsheet's 1.74E+06 has lost digits; more digits than these no document has.
_VALUE = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?", re.ASCII)
_YEARS = range(1900, 2101)
_WRITTEN = re.compile(r"([0-9]+(?:\.[0-9]+)?)(万|亿)?")
_TIMES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


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

    @property
    def dated(self) -> str:
        return f"{self.published:%Y-%m-%d}" if self.published else "未注明日期"


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
    subject: str = ""
    written: str = ""

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

    @property
    def number(self) -> str:
        """The number as published: 9000, 2.2亿, 69.12."""
        if self.written or self.value < _TIMES["万"]:
            return self.written or f"{self.value:f}"
        for unit in ("亿", "万"):
            number = (self.value / _TIMES[unit]).normalize()
            if number >= 1 and number == round(number, 2):
                return f"{number:f}{unit}"
        return f"{self.value:f}"

    @property
    def words(self) -> str:
        """As published, with its qualifier and unit: 9000余名, 超1.9亿次, 98%以上."""
        if self.qualifier in BEFORE_THE_NUMBER:
            return f"{self.qualifier}{self.number}{self.unit}"
        if self.unit == "%":
            return f"{self.number}%{self.qualifier}"
        if self.qualifier == "以上":
            return f"{self.number}{self.unit}以上"
        return f"{self.number}{self.qualifier}{self.unit}"

    @property
    def step(self) -> Decimal:
        """One in the last digit that was written: 1 of 9000, ten million of 2.2亿."""
        digits, times = _parts(self.number)
        exponent = Decimal(digits).as_tuple().exponent
        return times.scaleb(exponent if isinstance(exponent, int) else 0)

    @property
    def loose_step(self) -> Decimal:
        """One in the last digit that is not zero, which a loose number stands on: 1000 of 9000."""
        digits, times = _parts(self.number)
        exponent = Decimal(digits).normalize().as_tuple().exponent
        return times.scaleb(exponent if isinstance(exponent, int) else 0)

    @property
    def periods(self) -> tuple[Period, ...]:
        """Its months, year by year; of a snapshot, and where no beginning is known, the last."""
        first, last = self.first or self.last, self.last
        return tuple(
            Period(
                year,
                first.month if year == first.year else 1,
                last.month if year == last.year else 12,
            )
            for year in range(first.year, last.year + 1)
        )

    @property
    def when(self) -> str:
        """2024年, 2023–2024年, 截至2021年6月末, 2018年10月–2021年6月, 至2024年12月累计."""
        periods = self.periods
        if self.basis == "snapshot":
            return periods[-1].end_label
        if self.first is None:
            return f"至{self.last.year}年{self.last.month}月累计"
        if len(periods) == 1:
            said = periods[0].label
        elif (self.first.month, self.last.month) == (1, 12):
            said = f"{self.first.year}–{self.last.year}年"
        else:
            said = "–".join(f"{one.year}年{one.month}月" for one in (self.first, self.last))
        return f"{said}累计" if self.basis == "cumulative" else said


def load(path: Path = FIGURES, documents: Path = DOCUMENTS) -> tuple[PublishedFigure, ...]:
    """Every figure of the file, in its order. Raises ReferenceFileError."""
    known = load_documents(documents)
    found: dict[tuple[str, ...], PublishedFigure] = {}
    for row in reference_rows(path, _FIGURE_COLUMNS):
        figure = _figure(row, known)
        same = tuple(row[column] for column in _FIGURE_COLUMNS if column != "note")
        first = found.setdefault(same, figure)
        row.check(first is figure, "document", f"与第 {first.line} 行是同一个数，请只留一行")
    return tuple(found.values())


def load_documents(path: Path = DOCUMENTS) -> dict[str, Document]:
    """The sources by number. Raises ReferenceFileError."""
    found: dict[str, Document] = {}
    for row in reference_rows(path, _DOCUMENT_COLUMNS):
        row.check(bool(row["document"]) and row["document"] not in found, "document", _NUMBERED)
        row.check(bool(row["title"]), "title", "不能为空")
        row.check(row["region_code"] in region_codes(), "region_code", _REGION)
        row.check(row["inferred"] in _BOOLEANS, "inferred", one_of(_BOOLEANS))
        day = row.read("published", date.fromisoformat, "须为 YYYY-MM-DD 或留空")
        found[row["document"]] = Document(
            number=row["document"],
            file=row["file"],
            title=row["title"],
            region_code=row["region_code"],
            inferred=row["inferred"] == "true",
            period=row["period"],
            published=day,
        )
    return found


@dataclass(frozen=True, slots=True)
class Published:
    """Both files as pages use them; empty where they can't be used, and ``wrong`` says why.

    ``version`` changes with the files: what is kept of them is kept under it.
    """

    figures: tuple[PublishedFigure, ...]
    documents: Mapping[str, Document]
    version: tuple[int, ...]
    wrong: str = ""


def published_in_use(path: Path = FIGURES, documents: Path = DOCUMENTS) -> Published:
    """The figures that pages use; a changed file is read again."""
    return _read(path, documents, _changed(path), _changed(documents))


@lru_cache(maxsize=2)
def _read(path: Path, documents: Path, *changed: int) -> Published:
    try:
        return Published(load(path, documents), load_documents(documents), changed)
    except ReferenceFileError as error:
        return Published((), {}, changed, error.zh)


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


_BOOLEANS = ("true", "false")
_NUMBERED = "须有编号，且不与别的文件相同"
_REGION = "不是现行的六位区划代码"
_MONTH = "须为 YYYY-MM"
_DOCUMENT_COLUMNS = ("document", "file", "title", "region_code", "inferred", "period", "published")
_FIGURE_COLUMNS = (
    *("document", "region_code", "period_from", "period_to", "basis", "export", "column"),
    *("category", "subcategory", "value", "unit", "qualifier", "inferred"),
    *("subject", "written", "note"),
)


@cache
def region_codes() -> frozenset[str]:
    """Every region of today."""
    return frozenset(region.code for region in RegionTree.load())


def _figure(row: ReferenceRow, documents: Mapping[str, Document]) -> PublishedFigure:
    check, held = row.check, bool(row["export"])
    check(row["document"] in documents, "document", "不在 published_documents.csv 中")
    check(row["region_code"] in region_codes(), "region_code", _REGION)
    check(row["basis"] in BASES, "basis", one_of(BASES))
    check(row["export"] in ("", *EXPORTS), "export", one_of(("", *EXPORTS)))
    check(held or not row["column"], "column", "没有 export 时须为空")
    check(
        not held or _is_column(row["export"], row["column"]),
        "column",
        f"{row['export']} 没有这一列",
    )
    check(row["qualifier"] in QUALIFIERS, "qualifier", one_of(QUALIFIERS))
    check(row["inferred"] in _BOOLEANS, "inferred", one_of(_BOOLEANS))
    check(bool(row["unit"]), "unit", "不能为空")
    check((row["unit"] == "%") or "/" not in row["column"], "unit", "比率的单位须为 %")
    counted = held and "/" not in row["column"]
    check(row["unit"] != "%" or not counted, "unit", "column 不是比率，单位不能为 %")
    named = held and not _is_date(row["export"], row["column"])
    check(named or bool(row["subject"]), "subject", "没有对应的指标，须写明统计的是什么")
    first = row.read("period_from", _month, f"{_MONTH} 或留空")
    last = row.require("period_to", _month, _MONTH)
    check(first is None or first <= last, "period_from", "晚于 period_to")
    check(first is None or row["basis"] != "snapshot", "period_from", "时点数须留空")
    check(first is not None or row["basis"] != "in_period", "period_from", "期间数须写起始月")
    categories, subcategories = (_codes(row, place) for place in (0, 1))
    return PublishedFigure(
        line=row.line,
        document=row["document"],
        region_code=row["region_code"],
        first=first,
        last=last,
        basis=next(basis for basis in BASES if basis == row["basis"]),
        export=row["export"],
        column=row["column"],
        categories=categories,
        subcategories=subcategories,
        value=_value(row),
        unit=row["unit"],
        qualifier=row["qualifier"],
        inferred=row["inferred"] == "true",
        note=row["note"],
        subject=row["subject"],
        written=row["written"],
    )


def _value(row: ReferenceRow) -> Decimal:
    plain = _VALUE.fullmatch(row["value"]) is not None
    row.check(plain, "value", "须为不小于零的数，只写数字和小数点，整数至多 15 位")
    value = Decimal(row["value"])
    if row["written"]:
        right = _WRITTEN.fullmatch(row["written"]) is not None
        row.check(right, "written", "须为数字，可带 万 或 亿")
        number, times = _parts(row["written"])
        row.check(Decimal(number) * times == value, "written", f"与 value（{row['value']}）不等")
    return value


def _parts(written: str) -> tuple[str, Decimal]:
    """The digits of a number as it is written, and what they are counted in."""
    number = written.rstrip("万亿")
    return number, _TIMES[written[len(number) :]]


def _month(text: str) -> date:
    month = date.fromisoformat(f"{text}-01")
    if month.year not in _YEARS:
        raise ValueError(text)
    return month


def _codes(row: ReferenceRow, place: int) -> tuple[str, ...]:
    """The codes of category (0) or subcategory (1), each one that its export knows."""
    column = ("category", "subcategory")[place]
    codes = tuple(row[column].split("+")) if row[column] else ()
    dimensions = DIMENSIONS.get(row["export"], ())
    known = [
        code for d in dimensions[place : place + 1] for code in catalogue().dimensions[d].names
    ]
    if place:
        ceremony = CEREMONY in dimensions
        known = ([CEREMONY] if ceremony else known) + [OWN]
    row.check(set(codes) <= set(known), column, one_of(("", *known)))
    row.check(OWN not in codes or len(codes) == 1, column, "own 须单独写")
    return codes


def _is_column(export: str, column: str) -> bool:
    """Whether an export has every column that a figure is made of; of measures, every code."""
    if not _COLUMN.fullmatch(column):
        return False
    known = catalogue().other_measures if export == "measures" else export_contract(export).by_name
    return all(name in known for name in re.split(r"[+/]|>=\d", column) if name)


def _is_date(export: str, column: str) -> bool:
    """Whether a figure counts what happened on the days of one column."""
    if export == "measures" or column not in (fields := export_contract(export).by_name):
        return False
    return fields[column].type == "date"


def export_contract(export: str) -> Contract:
    """The contract of one of EXPORTS."""
    return load_contracts()[export]
