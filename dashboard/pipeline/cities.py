"""Cities as findings name them; a province stands for what lies in none of its cities."""

from collections.abc import Sequence

import duckdb

from dashboard.pipeline.staging import template

# So many cities are named in a sentence.
_NAMED = 3


def cities_named(connection: duckdb.DuckDBPyConnection, codes: Sequence[str]) -> tuple[str, str]:
    """The first few cities by name and how many there are, in Chinese and in English."""
    found = connection.execute(template("names_of_cities"), {"codes": codes[:_NAMED]}).fetchall()
    names, more = [name for (name,) in found], len(codes) - _NAMED
    zh, en = "、".join(names), ", ".join(names)
    if more > 0:
        return f"{zh}等 {len(codes):,} 个地区", f"{en} and {more:,} more"
    return zh, en
