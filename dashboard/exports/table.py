"""The table that every file is made of, whatever its format.

A table says what it holds (title, region, period, filters), its columns with their types and units,
its rows as Arrow batches, and what a reader must know of them. A writer (``writers/``) only gives
them the form of its format.
"""

# pyarrow.compute makes its functions when it is imported, where no type checker sees them.
# pyright: reportAttributeAccessIssue=false

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.exports.file_names import file_name
from dashboard.figure_words import DEMONSTRATION, NATURES

Language = Literal["zh", "en"]
# ``code`` is text that looks like a number. ``plain`` is a whole number without groups (a year, a
# rank), ``whole`` one with them, ``number`` any. ``month`` is a date that stands for its month.
Kind = Literal["text", "code", "plain", "whole", "number", "date", "month", "yes_no"]
# A label and what it says, for whoever reads the file without the page.
Note = tuple[str, str]

YES_NO: dict[Language, tuple[str, str]] = {"zh": ("是", "否"), "en": ("yes", "no")}
# What Excel and WPS hold on one sheet, the line of headings among them.
SHEET_ROWS = 1_048_576
_TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "code": pa.string(),
    "plain": pa.int64(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "month": pa.date32(),
    "yes_no": pa.bool_(),
}


class Build(Protocol):
    """As much of a build as a file says of it."""

    @property
    def build_id(self) -> str: ...

    @property
    def demonstration(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    ``field`` is the key of a row (or the field of a batch) that holds the value,
    ``name`` where it is left empty. ``names`` turns codes into what is shown: a
    code it doesn't know is written as it is, a code it gives None for is left empty.
    ``unit`` is Chinese; English headings leave it out.
    """

    name: str
    header: str
    header_en: str
    field: str = ""
    names: Mapping[str, str | None] | None = None
    kind: Kind = "text"
    unit: str = ""

    @property
    def source(self) -> str:
        return self.field or self.name

    def heading(self, language: Language = "zh") -> str:
        """The one heading of what stands here, on pages and in files: 应安置人数（人）."""
        if language == "en":
            return self.header_en
        return f"{self.header}（{self.unit}）" if self.unit else self.header


BUILD = Column("build_id", "数据版本", "build", kind="code")
NATURE = Column("nature", "数据性质", "nature of the data")
_LABELS: dict[Language, tuple[str, ...]] = {
    "zh": ("内容", "地区", "期间", "筛选", "行数"),
    "en": ("contents", "region", "period", "filters", "rows"),
}
_ALL: dict[Language, str] = {"zh": "无，全部", "en": "none, everything"}


def nature(demonstration: bool, language: Language = "zh") -> str:
    """演示数据, which no reader may take for real, or 报送数据."""
    return NATURES[language, demonstration]


def no_notes() -> Sequence[Note]:
    """Of a table that explains itself."""
    return ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with everything that a file says of them. ``period`` is in words.

    ``filters`` is what all rows are limited to, in words; '' for nothing. ``rows`` says how many
    there are, ``batches`` gives them whenever it is called, never all in memory at once. ``notes``
    are definitions and whatever else a reader must know, made when a writer asks for them.
    ``split_by`` are the fields by which a package has a file each: a code and a name; the rows of
    one stand together, and no batch holds rows of two.
    """

    region: str
    title: str
    period: str
    columns: Sequence[Column]
    rows: int
    batches: Callable[[], Iterable[pa.RecordBatch]]
    build: Build
    filters: str = ""
    notes: Callable[[], Sequence[Note]] = no_notes
    language: Language = "zh"
    split_by: tuple[str, str] | None = None

    def file_name(self, suffix: str) -> str:
        """广东省_各市帮扶支出（应急救助）_2026年1–10月_演示数据.csv"""
        return file_name(
            self.region, self.full_title, self.period, self.build.demonstration, suffix
        )

    @property
    def full_title(self) -> str:
        """The title with what all rows are limited to."""
        return f"{self.title}（{self.filters}）" if self.filters else self.title

    @property
    def every_column(self) -> list[Column]:
        """The columns, and the two that end every file: the build and the nature of the data."""
        return [*self.columns, BUILD, NATURE]

    @property
    def headings(self) -> list[str]:
        return [column.heading(self.language) for column in self.every_column]

    @property
    def passes_a_sheet(self) -> bool:
        """Whether Excel and WPS can't show all of it on one sheet."""
        return self.rows >= SHEET_ROWS

    def arrays(self) -> Iterator[list[pa.Array]]:
        """Batch by batch, what stands in each of ``every_column``: names instead of codes, words
        for yes and no, nothing for a number that is none.

        The arrays are of text (as dictionaries, too), numbers, dates or moments. Empty batches are
        left out. Raises KeyError for a batch that lacks a column's field, and TypeError for a field
        of a type that has no form in a cell (a list, a struct).
        """
        marks = (self.build.build_id, nature(self.build.demonstration, self.language))
        for batch in self.batches():
            if batch.num_rows:
                yield [*self._shown(batch), *(_repeated(mark, batch.num_rows) for mark in marks)]

    def _shown(self, batch: pa.RecordBatch) -> Iterator[pa.Array]:
        encoded: dict[str, pa.DictionaryArray] = {}
        for column in self.columns:
            array = batch.column(column.source)
            if column.names is None:
                yield _plain(array, self.language)
                continue
            if column.source not in encoded:
                is_encoded = pa.types.is_dictionary(array.type)
                encoded[column.source] = array if is_encoded else array.dictionary_encode()
            yield _named(encoded[column.source], column.names)

    def all_notes(self) -> list[Note]:
        """What the table is, its notes, the build and whether it is a demonstration."""
        said = (
            self.title,
            self.region,
            self.period,
            self.filters or _ALL[self.language],
            f"{self.rows:,}",
        )
        what = zip(_LABELS[self.language], said, strict=True)
        is_real = nature(self.build.demonstration, self.language)
        mark = DEMONSTRATION[self.language] if self.build.demonstration else is_real
        return [
            *what,
            *self.notes(),
            (BUILD.heading(self.language), self.build.build_id),
            (NATURE.heading(self.language), mark),
        ]


def batches_of(
    columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]
) -> Iterator[pa.RecordBatch]:
    """Rows as one batch, each column of its own type.

    Raises KeyError for a row that lacks a column's field.
    """
    every = list(rows)
    sources: dict[str, Kind] = {c.source: "text" if c.names else c.kind for c in columns}
    arrays = [_array([row[source] for row in every], kind) for source, kind in sources.items()]
    if every:
        yield pa.RecordBatch.from_arrays(arrays, list(sources))


