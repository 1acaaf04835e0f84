"""Rows with the same key: identical ones count once, conflicting ones are settled or refused."""

import duckdb

from dashboard.build.sentences import CONFLICT, sentences
from dashboard.build.staging import has_old_codes, named_in, template
from dashboard.contracts import Contract

# Looked at only where a region was carried, since it costs as much as all the rest.
_KEY_OF_REGION = (
    "case when list_contains($merged, reported_region_code) then reported_region_code "
    "else {name} end"
)


def settle_duplicates(
    connection: duckdb.DuckDBPyConnection, contract: Contract, merged: list[str]
) -> dict[str, int]:
    """Takes repeated rows out of a table's facts; returns rows by outcome.

    Outcomes are ``identical``, ``superseded`` (by a newer file, where the contract lets it) and
    ``refused``. ``merged`` are old region codes whose regions were merged: they reported apart,
    so their rows are told apart by the reported code and summed later.
    """
    facts = f"facts_{contract.name}"
    parameters = {"merged": merged} if has_old_codes(connection, facts) else {}
    columns = {
        name: _KEY_OF_REGION.format(name=name)
        if parameters and contract.by_name[name].role == "region"
        else name
        for name in contract.primary_key
    }
    key = ", ".join(columns.values())
    if contract.month and contract.month.name in columns:
        del columns[contract.month.name]
        looked = template("repeats").format(
            facts=facts, key_without_month=", ".join(columns.values())
        )
    else:
        looked = template("repeats_of_registry").format(facts=facts, key=key)
    repeats = connection.execute(looked, named_in(looked, parameters)).fetchone()
    if repeats and not repeats[0]:
        return {}
    content = ", ".join(column.name for column in contract.columns)
    found = template("duplicates").format(key=key, contents=content, facts=facts)
    connection.execute(
        f"create or replace temp table settled_rows as {found}",
        named_in(found, {**parameters, "newest_wins": contract.corrections == "newest_file"}),
    )
    outcomes = dict(
        connection.execute("select outcome, count(*) from settled_rows group by outcome").fetchall()
    )
    if outcomes.get("refused"):
        _refuse(connection, contract)
    connection.execute(
        f"delete from {facts} as f using settled_rows as r "  # noqa: S608 - names come from the contract
        "where f.file_id = r.file_id and f.row_number = r.row_number"
    )
    return outcomes


def _refuse(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    sentence = next(one for one in sentences(contract) if one.reason == CONFLICT)
    listed = template("conflicts").format(
        key=", ".join(f"f.{name}" for name in contract.primary_key), facts=f"facts_{contract.name}"
    )
    connection.execute(
        f"insert into refused {listed}",
        {
            "table_name": contract.name,
            "key_names": sentence.column,
            "reason": sentence.reason,
            "zh": sentence.zh,
            "en": sentence.en,
        },
    )
