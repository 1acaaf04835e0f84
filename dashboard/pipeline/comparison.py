"""A build against the published one: what is gone, what shrinks, what moves too far to be true.

Tables, months and rows that disappear, and totals that move by more than tenfold, hold a build:
they are nearly always a file that was not copied or a unit that changed.
"""

from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from dashboard.build_comparison import compare_builds
from dashboard.builds_folder import (
    UnreadableBuildError,
    build_file,
    damage,
    kept_builds,
    newest_whole,
    open_build,
    read_current,
)
from dashboard.contracts import Contract, ContractField
from dashboard.pipeline.bounds import MOVING_FACTOR, MOVING_FLOOR, SHRINKING_SHARE
from dashboard.pipeline.cities import cities_named
from dashboard.pipeline.environment import first_line
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.own_region import widened_region
from dashboard.pipeline.parallel import side_by_side
from dashboard.pipeline.part_comparison import compare_parts, numbers_of, totals_sql
from dashboard.pipeline.report import Report, TableReport
from dashboard.pipeline.staging import template
from dashboard.queries import query_text
from dashboard.regions import NATION, RegionTree
from dashboard.settings import Home

# Totals by column, and rows under None, for a month and measure (None where a table has none).
_Key = tuple[str | None, str | None]
_Totals = dict[_Key, dict[str | None, float]]


class _Both(NamedTuple):
    """One table's totals in the published build and in this one, of the same months."""

    contract: Contract
    before: _Totals
    now: _Totals

    @property
    def what(self) -> tuple[str, str]:
        if self.contract.month is None:
            return "名录总数", "the whole registry"
        return "两版都有的月份", "the months that both have"


def compared_with_published(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    report: Report,
    contracts: dict[str, Contract],
    tree: RegionTree | None,
) -> list[Finding]:
    """What of this build doesn't go with the published one; [] where nothing is published. ``tree``
    is None where the department chose its own region, which no row then widens.

    Where CURRENT or the build that it names is damaged, the newest whole one is meant, which pages
    show already.
    """
    build_id, wrong = shown_build(home)
    report.compared_with = build_id
    if build_id is None:
        if not wrong and not kept_builds(home):
            return []
        why_zh = wrong or "没有能打开的数据版本"
        return [_not_compared(why_zh, "there is none that this version of the program can open")]
    path = build_file(home, build_id)
    try:
        connection.execute(f"attach {_literal(path)} as published (read_only)")
    except duckdb.Error as error:
        return [_not_compared("已发布的数据文件无法打开", first_line(error))]
    try:
        return _compared(connection, report, contracts, tree)
    except duckdb.Error as error:
        return [_not_compared("已发布的数据文件无法读取", first_line(error))]
    finally:
        connection.execute("detach published")


def shown_build(home: Home) -> tuple[str | None, str]:
    """The build that pages show, None where there is none; and what is wrong with CURRENT or the
    build that it names, '' where nothing is."""
    pointer = read_current(home)
    build_id, wrong = pointer.build_id, pointer.damage
    if build_id is not None and (damaged := damage(build_file(home, build_id))):
        build_id, wrong = None, f"已发布的数据版本{damaged}"
    return build_id or newest_whole(home), wrong


class _Opened(NamedTuple):
    """A build that answers named queries over a connection of its own."""

    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        result = self.connection.execute(query_text(query), parameters)
        names = [column[0] for column in result.description or []]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def compare_in_full(
    connection: duckdb.DuckDBPyConnection, home: Home, report: Report, tree: RegionTree
) -> None:
    """Completes the report by all that this build and the published one differ in, of the own
    region; not where there is none, or one of both is a demonstration."""
    if report.compared_with is None:
        return
    try:
        published, said = open_build(build_file(home, report.compared_with))
    except UnreadableBuildError:
        return  # compared_with_published remarks that
    try:
        if said.demonstration == report.demonstration:
            this = _Opened(connection)
            info = {row["key"]: row["value"] for row in this.rows("build_info")}
            codes = [info.get("own_region", NATION)]
            report.comparison = compare_builds(
                _Opened(published), this, tree, codes, everything=True
            )
    finally:
        published.close()


def _compared(
    connection: duckdb.DuckDBPyConnection,
    report: Report,
    contracts: dict[str, Contract],
    tree: RegionTree | None,
) -> list[Finding]:
    said = dict(connection.execute("select key, value from published.build_info").fetchall())
    if said["demonstration"] == "true" and not report.demonstration:
        return [_not_compared("已发布的是演示数据", "the other one is a demonstration")]
    found = []
    if said["demonstration"] != "true" and report.demonstration:
        found.append(finding("demonstration_over_real"))
    if tree is not None:
        found += widened_region(connection, tree, said.get("own_region", NATION))
    kept_before = dict(
        connection.execute(
            "select table_name, row_count from published.row_counts where outcome = 'kept'"
        ).fetchall()
    )

    def compare(cursor: duckdb.DuckDBPyConnection, table: TableReport) -> list[Finding]:
        before = kept_before[table.table]
        return _compared_table(cursor, table, contracts[table.table], before)

    there = [table for table in report.tables if kept_before.get(table.table)]
    with side_by_side(connection, compare, there) as compared:
        return [*found, *(one for future in compared for one in future.result())]


