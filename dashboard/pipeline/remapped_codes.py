"""Months that count twice: under a former code in an older file, under its heirs' in a newer one.

Rows under the code of a region that was merged or divided, or of a zone, add up with those of its
heirs. A newer export of the same months by later divisions contains them already.
"""

from collections.abc import Mapping
from typing import NamedTuple

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import REMAPPED_ZONE_SHARE
from dashboard.pipeline.city_months import counts_added
from dashboard.pipeline.codes import RegionCodes
from dashboard.pipeline.duplicates import Placed
from dashboard.pipeline.findings import Finding, finding, months_named
from dashboard.pipeline.staging import dimensions_sql, has_old_codes, month_sql, template
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
    reported = connection.execute(
        f"select distinct reported_region_code from {facts}"  # noqa: S608 - the name is a contract's
    ).fetchall()
    told = sorted({code for (code,) in reported} & codes.apart)
    heirs = [one for code in told for one in _heirs(tree, codes, code)]
    newest_full = max((one.delivery.age for one in files.values() if one.delivery.full), default=0)
    query = template("remapped_codes").format(
        facts=facts,
        of_month=month_sql(contract),
        dimensions=dimensions_sql(contract),
        counts=counts_added(contract),
    )
    found = connection.execute(
        query,
        {
            "file_ids": list(files),
            "ages": ages,
            "apart": told,
            "codes": [one.code for one in heirs],
            "heirs": [one.heir for one in heirs],
            "groups": [one.group for one in heirs],
            "zones": [one.code in tree.zones for one in heirs],
            "zone_share": REMAPPED_ZONE_SHARE,
            "newest_full": newest_full,
        },
    ).fetchall()
    if not found:
        return []
    code, group, months, before, now, number, newer, older = found[0]
    months_zh, months_en = months_named(months)
    named = [one.heir for one in heirs if (one.code, one.group) == (code, group)]
    today = [heir for heir in named if heir in tree]
    zone = tree.zones.get(code)
    return [
        finding(
            "remapped_code",
            table=contract.name,
            title=contract.title,
            region_code=today[0],
            region="、".join(tree[heir].name for heir in today),
            region_en=", ".join(today),
            value=code,
            name=zone.name
            if zone
            else next(one.old_name for one in tree.changes if one.old_code == code),
            month=months[0],
            months_zh=months_zh,
            months_en=months_en,
            before=f"{before:,.0f}",
            now=f"{now:,.0f}",
            number=f"{number:,.0f}",
            path=files[newer].path,
            other=files[older].path,
            count=len({one[0] for one in found}),
        )
    ]


class _Heir(NamedTuple):
    """What may have inherited a code: today's region, or a former code on the way to one. Heirs of
    one ``group`` are looked at together."""

    code: str
    heir: str
    group: str


def _heirs(tree: RegionTree, codes: RegionCodes, code: str) -> list[_Heir]:
    if code in tree.zones:
        counted_in = codes.to_current(code).code
        leaves = tree.leaves(counted_in) if counted_in else []
        return [_Heir(code, leaf.code, leaf.code) for leaf in leaves]
    passed, waiting = set[str](), [code]
    while waiting:
        at = waiting.pop()
        for change in tree.changes_of(at):
            if change.new_code and change.new_code not in passed:
                passed.add(change.new_code)
                waiting.append(change.new_code)
    today = [heir.code for heir in tree.successors(code)]
    former = sorted((passed & codes.apart) - {code})
    # A code without an heir of today is refused in every row.
    return [_Heir(code, heir, code) for heir in (*today, *former)] if today else []
