"""The named queries of queries/pages, read once, and made for the dimensions that a page limits."""

import re
from functools import cache

import aiosql

from dashboard.settings import QUERIES

# What stands for a dimension in the lines that limit one.
LIMITED = "{limited}"
_IDENTIFIER = re.compile("[a-z][a-z_]*")


@cache
def named_queries() -> dict[str, str]:
    """Every query of queries/pages by its name, with DuckDB's own $parameters."""
    loaded = aiosql.from_path(QUERIES / "pages", "duckdb")
    return {
        name: getattr(loaded, name).sql
        for name in loaded.available_queries
        if not name.endswith("_cursor")
    }


@cache
def query_text(name: str, limited: tuple[str, ...] = ()) -> str:
    """A named query in which every line with ``{limited}`` stands once for each of these
    dimensions, with its name in it.

    The names are a mart's columns, never a value; what is no plain name raises ValueError.
    """
    if wrong := [one for one in limited if not _IDENTIFIER.fullmatch(one)]:
        raise ValueError(f"no dimension: {wrong}")
    lines: list[str] = []
    for line in named_queries()[name].splitlines():
        if LIMITED in line:
            lines += [line.replace(LIMITED, dimension) for dimension in limited]
        else:
            lines.append(line)
    return "\n".join(lines)
