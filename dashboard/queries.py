"""The named queries of queries/pages, read once."""

from functools import cache

import aiosql

from dashboard.settings import QUERIES


@cache
def named_queries() -> dict[str, str]:
    """Every query of queries/pages by its name, with DuckDB's own $parameters."""
    loaded = aiosql.from_path(QUERIES / "pages", "duckdb")
    return {
        name: getattr(loaded, name).sql
        for name in loaded.available_queries
        if not name.endswith("_cursor")
    }
