"""Up to which month most have reported, of every source: what pages open with."""

from datetime import date
from pathlib import Path

import duckdb
import yaml

from dashboard.build.environment import first_line
from dashboard.build.findings import BuildRefusedError, finding
from dashboard.build.staging import insert_rows
from dashboard.marts import FOLDER
from dashboard.periods import settled_month
from dashboard.settings import SETTLED_SHARE


def settled_share(settings: Path) -> float:
    """The share of those who reported before that settles a month, as the department's settings
    say; SETTLED_SHARE where they don't. Raises BuildRefusedError where it can be no such share."""
    try:
        said = yaml.safe_load(settings.read_text(encoding="utf-8")) if settings.is_file() else None
        share = said.get("settled_share", SETTLED_SHARE) if isinstance(said, dict) else None
        share = SETTLED_SHARE if share is None else share
        if isinstance(share, bool) or not 0 < float(share) <= 1:
            raise ValueError(str(share))
    except (ValueError, TypeError, yaml.YAMLError) as error:
        wrong = finding("bad_settled_share", path=settings, value=first_line(error))
        raise BuildRefusedError([wrong]) from error
    return float(share)


def record_settled_months(
    connection: duckdb.DuckDBPyConnection, share: float, data_through: str | None
) -> None:
    """Makes ``settled_months``, one row a monthly source, of a build that has its marts; and adds
    to the build's record the latest of them, or the month that the data reaches."""
    counts: dict[str, dict[date, int]] = {}
    query = (FOLDER / "reported_months.sql").read_text(encoding="utf-8")
    for source, month, regions in connection.execute(query).fetchall():
        counts.setdefault(source, {})[month] = regions
    settled = {source: settled_month(months, share) for source, months in counts.items()}
    connection.execute("create table settled_months (source varchar, settled_through date)")
    insert_rows(connection, "settled_months", sorted(settled.items()))
    latest = str(max(settled.values())) if settled else data_through
    insert_rows(connection, "build_info", [("data_settled_through", latest)])