def _array(values: list[Any], kind: Kind) -> pa.Array:
    if kind == "number":
        values = [None if value is None else float(value) for value in values]
    return pa.array(values, _TYPES[kind])


def _repeated(text: str, times: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), times), [text])


def _named(codes: pa.DictionaryArray, names: Mapping[str, str | None]) -> pa.DictionaryArray:
    """What is shown for each code: looked up once a code, not once a row."""
    shown = [names.get(code, code) for code in codes.dictionary.to_pylist()]
    return pa.DictionaryArray.from_arrays(codes.indices, pa.array(shown, pa.string()))


def _plain(array: pa.Array, language: Language) -> pa.Array:
    """The array in one of the few types that a writer must know."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        return array if pa.types.is_string(kind.value_type) else array.cast(kind.value_type)
    if pa.types.is_string_view(kind):
        return array.cast(pa.string())
    if pa.types.is_boolean(kind):
        return pc.if_else(array, *YES_NO[language])
    if pa.types.is_floating(kind):
        return pc.if_else(pc.is_finite(array), array, None)
    if pa.types.is_timestamp(kind):
        return array.cast(pa.timestamp("s"), safe=False)
    if pa.types.is_null(kind):
        return array.cast(pa.string())
    for known in (pa.types.is_string, pa.types.is_large_string, pa.types.is_date):
        if known(kind):
            return array
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        return array
    raise TypeError(f"no way to write {kind} in a cell")