def _compared_table(
    connection: duckdb.DuckDBPyConnection, table: TableReport, contract: Contract, before: int
) -> list[Finding]:
    named = {"table": table.table, "title": table.title}
    if not table.kept:
        return [finding("table_gone", count=before, **named)]
    facts = f"facts_{table.table}"
    was = _totals(connection, contract, f"published.{facts}")
    now = _totals(connection, contract, facts)
    found = []
    if gone := sorted({month for month, _ in was if month} - {month for month, _ in now if month}):
        months_zh, months_en = _months(gone)
        found.append(
            finding(
                "months_gone",
                count=len(gone),
                months_zh=months_zh,
                months_en=months_en,
                month=gone[0],
                **named,
            )
        )
    months = {month for month, _ in was} & {month for month, _ in now}
    both = _Both(contract, *(_of_months(totals, months) for totals in (was, now)))
    whole = [*_shrinking(both, named), *_moving(both, named)]
    # What is said of the whole table is not said of its cities again.
    said = {(one.reason, one.column) for one in whole}
    parts = _parts(connection, both, months, named)
    return [*found, *whole, *(one for one in parts if (one.reason, one.column) not in said)]


def _parts(
    connection: duckdb.DuckDBPyConnection,
    both: _Both,
    months: set[str | None],
    named: dict[str, str],
) -> list[Finding]:
    """Cities that are gone, and those that move."""
    parts = compare_parts(connection, both.contract, months)
    zh, en = both.what
    found = []
    if parts.gone:
        names_zh, names_en = cities_named(connection, [part.code for part in parts.gone])
        found.append(
            finding(
                "rows_shrink",
                count=0,
                before=int(sum(part.before for part in parts.gone)),
                what_zh=f"{names_zh}，{zh}",
                what_en=f"{names_en}, {en}",
                share=f"{SHRINKING_SHARE:.0%}",
                **named,
            )
        )
    for (column, measure), moved in parts.moved.items():
        names_zh, names_en = cities_named(connection, [part.code for part in moved])
        found.append(
            finding(
                "measure_moves",
                column=_named(both.contract, both.contract.by_name[column], measure),
                before=f"{sum(part.before for part in moved):,.0f}",
                value=f"{sum(part.now for part in moved):,.0f}",
                what_zh=f"{names_zh}，{zh}",
                what_en=f"{names_en}, {en}",
                factor=MOVING_FACTOR,
                **named,
            )
        )
    return found


def _shrinking(both: _Both, named: dict[str, str]) -> list[Finding]:
    before, now = (int(_sum(side, None)) for side in (both.before, both.now))
    if not before or now >= before * (1 - SHRINKING_SHARE):
        return []
    zh, en = both.what
    share = f"{SHRINKING_SHARE:.0%}"
    return [
        finding(
            "rows_shrink", count=now, before=before, what_zh=zh, what_en=en, share=share, **named
        )
    ]


def _moving(both: _Both, named: dict[str, str]) -> list[Finding]:
    zh, en = both.what
    found = []
    measures = {measure for _, measure in both.before}
    for measure in sorted(measures, key=str):
        before, now = (
            {key: sums for key, sums in side.items() if key[1] == measure}
            for side in (both.before, both.now)
        )
        for field in both.contract.numbers:
            was, is_now = _sum(before, field.name), _sum(now, field.name)
            least, most = sorted((abs(was), abs(is_now)))
            if not was or most < MOVING_FLOOR or most <= MOVING_FACTOR * least:
                continue
            found.append(
                finding(
                    "measure_moves",
                    column=_named(both.contract, field, measure),
                    before=f"{was:,.0f}",
                    value=f"{is_now:,.0f}",
                    what_zh=zh,
                    what_en=en,
                    factor=MOVING_FACTOR,
                    **named,
                )
            )
    return found


def _named(contract: Contract, field: ContractField, measure: str | None) -> str:
    """A column as people know it; of a table of many measures the measure."""
    return f"{contract.title_of(field, measure)}（{measure or field.name}）"


def _of_months(totals: _Totals, months: set[str | None]) -> _Totals:
    return {key: sums for key, sums in totals.items() if key[0] in months}


def _sum(side: _Totals, column: str | None) -> float:
    return sum(sums[column] for sums in side.values())


def _totals(connection: duckdb.DuckDBPyConnection, contract: Contract, facts: str) -> _Totals:
    """Rows and totals by month and measure; of columns that a build lacks nothing."""
    numbers = numbers_of(connection, contract, facts)
    measure = contract.measure.name if contract.measure else None
    month = contract.month.name if contract.month else None
    keys = (
        f"{f'{month}::varchar' if month else 'null::varchar'} as month, "
        f"{measure or 'null::varchar'} as measure"
    )
    asked = template("totals_of_facts").format(
        keys=keys,
        totals=totals_sql(numbers),
        facts=facts,
    )
    rows: list[tuple[Any, ...]] = connection.execute(asked).fetchall()
    return {
        (month, measure): {
            None: rows_of_key,
            **dict.fromkeys((field.name for field in contract.numbers), 0.0),
            **dict(zip(numbers, (total or 0.0 for total in totals), strict=False)),
        }
        for month, measure, rows_of_key, *totals in rows
    }


def _months(gone: list[str]) -> tuple[str, str]:
    """Months in words: those at both ends, and how many."""
    first, last = gone[0][:7], gone[-1][:7]
    if len(gone) == 1:
        return first, first
    return f"{first} 至 {last} 中的 {len(gone)} 个月", f"{len(gone)} months of {first} to {last}"


def _not_compared(zh: str, en: str) -> Finding:
    return finding("not_compared", why_zh=zh, why_en=en)


def _literal(path: Path) -> str:
    """A path as SQL text; ATTACH takes no parameters."""
    return "'" + str(path).replace("'", "''") + "'"
