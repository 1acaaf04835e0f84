"""What is found of columns that files lack and of cells that are empty: no figure, or one of some
rows and not of others."""

from collections.abc import Iterable

import duckdb

from dashboard.contracts import Contract
from dashboard.marts import MartContract, mart_contract, mart_names
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.staging import template
from dashboard.systems import catalogue


def absent_columns(
    connection: duckdb.DuckDBPyConnection, contracts: dict[str, Contract]
) -> list[Finding]:
    """One remark for each column that measures are made of and that files of facts lack; and what
    holds a table of which files of one year lack a column of an indicator and others have it."""
    lacking = connection.execute(template("absent_columns")).fetchall()
    marts = {mart.export: mart for mart in map(mart_contract, mart_names())}
    found = []
    for table, column, count, path in lacking:
        if table not in marts or column not in _made_of(marts[table], marts[table].columns):
            continue
        contract = contracts[table]
        whole = contract.is_registry or count == _files(connection, contract)
        found.append(
            finding(
                "column_absent",
                table=table,
                title=contract.title,
                column=column,
                name=contract.by_name[column].title,
                count=count,
                path=path,
                so_zh="由它得出的指标没有数" if whole else "这些文件的行没有由它得出的数",
                so_en="what is made of it has no figure"
                if whole
                else "their rows have no figure of what is made of it",
            )
        )
    for table in dict.fromkeys(table for table, *_ in lacking):
        if contracts[table].month:
            found += _mixed(connection, contracts[table], marts[table])
    for contract in contracts.values():
        found += _empty_numbers(connection, contract)
    return found


def _empty_numbers(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """One remark for each column of numbers that some rows leave empty without saying thereby that
    there is nothing to count: sums are of the others."""
    columns = [one.name for one in contract.columns if one.empty_is_unknown]
    if not columns:
        return []
    query = template("empty_numbers").format(
        table=contract.name,
        facts=f"facts_{contract.name}",
        empty_columns=", ".join(f"case when {one} is null then '{one}' end" for one in columns),
        some_empty=" or ".join(f"{one} is null" for one in columns),
    )
    return [
        finding(
            "empty_numbers",
            table=contract.name,
            title=contract.title,
            column=column,
            name=contract.by_name[column].title,
            count=count,
            path=path,
            row_number=row_number,
        )
        for column, count, path, row_number in connection.execute(query).fetchall()
    ]


def _mixed(
    connection: duckdb.DuckDBPyConnection, contract: Contract, mart: MartContract
) -> list[Finding]:
    """Rows that lack a column count in a rate's other number, beside rows that count in both."""
    indicators = catalogue().indicators.values()
    shown = {code for one in indicators for code in (*one.numerator, *(one.denominator or ()))}
    used = _made_of(mart, {mart.measures[code].column for code in shown & mart.measures.keys()})
    rows = connection.execute(
        template("mixed_columns").format(facts=f"facts_{contract.name}"),
        {"table_name": contract.name},
    ).fetchall()
    mixed = [row for row in rows if row[0] in used]
    if not mixed:
        return []
    _, _, path, other = mixed[0]
    columns = [contract.by_name[name] for name in dict.fromkeys(row[0] for row in mixed)]
    years = [str(year) for year in sorted({row[1] for row in mixed})]
    return [
        finding(
            "column_in_some_files",
            table=contract.name,
            title=contract.title,
            columns_zh="、".join(f"“{one.title}”（{one.name}）" for one in columns),
            columns_en=", ".join(one.name for one in columns),
            years_zh="、".join(years),
            years_en=", ".join(years),
            path=path,
            other=other,
        )
    ]


def _made_of(mart: MartContract, columns: Iterable[str]) -> set[str]:
    """The export's columns that columns of the mart are made of."""
    return {needed for column in columns for needed in mart.needs.get(column, (column,))}


def _files(connection: duckdb.DuckDBPyConnection, contract: Contract) -> int:
    query = f"select count(distinct file_id) from facts_{contract.name}"  # noqa: S608 - the name is a contract's
    row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]
