"""Corrections in another unit: a newer file that has 万元 where the older one had yuan."""

from collections.abc import Mapping

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.bounds import CORRECTED_UNIT_TOLERANCE
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import dimensions_sql, month_sql, template


def corrected_units(
    connection: duckdb.DuckDBPyConnection, contract: Contract, paths: Mapping[int, str]
) -> list[Finding]:
    """One finding for each column of a table of reports. Looks at the facts while settled_rows says
    which row holds instead of which; ``paths`` are the files' by their ids."""
    if not (contract.month or contract.is_yearly):
        return []
    found = []
    dimensions = dimensions_sql(contract)
    for column in contract.numbers:
        pairs = connection.execute(
            template("corrected_units").format(
                facts=f"facts_{contract.name}",
                number=f"f.{column.name}",
                before=f"o.{column.name}",
                now=f"n.{column.name}",
                dimensions=_of("f", dimensions),
                dimensions_of_new=_of("n", dimensions),
                of_month=_of("n", month_sql(contract))
                if contract.month
                else "make_date(n.year, 1, 1)",
            ),
            {"tolerance": CORRECTED_UNIT_TOLERANCE},
        ).fetchall()
        if not pairs:
            continue
        newer, older, _, region_code, month, row_number, before, now = pairs[0]
        found.append(
            finding(
                "corrected_unit",
                table=contract.name,
                title=contract.title,
                column=column.name,
                name=column.title,
                path=paths[newer],
                other=paths[older],
                row_number=row_number,
                region_code=region_code,
                month=month,
                before=f"{before:,}",
                value=f"{now:,}",
                count=sum(rows for _, _, rows, *_ in pairs),
            )
        )
    return found


def _of(alias: str, names: str) -> str:
    return names if names == "null" else ", ".join(f"{alias}.{one}" for one in names.split(", "))
