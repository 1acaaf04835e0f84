"""Totals that an export carries beside their parts: counted twice, and called the region's own."""

from datetime import date

import duckdb

from dashboard.contracts import Contract
from dashboard.marts import MartContract
from dashboard.pipeline.bounds import (
    SUBTOTAL_EVIDENCE,
    SUBTOTAL_MONTH_EVIDENCE,
    SUBTOTAL_MONTHS,
    SUBTOTAL_NEAR,
    SUBTOTAL_NEAR_COUNT,
    SUBTOTAL_NEAR_EVIDENCE,
    SUBTOTAL_NEAR_MONTHS,
    SUBTOTAL_SHARE,
    SUBTOTAL_SINGLE_EVIDENCE,
)
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import evidence_sql, has_old_codes, has_rows, template
from dashboard.regions import NATION

# So many regions are named in the sentence.
NAMED = 6


def subtotals(
    connection: duckdb.DuckDBPyConnection, contract: Contract, mart: MartContract
) -> list[Finding]:
    """What is found of a monthly table in which regions' own rows are what lies below them, or
    nearly so.

    Cheap at any size: only rows of regions above the counties are compared, with sums that the
    mart has already.
    """
    facts = f"facts_{contract.name}"
    above = f"{facts} semi join regions as r on {facts}.region_code = r.code and not r.is_leaf"
    if not has_rows(connection, above):
        return []
    least_months, least_evidence = SUBTOTAL_MONTHS, SUBTOTAL_EVIDENCE
    later = f"{facts} where month > (select min(month) from {facts})"  # noqa: S608 - the name is a contract's
    if not has_rows(connection, later):
        # A first delivery of one month: no second one can confirm it.
        least_months, least_evidence = 1, SUBTOTAL_MONTH_EVIDENCE
    bounds = {
        "least_months": least_months,
        "least_share": SUBTOTAL_SHARE,
        "least_evidence": least_evidence,
        "strong_evidence": SUBTOTAL_MONTH_EVIDENCE,
        "single_evidence": SUBTOTAL_SINGLE_EVIDENCE,
    }
    equal = _suspected(connection, mart, _slots(connection, mart), bounds)
    # Of two deliveries the totals are older or newer than their parts.
    bounds |= {"least_months": SUBTOTAL_NEAR_MONTHS, "least_evidence": SUBTOTAL_NEAR_EVIDENCE}
    bounds |= dict.fromkeys(("strong_evidence", "single_evidence"), float("inf"))
    near = _suspected(connection, mart, _slots(connection, mart, near=True), bounds)
    told = {code for code, *_ in equal}
    near = [one for one in near if one[0] not in told]
    both = (("subtotals", equal), ("near_subtotals", near))
    return [_found(reason, contract, found) for reason, found in both if found]


_Found = list[tuple[str, str, int, date, date]]


def _suspected(
    connection: duckdb.DuckDBPyConnection,
    mart: MartContract,
    slots: dict[str, str],
    bounds: dict[str, float],
) -> _Found:
    """Regions whose own rows are like what lies below: code, name, months, the first and last."""
    asked = template("subtotals").format(**slots)
    suspected = connection.execute(
        f"create or replace temp table suspected_subtotals as {asked}", bounds
    ).fetchone()
    if not suspected or not suspected[0]:
        return []
    nonzero = " or ".join(f"b.{column} <> 0" for column in mart.columns)
    return connection.execute(
        template("parts_of_subtotals").format(
            mart=mart.name,
            nonzero=nonzero,
            same_keys=" and ".join(f"b.{key} = s.{key}" for key in mart.keys),
            same_keys_of_own=" and ".join(f"b.{key} = o.{key}" for key in mart.keys),
        ),
        {"least_months": bounds["least_months"]},
    ).fetchall()


def _found(reason: str, contract: Contract, found: _Found) -> Finding:
    more = len(found) - NAMED
    months = [f"{first:%Y-%m}–{last:%Y-%m}" for *_, first, last in found[:NAMED]]
    named = list(zip((name for _, name, *_ in found), months, strict=False))
    code, _, _, first, _ = found[0]
    return finding(
        reason,
        table=contract.name,
        title=contract.title,
        count=len(found),
        region_code=code,
        month=first,
        regions_zh="、".join(f"{name}（{when}）" for name, when in named)
        + (f"等 {len(found):,} 个地区" if more > 0 else ""),
        regions_en=", ".join(
            f"{code} ({when})" for (code, *_), when in zip(found, months, strict=False)
        )
        + (f" and {more:,} more" if more > 0 else ""),
        share=f"{SUBTOTAL_NEAR:.0%}",
    )


def _slots(
    connection: duckdb.DuckDBPyConnection, mart: MartContract, *, near: bool = False
) -> dict[str, str]:
    facts = f"facts_{mart.export}"
    own = f"select f.* from main.{facts} as f "  # noqa: S608 - names come from the contract
    own += "semi join regions as r on f.region_code = r.code and not r.is_leaf"
    if has_old_codes(connection, facts):
        own += " where f.reported_region_code is null"
    columns = list(mart.columns)
    # What is not given is not compared; what is given must be what lies below.
    # A total of money may be written in whole yuan.
    bound = f"< greatest(1, {SUBTOTAL_NEAR} * below_{{c}})" if near else "< 1"
    alike = [f"(own_{c} is null or abs(own_{c} - below_{c}) {bound.format(c=c)})" for c in columns]
    nonzero = " or ".join(f"own_{c} <> 0" for c in columns)
    return {
        "mart": mart.name,
        "nation": NATION,
        "keys": mart.listed(),
        "own_is_total": " and ".join(f"o.{key} = t.{key}" for key in mart.keys),
        "own_is_found": " and ".join(f"o.{key} = f.{key}" for key in mart.keys),
        "keys_of_own": mart.listed("o"),
        "keys_of_city": mart.listed("c"),
        "region_and_dimensions": ", ".join(["region_code", *mart.keys[1:]]),
        "own_rows": f"with {facts} as ({own}) select * from ({mart.query})",  # noqa: S608 - of the contract
        "own_columns": ", ".join(f"o.{c} as own_{c}" for c in columns),
        "below_city": ", ".join(
            f"coalesce(t.{c}, 0) - coalesce(o.{c}, 0) as below_{c}" for c in columns
        ),
        "below_found": ", ".join(
            f"coalesce(t.{c}, 0) - coalesce(o.{c}, 0) - coalesce(f.found_{c}, 0) as below_{c}"
            for c in columns
        ),
        "found_sums": ", ".join(f"sum(own_{c}) as found_{c}" for c in columns),
        "found_as_own": ", ".join(f"found_{c} as own_{c}" for c in columns),
        "matches": f"({nonzero}) and {' and '.join(alike)}",
        "nonzero": nonzero,
        # A one that equals a one says nothing; the larger a number, the less it is so by chance.
        "evidence": evidence_sql(
            # How near two numbers are says no more the larger they are.
            [f"least(own_{c}, {SUBTOTAL_NEAR_COUNT})" if near else f"own_{c}" for c in columns]
        ),
    }
