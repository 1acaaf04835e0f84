"""What is remarked of codes that are not today's: past their end, merged, divided, or of zones."""

from typing import Any

import duckdb

from dashboard.build.findings import Finding, finding
from dashboard.build.staging import has_old_codes, template
from dashboard.contracts import Contract
from dashboard.regions import RegionTree


def code_remarks(
    connection: duckdb.DuckDBPyConnection, contract: Contract, tree: RegionTree
) -> list[Finding]:
    """One remark for each code and way in which a table uses it: how many rows, and the first."""
    facts = f"facts_{contract.name}"
    if not has_old_codes(connection, facts):
        return []
    month = _month(contract)
    asked = template("former_codes").format(facts=facts, of_month=month)
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
        when = {"when": f"{first:%Y-%m}–{last:%Y-%m}" if first else "", "month": first}
        if zone := tree.zones.get(code):
            found.append(finding("zone_code", count=rows, name=zone.name, **when, **where))
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
                    **when,
                    **where,
                )
            )
        # A registry says what is today; of the year of the change nobody can tell.
        after = rows if years is None else sum(n for year, n in years.items() if year > ended)
        if after:
            found.append(
                finding(
                    "code_after_its_end",
                    count=after,
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
    """Months in which a region reported under its own code and under one merged into it."""
    if contract.month is None:
        return []
    asked = template("both_codes").format(facts=f"facts_{contract.name}")
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
            when=f"{first:%Y-%m}–{last:%Y-%m}",
        )
        for region_code, codes, months, first, last in rows
    ]


def _month(contract: Contract) -> str:
    if contract.month:
        return "month"
    yearly = any(field.role == "year" for field in contract.columns)
    return "make_date(year, 1, 1)" if yearly else "null::date"
