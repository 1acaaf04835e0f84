"""Months that count twice: under a former code in an older file, under its heirs' in a newer one.

Rows under the code of a region that was merged or divided add up with those of its heirs. A newer
export of the same months on today's divisions contains them already.
"""

from collections.abc import Mapping

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.city_months import counts_added
from dashboard.pipeline.codes import RegionCodes
from dashboard.pipeline.duplicates import Placed
from dashboard.pipeline.findings import Finding, finding, months_named
from dashboard.pipeline.staging import has_old_codes, month_sql, template
from dashboard.regions import RegionTree


def remapped_codes(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    tree: RegionTree,
    codes: RegionCodes,
    files: Mapping[int, Placed],
) -> list[Finding]:
    """One finding for a monthly or yearly table, about the code with the largest numbers. Empty
    where all files are of one age, or no row has a former code. Reads the facts before duplicates
    are settled."""
    facts = f"facts_{contract.name}"
    ages = [one.delivery.age for one in files.values()]
    dated = contract.month or contract.is_yearly
    if not dated or len(set(ages)) < 2 or not has_old_codes(connection, facts):
        return []
    pairs = [(code, heir.code) for code in sorted(codes.apart) for heir in tree.successors(code)]
    newest_full = max((one.delivery.age for one in files.values() if one.delivery.full), default=0)
    query = template("remapped_codes").format(
        facts=facts, of_month=month_sql(contract), counts=counts_added(contract)
    )
    found = connection.execute(
        query,
        {
            "file_ids": list(files),
            "ages": ages,
            "codes": [code for code, _ in pairs],
            "heirs": [heir for _, heir in pairs],
            "newest_full": newest_full,
        },
    ).fetchall()
    if not found:
        return []
    code, months, before, now, number, newer, older = found[0]
    months_zh, months_en = months_named(months)
    heirs = [heir for old, heir in pairs if old == code]
    return [
        finding(
            "remapped_code",
            table=contract.name,
            title=contract.title,
            region_code=heirs[0],
            region="、".join(tree[heir].name for heir in heirs),
            region_en=", ".join(heirs),
            value=code,
            name=next(one.old_name for one in tree.changes if one.old_code == code),
            month=months[0],
            months_zh=months_zh,
            months_en=months_en,
            before=f"{before:,.0f}",
            now=f"{now:,.0f}",
            number=f"{number:,.0f}",
            path=files[newer].path,
            other=files[older].path,
            count=len(found),
        )
    ]
