"""Sums that must hold in what was written; where they don't: region, month, both sides."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import duckdb

from dashboard.identity_words import IdentityKind, identity_words
from dashboard.marts import MartContract
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.report import FileReport
from dashboard.regions import NATION

# So many breaks of one identity are named; all are counted.
NAMED = 5


class Break(NamedTuple):
    """One place where a sum does not hold. ``month`` and ``region_code`` are None where it is of
    all months, or of no region."""

    measure: str
    expected: Decimal | int | None
    found: Decimal | int | None
    region_code: str | None = None
    month: date | None = None

    @property
    def place(self) -> str:
        """Measure, region and month, as far as there are any."""
        month = f"{self.month:%Y-%m}" if self.month else None
        return " ".join(part for part in (self.measure, self.region_code, month) if part)


class Identity(NamedTuple):
    """A sum that must hold: how many times it was checked, how often it failed, and the first few
    breaks. ``mart`` is None where it is of the build."""

    kind: IdentityKind
    mart: str | None
    checked: int
    failed: int
    breaks: tuple[Break, ...] = ()

    def summary(self) -> dict[str, Any]:
        """What the report says of it."""
        of = {"kind": self.kind, "mart": self.mart}
        return {**of, "checked": self.checked, "failed": self.failed}

    def finding(self) -> Finding:
        """What refuses the build: names the first breaks, what they should be and what they are."""
        first = self.breaks[0] if self.breaks else None
        zh, en = identity_words(self.kind, self.mart)
        return finding(
            "failed_identity",
            identity_zh=zh,
            identity_en=en,
            count=self.failed,
            region_code=first and first.region_code,
            month=first and first.month,
            where_zh="；".join(
                f"{one.place} 应为 {one.expected}，实为 {one.found}" for one in self.breaks
            ),
            where_en="; ".join(
                f"{one.place} should be {one.expected} and is {one.found}" for one in self.breaks
            ),
        )


def parents_are_sums(connection: duckdb.DuckDBPyConnection, contract: MartContract) -> Identity:
    """Every month's total above the counties, as written, equals the region's own rows, its
    counties' rows and the totals of the regions between, for each column."""
    columns = ", ".join(contract.columns)
    sums = ", ".join(f"sum({c}) as {c}" for c in contract.columns)
    differs = " or ".join(f"w.{c} is distinct from p.{c}" for c in contract.columns)
    compared = f"""
        with totals as (
            select region_code, month, {sums} from above_{contract.name} group by all
        ),
        parts as (
            select
                case when r.level = 'county' then r.parent else r.code end as region_code,
                b.month, {columns}
            from base_{contract.name} as b inner join regions as r on b.region_code = r.code
            union all
            select r.parent as region_code, t.* exclude (region_code)
            from totals as t inner join regions as r on t.region_code = r.code
            where r.parent is not null
        ),
        whole as (select region_code, month, {sums} from parts group by all)
        """  # noqa: S608 - names come from the contract
    # A month may be lost or too many: neither side has all of them.
    both = (
        "from totals as p full join whole as w "
        "on p.region_code = w.region_code and p.month = w.month"
    )
    row = connection.execute(
        f"{compared} select count(*), count(*) filter ({differs}) {both}"
    ).fetchone()
    assert row is not None
    checked, failed = row
    breaks: list[Break] = []
    for column in contract.columns if failed else ():
        found = connection.execute(
            f"{compared} select w.{column}, p.{column}, "  # noqa: S608 - names come from the contract
            "coalesce(p.region_code, w.region_code)::varchar as code, "
            f"coalesce(p.month, w.month)::date as month {both} "
            f"where w.{column} is distinct from p.{column} order by code, month limit {NAMED}"
        ).fetchall()
        breaks += [Break(column, *sides_and_place) for sides_and_place in found]
    kind = IdentityKind.PARENTS_ARE_SUMS
    return Identity(kind, contract.name, checked, failed, tuple(breaks[:NAMED]))


def every_row_counts_once(
    connection: duckdb.DuckDBPyConnection, contract: MartContract
) -> Identity:
    """The nation's sums equal what the kept rows themselves add up to, none left out or twice."""
    kept = [
        f"(select coalesce(sum(value), 0) from ({rows}))"  # noqa: S608 - of the contract
        for rows in contract.identities.values()
    ]
    rolled_up = [f"coalesce(sum({measure}), 0)" for measure in contract.identities]
    # All in one statement: apart, planning them takes a tenth of a small build.
    sides = connection.execute(
        f"select {', '.join([*kept, *rolled_up])} "  # noqa: S608 - names of the contract
        f"from mart_{contract.name} where region_code = $nation",
        {"nation": NATION},
    ).fetchone()
    assert sides is not None
    compared = zip(sides[: len(kept)], sides[len(kept) :], strict=True)
    failed = 0
    breaks: list[Break] = []
    for (measure, rows), (expected, found) in zip(
        contract.identities.items(), compared, strict=True
    ):
        if expected == found:
            continue
        failed += 1
        breaks += _where(connection, contract, measure, rows) or [
            Break(measure, expected, found, NATION)
        ]
    checked = len(contract.identities)
    kind = IdentityKind.EVERY_ROW_ONCE
    return Identity(kind, contract.name, checked, failed, tuple(breaks[:NAMED]))


def _where(
    connection: duckdb.DuckDBPyConnection, contract: MartContract, measure: str, rows: str
) -> list[Break]:
    """The regions, and where rows have months the months, whose own rows do not come to what they
    should; none where only the roll-up is wrong."""
    month = "null::date" if contract.time == "deltas" else "month"
    found: list[tuple[Any, ...]] = connection.execute(
        f"""
        with expected as (
            select region_code, month::date as month, sum(value) as value
            from ({rows}) group by all
        ),
        found as (
            select region_code, {month} as month, sum({measure}) as value
            from mart_counties_{contract.name} group by all
        )
        select
            coalesce(e.value, 0),
            coalesce(f.value, 0),
            coalesce(e.region_code, f.region_code)::varchar as code,
            coalesce(e.month, f.month) as month
        from expected as e
        full join found as f
            on e.region_code = f.region_code and e.month is not distinct from f.month
        where coalesce(e.value, 0) <> coalesce(f.value, 0)
        order by code, month
        limit {NAMED}
        """  # noqa: S608 - both come from the contract
    ).fetchall()
    return [
        Break(measure, expected, value, code, of_month) for expected, value, code, of_month in found
    ]


def rows_accounted(files: Sequence[FileReport]) -> Identity:
    """Every row read is kept, refused, repeated or superseded, and counted once, file by file."""
    off = tuple(
        Break(file.path, file.rows, file.rows - file.unaccounted)
        for file in files
        if file.unaccounted != 0
    )
    return Identity(IdentityKind.ROWS_ACCOUNTED, None, len(files), len(off), off)
