"""Remarks on rows that are kept and that somebody should look at."""

import duckdb

from dashboard.contract_rules import Jump, Outlier, RatioAbove
from dashboard.contracts import Contract
from dashboard.pipeline.findings import keep_findings
from dashboard.pipeline.identifiers import near_duplicates
from dashboard.pipeline.staging import template


def warn(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Writes what the contract warns of among a table's facts, and ids that nearly agree, as
    remarks into findings."""
    keep_findings(connection, near_duplicates(connection, contract))
    for outlier in contract.warnings:
        connection.execute(
            f"insert into findings by name {_listed(contract, outlier)}",
            {
                "table_name": contract.name,
                "rule": outlier.code,
                "zh": outlier.zh,
                "en": outlier.en,
                "floor": outlier.floor,
                **({"limit": outlier.limit} if isinstance(outlier, RatioAbove) else {}),
                **({"factor": outlier.factor} if isinstance(outlier, Jump) else {}),
            },
        )


def _listed(contract: Contract, outlier: Outlier) -> str:
    if isinstance(outlier, RatioAbove):
        return template("ratios").format(
            facts=f"facts_{contract.name}",
            month_column="month" if contract.month else "null::date",
            numerator=outlier.numerator,
            denominator=outlier.denominator,
        )
    keys = ("region_code", *outlier.by)
    facts = f"facts_{contract.name}"
    # Where a fact is all there is of its month, there is nothing to sum.
    alone = set(contract.primary_key) == {*keys, "month"}
    return template("jumps").format(
        facts_by_month=facts if alone else f"{facts} group by all",
        measure_sum=outlier.column if alone else f"sum({outlier.column})",
        keys=", ".join(keys),
        monthly_keys=", ".join(f"m.{name}" for name in keys),
        same_keys=" and ".join(f"m.{name} = uneven.{name}" for name in keys),
    )
