"""What is remarked of codes that are not today's: past their end, merged, divided, or of zones."""

from datetime import date
from typing import Any

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import has_old_codes, month_sql, template
from dashboard.regions import RegionTree


def code_remarks(
    connection: duckdb.DuckDBPyConnection, contract: Contract, tree: RegionTree
) -> list[Finding]:
    """One remark for each code and way in which a table uses it: how many rows, and the first."""
    facts = f"facts_{contract.name}"
    if not has_old_codes(connection, facts):
        return []
    asked = template("former_codes").format(facts=facts, of_month=month_sql(contract))
    found = []
    for code, region_code, rows, years, path, row_number, first, last in connection.execute(
        asked
    ).fetchall():
        where = {
            "table": contract.name,
            "title": contract.title,
            "region_code": region_code,
            "value": code,
            "path": path,
            "row_number": row_number,
            "region": tree[region_code].name,
        }
        if zone := tree.zones.get(code):
            found.append(finding("zone_code", count=rows, name=zone.name, month=first, **where))
            continue
        changes = [change for change in tree.changes if change.old_code == code]
        name, ended = changes[-1].old_name, tree.ended(code)
        assert ended is not None
        heirs = tree.successors(code)
        if len(heirs) > 1:
            found.append(
                finding(
                    "divided_code",
                    count=rows,
                    name=name,
                    ended=ended,
                    heirs="、".join(tree[heir.code].name for heir in heirs),
                    heirs_en=", ".join(heir.code for heir in heirs),
                    when_zh=f"（{_span(first, last, '%Y-%m')}）" if first else "",
                    when_en=f" ({_span(first, last, '%Y-%m')})" if first else "",
                    month=first,
                    **where,
                )
            )
        # What has no month is so today; of the year of the change nobody can tell.
        after = [one for one in years if one[0] is None or one[0] > ended]
        if after:
            path, row_number = min(first_row for _, _, first_row in after)
            where |= {"path": path, "row_number": row_number}
            found.append(
                finding(
                    "code_after_its_end",
                    count=sum(count for _, count, _ in after),
                    name=name,
                    ended=ended,
                    today=", ".join(heir.code for heir in heirs),
                    **where,
                )
            )
    return [*found, *_both_codes(connection, contract, tree)]


def _both_codes(
    connection: duckdb.DuckDBPyConnection, contract: Contract, tree: RegionTree
) -> list[Finding]:
    """Months or years in which a region reported under its own code and one merged into it."""
    if not (contract.month or contract.is_yearly):
        return []
    zh, en, form = ("年", "years", "%Y") if contract.is_yearly else ("个月", "months", "%Y-%m")
    asked = template("both_codes").format(
        facts=f"facts_{contract.name}", of_month=month_sql(contract)
    )
    rows: list[tuple[Any, ...]] = connection.execute(asked).fetchall()
    return [
        finding(
            "merged_codes_together",
            count=months,
            table=contract.name,
            title=contract.title,
            region_code=region_code,
            region=tree[region_code].name,
            month=first,
            value=", ".join(codes),
            months_zh=f"{months:,} {zh}（{_span(first, last, form)}）",
            months_en=f"{months:,} {en} of {contract.name} ({_span(first, last, form)})",
        )
        for region_code, codes, months, first, last in rows
    ]


def _span(first: date, last: date, form: str) -> str:
    return f"{first:{form}}" if first == last else f"{first:{form}}–{last:{form}}"
