"""Published figures made by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from dashboard.published_figure import PublishedFigure

GUANGZHOU = "440100"
JANUARY, OCTOBER = date(2025, 1, 1), date(2025, 10, 1)


def figure(value: str | int, unit: str = "个", **changes: Any) -> PublishedFigure:
    """A figure of 广州's job fairs from January to October 2025, unless changed."""
    fields: dict[str, Any] = {
        "line": 2,
        "document": "000",
        "region_code": GUANGZHOU,
        "first": JANUARY,
        "last": OCTOBER,
        "basis": "in_period",
        "export": "employment",
        "column": "job_fairs",
        "categories": (),
        "subcategories": (),
        "qualifier": "",
        "inferred": False,
        "note": "",
    }
    return PublishedFigure(**(fields | changes), value=Decimal(value), unit=unit)


def snapshot(value: str | int, last: date, unit: str = "个", **changes: Any) -> PublishedFigure:
    """A figure of what stood at the end of a month."""
    return figure(value, unit, first=None, last=last, basis="snapshot", **changes)
