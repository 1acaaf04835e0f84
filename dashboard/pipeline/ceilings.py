"""Parts that exceed their whole where both are measures with rows of their own: what a rule across
the columns of a row can't see, and what would be a rate beyond its ceiling."""

import duckdb

from dashboard.contracts import Contract
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import template
from dashboard.systems import catalogue


def parts_over_wholes(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """One finding for each rate with a ceiling of which a region reports more of the numerator
    than of the denominator in a month."""
    measures = catalogue().other_measures
    if not any(field.role == "measure" for field in contract.columns):
        return []
    query = template("parts_over_wholes").format(facts=f"facts_{contract.name}")
    found = []
    for indicator in catalogue().indicators.values():
        pair = (*indicator.numerator, *(indicator.denominator or ()))
        if indicator.ceiling is None or len(pair) != 2 or not set(pair) <= set(measures):
            continue
        part, whole = pair
        rows = connection.execute(query, {"part": part, "whole": whole}).fetchall()
        for count, code, region, month, part_value, whole_value, path, row_number in rows:
            found.append(
                finding(
                    "part_over_whole",
                    table=contract.name,
                    title=contract.title,
                    column=part,
                    name=measures[part].name,
                    name_en=part,
                    whole=measures[whole].name,
                    whole_en=whole,
                    value=f"{part_value:,.0f} > {whole_value:,.0f}",
                    count=count,
                    region_code=code,
                    region=region,
                    month=month,
                    when=f"{month:%Y-%m}",
                    path=path,
                    row_number=row_number,
                )
            )
    return found
