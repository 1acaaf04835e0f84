"""The named queries of queries/pages, read once, and made for the dimensions that a page limits."""

import re
from functools import cache

import aiosql

from dashboard.settings import QUERIES

# What stands for a dimension in the lines that limit one.
LIMITED = "{limited}"
_ROWS_OF = re.compile(r"\{rows_of_(\w+)\}")
# A query's name and what stands below its notes.
_QUERY = re.compile(r"^-- name: (\w+)\(.*\)\n(?:--.*\n)*((?:(?!-- name: ).*\n)*)", re.MULTILINE)
_ORDER = "\norder by "
_IDENTIFIER = re.compile("[a-z][a-z_]*")


@cache
def named_queries() -> dict[str, str]:
    """Every query of queries/pages by its name, with DuckDB's own $parameters.

    ``{rows_of_<name>}`` is another query's rows, all of them and in no order, so that a sum is of
    what a list shows; it may hold others itself. Raises KeyError for a query that there is not.
    """
    files = sorted((QUERIES / "pages").glob("*.sql"))
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    bodies = dict(_QUERY.findall(text))

    def rows_of(found: re.Match[str]) -> str:
        return f"({_ROWS_OF.sub(rows_of, bodies[found[1]].rpartition(_ORDER)[0])})"

    loaded = aiosql.from_str(_ROWS_OF.sub(rows_of, text), "duckdb")
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
