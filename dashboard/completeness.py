"""Completeness of the monthly reports: who sent which report for which month.

A report is what regions send by the month, as a build names its sources: a whole export, or one of
the codes of the export ``measures``. Who reported is counted as everywhere else (reporting.py).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from dashboard.contracts import load_contracts
from dashboard.database import Row
from dashboard.marts import mart_contract
from dashboard.monthly_reports import Missing, MonthlyReport, Sent, months_of
from dashboard.observations import Reporting
from dashboard.periods import Period
from dashboard.reader import Reader
from dashboard.reporting import reporting_of, reports_of
from dashboard.session import Session


def latest_months(session: Session) -> dict[str, date]:
    """The last month that anybody has reported, by what is reported (reporting.source_of)."""
    return {row["source"]: row["last_month"] for row in session.rows("source_months")}


class Completeness:
    """Who sent what in the months of one period, below the regions asked for.

    A report is expected of every leaf region for each month in which anybody of the whole
    department sent it, up to the last month that most have sent where ``settled`` is true: a
    quarterly report is not expected every month, nor one before it was begun.
    """

    def __init__(
        self, reader: Reader, codes: Iterable[str], period: Period, *, settled: bool
    ) -> None:
        self._reader = reader
        self._period = period
        self._settled = settled
        root = reader.tree.root.code
        self._rows: dict[tuple[str, str], list[Row]] = {}
        for row in reader.session.rows(
            "reports_of_year", regions=sorted({root, *codes}), year=period.year
        ):
            self._rows.setdefault((row["source"], row["region_code"]), []).append(row)

    @cached_property
    def reports(self) -> list[MonthlyReport]:
        """Every monthly report of the build, in the order of the lines of work, including those
        that no region was expected to send in the period."""
        latest = latest_months(self._reader.session)
        found: dict[str, MonthlyReport] = {}
        contracts = load_contracts()
        catalogue = self._reader.catalogue
        for system in catalogue.systems.values():
            for indicator in system.indicators.values():
                if self._reader.is_absent(indicator) or not self._reader.is_monthly(indicator):
                    continue
                export = contracts[mart_contract(indicator.mart).export]
                for source in reports_of(indicator):
                    if source in found:
                        continue
                    whole_export = source == indicator.mart
                    name = export.title if whole_export else catalogue.measures[source].name
                    bits, last = self._expected_bits(source), latest.get(source)
                    found[source] = MonthlyReport(source, name, system.name, bits, last)
        return list(found.values())

    def _expected_bits(self, source: str) -> int:
        rows = self._rows.get((source, self._reader.tree.root.code), ())
        sent = 0
        for row in rows:
            sent |= row["months"] if row["leaves"] else 0
        bits = sent & self._period.month_bits
        last = self._reader.settled.by_source.get(source)
        if self._settled and last is not None and last.year == self._period.year:
            bits &= (1 << last.month) - 1
        return bits

    def of(self, report: MonthlyReport, code: str) -> Reporting:
        """Who below a region sent a report for the months expected: all, some or none of them."""
        return self._reporting(report, code, report.bits)

    def in_month(self, reports: Iterable[MonthlyReport], code: str, month: int) -> Reporting | None:
        """The same of one month and several reports together; None where none is expected."""
        bit = 1 << (month - 1)
        asked = [report for report in reports if report.bits & bit]
        return _together([self._reporting(report, code, bit) for report in asked])

    def together(self, reports: Iterable[MonthlyReport], code: str) -> Reporting | None:
        """The same of all months expected; None where none is."""
        return _together([self.of(report, code) for report in reports if report.bits])

    def timely(self, reports: Iterable[MonthlyReport], code: str) -> Reporting | None:
        """Who below a region has sent the last month that each report is expected for; None where
        none is expected. Exports don't say on which day a report came."""
        asked = [report for report in reports if report.bits]
        last = {report.code: 1 << (report.bits.bit_length() - 1) for report in asked}
        return _together([self._reporting(one, code, last[one.code]) for one in asked])

    def sent(self, reports: Iterable[MonthlyReport], codes: Iterable[str]) -> list[Sent]:
        """Who of each region sent each report that was expected, region by region."""
        asked = [report for report in reports if report.bits]
        tree = self._reader.tree
        return [Sent(tree[code], one, self.of(one, code)) for code in codes for one in asked]

    def missing(self, reports: Iterable[MonthlyReport], code: str) -> list[Missing]:
        """Every leaf region below a region and report that it did not send for every month
        expected, by region and in the order of the reports."""
        asked = {report.code: report for report in reports if report.bits}
        rows = self._reader.session.rows(
            "missing_reports",
            region=code,
            year=self._period.year,
            sources=list(asked),
            months=[report.bits for report in asked.values()],
        )
        order = {source: place for place, source in enumerate(asked)}
        tree = self._reader.tree
        found = [
            Missing(
                tree[row["region_code"]],
                asked[row["source"]],
                months_of(row["lacks"]),
                row["last_month"],
            )
            for row in rows
        ]
        found.sort(key=lambda one: (one.region.order, order[one.report.code]))
        return found

    def _reporting(self, report: MonthlyReport, code: str, bits: int) -> Reporting:
        rows = self._rows.get((report.code, code), ())
        return reporting_of(rows, self._reader.expected(code), bits)


def _together(found: Sequence[Reporting]) -> Reporting | None:
    """Of several reports: a leaf region counts once a report."""
    if not found:
        return None
    return Reporting(
        *(
            sum(getattr(one, field) for one in found)
            for field in ("all", "some", "none", "months", "months_expected", "former")
        )
    )
