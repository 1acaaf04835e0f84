"""Which of a table's files is newer, and which of them say everything there is.

An order is known only where every file of a table carries a date in one form: in its metadata,
its name, or the names of its folders. Other parts of names (备份, 更正, (1), 9 and 10) say nothing
of age, and times of files change with every copy.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from dashboard.contracts import Contract, plain_header
from dashboard.pipeline.findings import Finding, finding

# Metadata that says when a file's content was so. The first that every file of a table carries.
DATE_KEYS = ("dashboard.as_of", "as_of", "export_date")
DELIVERY_KEY = "dashboard.delivery"
# So much of a value that is not understood stands in its sentence.
SHOWN = 60

_Value = tuple[int, ...]
_YEAR, _MONTH, _DAY = r"(20[0-9]{2})", r"(0[1-9]|1[0-2])", r"(0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"([01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9])"
# The forms of dates in names, those with more in them first. A number beside is no date's part.
_FORMS = [
    (form, re.compile(f"(?<![0-9]){pattern}(?![0-9])"))
    for form, pattern in (
        ("20261031235959", _YEAR + _MONTH + _DAY + _CLOCK),
        ("20261031T235959", _YEAR + _MONTH + _DAY + "[t_-]" + _CLOCK),
        ("2026-10-31", _YEAR + r"[-._](0?[1-9]|1[0-2])[-._](0?[1-9]|[12][0-9]|3[01])"),
        ("20261031", _YEAR + _MONTH + _DAY),
        ("2026年10月31日", _YEAR + "年(0?[1-9]|1[0-2])月(0?[1-9]|[12][0-9]|3[01])日"),
        ("2026年10月", _YEAR + "年(0?[1-9]|1[0-2])月"),
        ("2026年第4季度", _YEAR + "年第?([1-4])季度?"),
        ("2026Q4", _YEAR + "[-_]?q([1-4])"),
        ("2026-10", _YEAR + "(?:-(0?[1-9]|1[0-2])|[._](?:0[1-9]|1[0-2]))"),
        ("202610", _YEAR + _MONTH),
        ("2026年", _YEAR + "年"),
        ("2026", _YEAR),
        ("10月", "(0?[1-9]|1[0-2])月"),
    )
]
# A month alone has no year: it counts where a folder or the name says the year, too.
_YEARS_ALONE, _MONTH_ALONE = ("2026年", "2026"), "10月"
_FIRST_YEAR, _LATEST_YEAR = 2000, 9999
# Folders of a date's parts carry columns, not the day of an export.
_PARTS_OF_DATES = frozenset(["year", "month", "day", "年", "月", "日", "年份", "月份"])
_FULL = re.compile(r"全量|(?<![a-z])full(?![a-z])")
_ADDITIONS = re.compile(r"增量|(?<![a-z])(?:delta|additions|incremental)(?![a-z])")
# How writers name the files of one writing: Spark, Hive, Flink, DuckDB, Dask, Polars, Iceberg,
# BigQuery, and whatever names its files by a random number.
_PART = re.compile(
    r"part[-._][0-9a-f]+([-._].*)?|[0-9]{6}_[0-9]+([._].*)?|data_[0-9]+(_[0-9]+)*(\..*)?|"
    r"0[0-9]{4,11}([-._].*)?|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-.*|[0-9a-f]{16,32}([-._].*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of one file before it is read: its path and what its metadata says."""

    path: str
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one file stands to the others of its table.

    ``age``: greater the newer; equal where nothing says which is newer. ``full``: the file says
    everything there is as at its date. ``writing``: equal for the files that one program wrote
    together.
    """

    age: int
    full: bool
    writing: str


def deliveries(contract: Contract, files: Sequence[Described]) -> list[Delivery]:
    """How a table's files stand to one another, in the order of the files."""
    paths = [list(_parts(_headers(contract), file.path)) for file in files]
    keys = _order(files, paths) if files else None
    ages = {key: age for age, key in enumerate(sorted(set(keys)))} if keys else {}
    return [
        Delivery(
            ages[keys[number]] if keys else 0,
            _delivery(contract, file, paths[number]) == "full",
            writing(file.path),
        )
        for number, file in enumerate(files)
    ]


def delivery_findings(contract: Contract, files: Sequence[Described], today: date) -> list[Finding]:
    """What is found of a table's files: dates that make no order or lie ahead, and metadata under
    the keys of dates and deliveries that is neither."""
    paths = [list(_parts(_headers(contract), file.path)) for file in files]
    named = {"table": contract.name, "title": contract.title}
    dated = [
        set(_dates(parts)) | {key for key in DATE_KEYS if _iso(file.metadata.get(key, ""))}
        for file, parts in zip(files, paths, strict=True)
    ]
    found = []
    if any(dated) and _order(files, paths) is None:
        first = next(number for number, forms in enumerate(dated) if forms)
        others = [number for number in range(len(files)) if number != first]
        other = min(others, key=lambda number: dated[number] == dated[first])
        pair = {"path": files[first].path, "other": files[other].path}
        found.append(finding("dates_without_order", count=len(files), **pair, **named))
    # Plans (targets) are delivered for years that lie ahead.
    if not any(column.role == "plan_year" for column in contract.columns):
        found += _ahead(named, files, _order(files, paths) if files else None, today)
    for key in (*DATE_KEYS, DELIVERY_KEY):
        understood, reason = (
            (_said_delivery, "unknown_delivery")
            if key == DELIVERY_KEY
            else (_iso, "unreadable_file_date")
        )
        said = [(file.path, file.metadata.get(key, "")) for file in files]
        wrong = [(path, text) for path, text in said if text and not understood(text)]
        if wrong:
            path, text = wrong[0]
            place = {"path": path, "column": key, "value": text[:SHOWN]}
            found.append(finding(reason, count=len(wrong), **place, **named))
    return found


