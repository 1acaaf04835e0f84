"""Measures that are reported quarterly or yearly: the month in which their figures count."""

import duckdb

from dashboard.indicators import DUE_MONTHS, Frequency
from dashboard.systems import catalogue


def due_month(measure: str, month: str) -> str:
    """SQL for the month in which a row's figure counts, of the columns with its measure's code and
    its month: the last month of its quarter or year, for a monthly measure its own."""
    whens = ""
    for frequency, due in DUE_MONTHS.items():
        codes = reported(frequency)
        if frequency == "monthly" or not codes:
            continue
        span = 12 // len(due)
        last = f"(((month({month}) - 1) // {span} + 1) * {span})::int"
        listed = ", ".join(f"'{code}'" for code in codes)
        whens += f" when {measure} in ({listed}) then make_date(year({month})::int, {last}, 1)"
    return f"case{whens} else {month} end" if whens else month


def reported_elsewhere(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether any row of a quarterly or yearly measure names another month than it counts in."""
    query = f"select 1 from facts_measures where {due_month('measure', 'month')} <> month limit 1"  # noqa: S608 - codes of the catalogue
    return connection.execute(query).fetchone() is not None


def reported(frequency: Frequency) -> list[str]:
    """The codes of the measures that are reported so often."""
    known = catalogue().other_measures
    return [code for code, one in known.items() if one.reported == frequency]
