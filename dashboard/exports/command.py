"""``python -m dashboard export``: the files that the pages offer, from the command line."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.command_line import NOT_ALLOWED, folder, writing_into
from dashboard.exports.detail_names import DETAIL_NAMES
from dashboard.region_words import DIVISIONS, THEN, TODAY, divisions_title
from dashboard.settings import Home

if TYPE_CHECKING:
    from dashboard.exports.table import Table
    from dashboard.indicators import Indicator
    from dashboard.observations import CategoryFilter, Observation
    from dashboard.periods import Period
    from dashboard.reader import Reader
    from dashboard.regions import Region, RegionTree

ROWS = ("children", "leaves", "months", "region", "late")


class UnknownChoiceError(Exception):
    """What was asked for does not exist; the message says what does."""


def register(subparsers: argparse._SubParsersAction) -> None:
    from dashboard.exports.writers import writer_codes

    parser = subparsers.add_parser(
        "export",
        help="write files of indicators, or of every row behind them",
        description="Writes files as the pages' download buttons do, under the same names: CSV is "
        "UTF-8 with a byte-order mark, XLSX has a sheet of definitions; both are safe to open in "
        "Excel and WPS.",
    )
    parser.add_argument("region", nargs="?", default="100000", help="code or full name (全国)")
    parser.add_argument(
        "--indicator",
        action="append",
        default=[],
        metavar="CODE",
        help="an indicator of docs/indicators.md; may be given several times",
    )
    parser.add_argument("--year", type=int, help="the year (the latest there is)")
    parser.add_argument(
        "--period", default="latest", help="latest, year, q1 to q4, or m3-7 for March to July"
    )
    parser.add_argument(
        "--rows",
        choices=ROWS,
        default="children",
        help="one row a child or a leaf below (best first), a month of the year, or the region; "
        "late: the leaves that lack months of one indicator's period, and which",
    )
    parser.add_argument(
        "--category",
        action="append",
        default=[],
        metavar="CODE",
        help="only this category of an indicator that is divided into categories, by its code (or "
        "DIMENSION=CODE); may be given several times",
    )
    parser.add_argument(
        "--divisions",
        choices=list(DIVISIONS),
        default=TODAY,
        help="figures on today's divisions (today), or as they were reported under the codes of "
        "their year (then)",
    )
    parser.add_argument(
        "--detail",
        metavar="NAME",
        help="instead of indicators: every row below the region, all years: "
        + ", ".join(DETAIL_NAMES),
    )
    parser.add_argument("--format", choices=writer_codes(), default="csv", help="of the file (csv)")
    parser.add_argument(
        "--language",
        choices=("zh", "en"),
        help="of headings, units, marks and definitions: one of languages in the home's "
        "settings.yml (the first of them)",
    )
    parser.add_argument(
        "--out", type=folder, default=Path(), help="the folder to write to (where you are)"
    )
    parser.add_argument("--home", type=folder, help="the folder of exports and builds (data)")
    parser.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    """0 when the file was written; 3 when something asked for does not exist."""
    from dashboard.database import InaccessibleError, NoBuildError, find_current
    from dashboard.department import department_in_use
    from dashboard.reader import Reader
    from dashboard.regions import RegionTree
    from dashboard.session import Session
    from dashboard.systems import catalogue

    home = Home(parsed.home) if parsed.home else Home.default()
    department, wrong = department_in_use(home.settings)
    for one in wrong:
        print(f"{one.variable or home.settings} {one.zh}。按默认设置写文件。", file=sys.stderr)
    try:
        offered = department.languages
        parsed.language = _known(parsed.language or offered[0], offered, "language")
        current = find_current(home)
        if current.instead_of:
            used = current.database.info.build_id
            print(f"{current.instead_of}：改用最近一个完好的数据版本 {used}。", file=sys.stderr)
        session = Session(current.database, RegionTree.load())
        reader = Reader(session, catalogue(), department.coverage_grades)
        region = find_region(reader.tree, parsed.region)
        make = observations_of
        if parsed.detail:
            make = detail_of
        elif parsed.rows == "late":
            make = late_list_of
        table = make(reader, region, parsed)
        with writing_into(parsed.out):
            path, rows = write(table, parsed.format, parsed.out)
    except InaccessibleError as refused:
        print(f"现在读不到数据：{refused}。", file=sys.stderr)
        return NOT_ALLOWED
    except NoBuildError as missing:
        print(
            f"没有可读的数据版本（{missing.damage or home.builds}）。"
            "请先运行 python -m dashboard build。",
            file=sys.stderr,
        )
        return NOT_ALLOWED
    except UnknownChoiceError as unknown:
        print(unknown, file=sys.stderr)
        return NOT_ALLOWED
    print(f"{path}（{rows:,} 行）")
    return 0


def write(table: "Table", code: str, folder: Path) -> tuple[Path, int]:
    """Writes a table in a format; the path and the rows. What a spreadsheet would not show of it is
    said."""
    from dashboard.exports.table import SHEET_ROWS
    from dashboard.exports.writers import find_writer

    writer = find_writer(code)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / table.file_name(writer.suffix)
    # Under its name only once it is whole: a file cut short must not pass for one that isn't.
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("wb") as file:
        file.writelines(writer.pieces(table))
    unfinished.replace(path)
    if table.passes_a_sheet and not writer.splits:
        print(
            f"超过 {SHEET_ROWS:,} 行，Excel、WPS 一张表显示不全；XLSX 自动分表。", file=sys.stderr
        )
    return path, table.rows


def observations_of(reader: "Reader", region: "Region", parsed: argparse.Namespace) -> "Table":
    """What a page's map (children, leaves) or trend (months) shows, on the divisions asked for.

    Raises UnknownChoiceError for an indicator, period or category that is not there, and for a
    category that an indicator is not divided into.
    """
    from dashboard.as_reported import as_reported
    from dashboard.exports.observation_tables import observations_table

    indicators = _indicators(reader, parsed.indicator)
    period = _period(reader, parsed.year, parsed.period)
    observations = [r for i in indicators for r in _observations(reader, i, region, period, parsed)]
    names = "、".join(indicator.short_name for indicator in indicators)
    title = _title(reader.tree, region, parsed.rows, names)
    if parsed.divisions == THEN:
        observations = as_reported(reader.session, observations)
    return observations_table(
        observations,
        region=region.title,
        title=title + divisions_title(parsed.divisions),
        tree=reader.tree,
        build=reader.session.info,
        language=parsed.language,
    )


def late_list_of(reader: "Reader", region: "Region", parsed: argparse.Namespace) -> "Table":
    """The leaf regions that lack months of an indicator's period.

    Raises UnknownChoiceError for what is not there, and for an indicator without months.
    """
    from dashboard.exports.late import late_of, late_table

    indicators = _indicators(reader, parsed.indicator)
    if len(indicators) > 1:
        raise UnknownChoiceError("--rows late 一次只列一个指标的缺报名单，请只写一个 --indicator")
    _without(parsed, "--rows late 按今日区划列缺报的县区，不分类别，", category=[], divisions=TODAY)
    indicator = indicators[0]
    if not reader.is_monthly(indicator):
        raise UnknownChoiceError(f"“{indicator.name}”出自名录，不按月上报，没有缺报名单")
    period = _period(reader, parsed.year, parsed.period)
    if parsed.period == "latest":
        period = reader.settled_period(indicator, period)
    observation = reader.observation(indicator, region.code, period)
    return late_table(
        late_of(observation, reader.missing(indicator, region.code, observation.period)),
        indicator,
        region=region.title,
        period=observation.period.label,
        tree=reader.tree,
        build=reader.session.info,
        language=parsed.language,
    )


def detail_of(reader: "Reader", region: "Region", parsed: argparse.Namespace) -> "Table":
    """Every row below a region, all years.

    Raises UnknownChoiceError for a detail that is not there, or whose export the build lacks.
    """
    from dashboard.exports.details import DETAILS

    detail = DETAILS[_known(parsed.detail, DETAILS, "detail")]
    _without(
        parsed,
        "--detail 导出所有年份、所有类别的明细，",
        indicator=[],
        category=[],
        year=None,
        period="latest",
        rows="children",
        divisions=TODAY,
    )
    if detail.export in reader.session.info.tables_absent:
        raise UnknownChoiceError(f"当前数据版本没有{detail.title}所需的导出文件")
    return detail.table(reader.session, reader.tree, region, reader.catalogue, parsed.language)


def find_region(tree: "RegionTree", text: str) -> "Region":
    """A region by its code or its full name (广州市, 广东省广州市越秀区).

    Raises UnknownChoiceError, naming the nearest, where none or several are meant.
    """
    from dashboard.region_search import find_regions

    if text in tree:
        return tree[text]
    named = [r for r in tree if text in (r.name, tree.full_label(r.code))]
    if len(named) == 1:
        return named[0]
    near = (
        named
        or [tree[s.code] for s in tree.successors(text)]
        or [one.region for one in find_regions(tree, text)[:5]]
    )
    said = "、".join(f"{tree.full_label(r.code)} {r.code}" for r in near) or "没有相近的地区"
    raise UnknownChoiceError(f"不能确定“{text}”是哪个地区：{said}")


def _indicators(reader: "Reader", codes: list[str]) -> "list[Indicator]":
    known = reader.catalogue.indicators
    if not codes:
        raise UnknownChoiceError("请用 --indicator 指定指标，或用 --detail 导出明细")
    # One that is named twice would have its rows twice.
    indicators = [known[_known(code, known, "indicator")] for code in dict.fromkeys(codes)]
    absent = [i.name for i in indicators if reader.is_absent(i)]
    if absent:
        raise UnknownChoiceError(f"当前数据版本没有这些指标所需的导出文件：{'、'.join(absent)}")
    return indicators


def _without(parsed: argparse.Namespace, why: str, **unset: object) -> None:
    """Raises UnknownChoiceError for options that would change nothing: ``unset`` are they, with
    what they are where nobody wrote them."""
    written = [f"--{option}" for option, none in unset.items() if getattr(parsed, option) != none]
    if written:
        raise UnknownChoiceError(f"{why}不能同时用 {'、'.join(written)}")


def _known(name: str, known: Iterable[str], option: str) -> str:
    names = list(known)
    if name not in names:
        raise UnknownChoiceError(f"--{option} 没有“{name}”，可选：{'、'.join(names)}")
    return name


def _period(reader: "Reader", year: int | None, name: str) -> "Period":
    from dashboard.periods import parse_period

    build = reader.session.info
    year = build.data_settled_through.year if year is None else year
    try:
        if year < build.data_from.year:
            raise ValueError(year)
        return parse_period(year, name, build.data_through, build.data_settled_through)
    except ValueError:
        years = f"{build.data_from:%Y-%m} 至 {build.data_through:%Y-%m}"
        raise UnknownChoiceError(f"没有 {year} 年“{name}”的数据，现有 {years}") from None


def _observations(
    reader: "Reader",
    indicator: "Indicator",
    region: "Region",
    period: "Period",
    parsed: argparse.Namespace,
) -> "list[Observation]":
    from dashboard.periods import Period, months_reached
    from dashboard.ranking import rank

    limits = _choice(reader, indicator, parsed.category)
    if parsed.rows == "months":
        first, last = period.first_month, period.last_month
        if parsed.period == "latest":
            last = months_reached(period.year, reader.data_through)
        months = [Period(period.year, month, month) for month in range(first, last + 1)]
        return reader.series(indicator, region.code, months, limits)
    if parsed.period == "latest":
        period = reader.settled_period(indicator, period)
    codes = [r.code for r in _regions(reader.tree, region, parsed.rows)]
    observations = reader.observations(indicator, codes, period, limits)
    return [item.observation for item in rank(observations)]


def _choice(reader: "Reader", indicator: "Indicator", codes: list[str]) -> "CategoryFilter":
    from dashboard.figure_words import filter_words
    from dashboard.marts import mart_contract
    from dashboard.observations import EVERYTHING, CategoryFilter, applies
    from dashboard.reader import fitting

    if not codes:
        return EVERYTHING
    dimensions = mart_contract(indicator.mart).dimensions if indicator.divided else ()
    if not dimensions:
        raise UnknownChoiceError(f"指标“{indicator.name}”不分类别，不能用 --category")
    known = [
        (dimension, category.code)
        for dimension in dimensions
        for category in reader.catalogue.dimensions[dimension].categories
    ]
    chosen: dict[str, list[str]] = {}
    for written in codes:
        dimension, _, code = written.rpartition("=")
        of = [one for one in dimensions if (one, code) in known and dimension in ("", one)]
        if len(of) != 1:
            _known(written, [f"{one}={code}" for one, code in known], "category")
        chosen.setdefault(of[0], []).append(code)
    limits = CategoryFilter(**chosen)
    if fitting(limits, indicator) != limits or not applies(indicator, limits):
        raise UnknownChoiceError(f"指标“{indicator.name}”不适用于所选的{filter_words(limits)}")
    return limits


def _regions(tree: "RegionTree", region: "Region", rows: str) -> "list[Region]":
    """The regions of the rows; a leaf is compared with its siblings, as on its page."""
    if rows == "region":
        return [region]
    under = region.parent if region.is_leaf and region.parent else region.code
    below = tree.children(under) if rows == "children" else tree.leaves(under)
    return [r for r in below if r.reports]


def _title(tree: "RegionTree", region: "Region", rows: str, names: str) -> str:
    if rows == "region":
        return names
    if rows == "months":
        return f"{names}走势"
    from dashboard.region_words import LEAVES

    under = region.parent if region.is_leaf and region.parent else region.code
    return f"各{LEAVES if rows == 'leaves' else tree.count_word(under)}{names}"