def _ahead(
    named: Mapping[str, str],
    files: Sequence[Described],
    keys: list[tuple[_Value, ...]] | None,
    today: date,
) -> list[Finding]:
    """One finding where the newest file is dated after the month that follows today's: all files
    delivered until then would count as older ones. Empty where all files have one date."""
    if keys is None or max(keys) == min(keys):
        return []
    newest = max(range(len(files)), key=lambda number: keys[number])
    older = sum(key < keys[newest] for key in keys)
    for value in keys[newest]:
        if len(value) == 1 and value[0] > _LATEST_YEAR:  # a moment in microseconds
            value = datetime.fromtimestamp(value[0] / 1_000_000, UTC).timetuple()[:3]
        year, month = (*value, 1)[:2]
        if year >= _FIRST_YEAR and (year - today.year) * 12 + month - today.month > 1:
            said = "-".join(f"{number:02d}" for number in value[:3])
            place = {"path": files[newest].path, "value": said}
            return [finding("file_date_ahead", count=older, **place, **named)]
    return []


def _headers(contract: Contract) -> set[str]:
    """What a folder of a partition may be called that is a column of the table."""
    return {
        plain_header(name) for column in contract.columns for name in (column.name, *column.aliases)
    }


def _order(
    files: Sequence[Described], paths: Sequence[Sequence[str]]
) -> list[tuple[_Value, ...]] | None:
    """What sorts the files from the oldest to the newest; None where no order is known."""
    for key in DATE_KEYS:
        said = [_iso(file.metadata.get(key, "")) for file in files]
        if all(said) and len({form for form, _ in filter(None, said)}) == 1:
            return [(value,) for _, value in filter(None, said)]
    named = [_dates(parts) for parts in paths]
    shared = [place for place in named[0] if all(place in dates for dates in named)]
    keys = [tuple(dates[place] for place in shared) for dates in named]
    if not shared:
        return None
    # Two dates in each name (the month reported, the day of export) may not contradict.
    oldest_first = sorted(keys)
    for place in range(len(shared)):
        values = [key[place] for key in oldest_first]
        if values != sorted(values):
            return None
    return keys


def _dates(parts: Sequence[str]) -> dict[tuple[str, int], _Value]:
    """The dates that a path carries, by form and by which of its form it is."""
    found: dict[str, list[_Value]] = {}
    for part in parts:
        left = part
        for form, pattern in _FORMS:
            for date_found in pattern.finditer(left):
                numbers = re.findall("[0-9]+", date_found[0].replace("q", "-"))
                found.setdefault(form, []).append(_value(form, numbers))
            left = pattern.sub(lambda m: "\0" * len(m[0]), left)
    months = found.pop(_MONTH_ALONE, [])
    years = [year for form in _YEARS_ALONE for year in found.get(form, [])]
    if len(months) == 1 and len(years) == 1:
        found["2026年 10月"] = [(*years[0], *months[0])]
        for form in _YEARS_ALONE:
            found.pop(form, None)
    return {(form, n): value for form, values in found.items() for n, value in enumerate(values)}


def _value(form: str, numbers: list[str]) -> _Value:
    if len(numbers) == 1 and form not in ("10月", "2026", "2026年"):
        text = numbers[0]
        numbers = [text[:4], *(text[at : at + 2] for at in range(4, len(text), 2))]
    return tuple(int(number) for number in numbers)


def _parts(columns: Collection[str], path: str) -> Iterator[str]:
    """The names of a path that may carry a date or a word on the delivery: no column's folder."""
    *folders, file = path.split("/")
    for part in folders if _PART.fullmatch(file) else (*folders, file):
        name, equals, value = part.partition("=")
        if not equals:
            yield unicodedata.normalize("NFKC", part).casefold()
        elif (header := plain_header(name)) not in columns and header not in _PARTS_OF_DATES:
            yield unicodedata.normalize("NFKC", value).casefold()


def _iso(text: str) -> tuple[str, _Value] | None:
    """Form and value of a date as ISO 8601 writes it: 2026-10, 2026-10-31, a moment."""
    if re.fullmatch("[0-9]{4}-[0-9]{2}", text):
        text, form = f"{text}-01", "month"
    else:
        form = "day"
    try:
        if len(text) <= 10:
            return form, tuple(date.fromisoformat(text).timetuple()[:3])
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return "moment", (*moment.timetuple()[:6], moment.microsecond)
    return "instant", (int(moment.timestamp() * 1_000_000),)


def _delivery(
    contract: Contract, file: Described, parts: Sequence[str]
) -> Literal["full", "additions"]:
    """What the file's metadata says, else its name, else the contract."""
    for text in (file.metadata.get(DELIVERY_KEY, ""), *reversed(parts)):
        if said := _said_delivery(text):
            return said
    return contract.delivery


def _said_delivery(text: str) -> Literal["full", "additions"] | None:
    text = text.casefold()
    full, additions = _FULL.search(text), _ADDITIONS.search(text)
    if full and not additions:
        return "full"
    return "additions" if additions and not full else None


def writing(path: str) -> str:
    """Equal for the files that one program wrote together."""
    *folders, name = path.split("/")
    if not _PART.fullmatch(name):
        return path
    return "/".join(_before_partitions(folders)) + "/"


def _before_partitions(folders: Iterable[str]) -> Iterator[str]:
    for folder in folders:
        if "=" in folder:
            return
        yield folder
