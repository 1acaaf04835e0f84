"""Ids of a registry that nearly agree: two stations in the figures, one perhaps in the world."""

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bound import Bound
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import template
from dashboard.pipeline.text import half_width_sql

_NAMED = 3
_DASHES = r"[\p{Pd}−]"
# Apostrophes and quotes that keep a spreadsheet from reading a number, blanks, and what is unseen.
_UNSEEN = r"['’‘ʼ`´\"“”\pZ\pC]"


def near_duplicates(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """One finding for a table whose ids differ by signs, blanks, width, case or leading zeros
    alone: how many groups, and the first of them. Tables without an id of their own have none."""
    if len(contract.primary_key) != 1:
        return []
    named = {"id_column": contract.primary_key[0], "facts": f"facts_{contract.name}"}
    looked = connection.execute(template("odd_ids").format(**named)).fetchone()
    assert looked is not None
    is_odd, is_mixed = looked
    if not is_odd and not is_mixed:
        return []
    bound = Bound()
    plain_id = _plain_id(named["id_column"], bound, with_dashes=not is_mixed)
    found = connection.execute(
        template("near_duplicates").format(plain_id=plain_id, **named), bound.values
    ).fetchall()
    if not found:
        return []
    return [
        finding(
            "near_duplicate_ids",
            table=contract.name,
            title=contract.title,
            column=named["id_column"],
            value="；".join("、".join(examples) for examples, *_ in found[:_NAMED]),
            count=len(found),
        )
    ]


def _plain_id(column: str, bound: Bound, *, with_dashes: bool) -> str:
    seen = f"regexp_replace({half_width_sql(column, bound)}, {bound(_UNSEEN)}, '', 'g')"
    dash = "-" if with_dashes else ""
    return f"ltrim(lower(regexp_replace({seen}, {bound(_DASHES)}, '{dash}', 'g')), '0')"
