"""What is found in a build once its marts stand: what holds it, and remarks."""

from collections.abc import Iterable

import duckdb

from dashboard.contracts import Contract
from dashboard.marts import mart_contract, mart_names
from dashboard.pipeline.absent_columns import absent_columns
from dashboard.pipeline.bounds import REFUSED_SHARE
from dashboard.pipeline.city_months import make_city_months
from dashboard.pipeline.code_remarks import code_remarks
from dashboard.pipeline.coverage_remarks import coverage_remarks
from dashboard.pipeline.cumulative_months import cumulative_months
from dashboard.pipeline.doubtful_rates import doubtful_rates
from dashboard.pipeline.doubtful_targets import doubtful_targets
from dashboard.pipeline.falling_stocks import falling_stocks
from dashboard.pipeline.fillers import filler_numbers
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.gathered_months import gathered_months
from dashboard.pipeline.impossible_rates import impossible_rates
from dashboard.pipeline.lonely_months import lonely_months
from dashboard.pipeline.month_units import months_in_another_unit
from dashboard.pipeline.months_of_the_year import months_of_the_year
from dashboard.pipeline.parallel import side_by_side
from dashboard.pipeline.regions_alike import regions_alike
from dashboard.pipeline.repeated_months import repeated_months
from dashboard.pipeline.report import TableReport
from dashboard.pipeline.staging import count_rows
from dashboard.pipeline.subtotals import subtotals
from dashboard.pipeline.zero_months import zero_months
from dashboard.regions import RegionTree


def review(
    connection: duckdb.DuckDBPyConnection, contracts: dict[str, Contract], tree: RegionTree
) -> list[Finding]:
    """Everything that the rows of a table together give away, and no row alone."""
    marts = {mart_contract(name).export: mart_contract(name) for name in mart_names()}

    def look(cursor: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
        found = [*code_remarks(cursor, contract, tree), *filler_numbers(cursor, contract)]
        if contract.by_name.get("indicator"):
            found += doubtful_targets(cursor, contract)
        if contract.month or contract.is_yearly:
            found += lonely_months(cursor, contract)
        if contract.month:
            found += subtotals(cursor, contract, marts[contract.name])
            found += months_in_another_unit(cursor, contract)
            found += doubtful_rates(cursor, contract)
            if marts[contract.name].time == "snapshot":
                found += falling_stocks(cursor, contract)
            if marts[contract.name].time == "flow":
                found += impossible_rates(cursor, contract)
                make_city_months(cursor, contract)
                found += cumulative_months(cursor, contract)
                found += months_of_the_year(cursor, contract)
                found += repeated_months(cursor, contract)
                found += regions_alike(cursor, contract)
                found += zero_months(cursor, contract)
                found += gathered_months(cursor, contract)
        return found

    # The largest first, so that both lanes end about together.
    rows = {one.name: count_rows(connection, f"facts_{one.name}") for one in contracts.values()}
    there = [one for one in contracts.values() if rows[one.name]]
    there.sort(key=lambda one: rows[one.name], reverse=True)
    with side_by_side(connection, look, there) as looked:
        found = [one for future in looked for one in future.result()]
    return [
        *found,
        *coverage_remarks(connection, contracts),
        *absent_columns(connection, contracts),
    ]


def too_little_kept(tables: Iterable[TableReport]) -> list[Finding]:
    """Tables of which nothing, or not enough, is left, and those whose files hold no row."""
    found = []
    there = [table for table in tables if not table.absent]
    if there and not any(table.read for table in there):
        path = there[0].files[0].path
        found.append(
            finding("nothing_in_any", path=path, count=sum(len(table.files) for table in there))
        )
    for table in there:
        named = {"table": table.table, "title": table.title}
        if not table.read:
            found.append(
                finding("no_rows", path=table.files[0].path, count=len(table.files), **named)
            )
        elif table.refused == table.read:
            found.append(finding("nothing_kept", count=table.read, **named))
        elif table.refused > REFUSED_SHARE * table.read:
            found.append(
                finding(
                    "too_many_refused",
                    count=table.refused,
                    read=table.read,
                    share=f"{REFUSED_SHARE:.0%}",
                    **named,
                )
            )
    return found
