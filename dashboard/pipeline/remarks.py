"""What is said of values that are taken: empty though something stands there, garbled, a day or a
month early."""

from typing import Any

import duckdb

from dashboard.contract_rules import NotBefore
from dashboard.contracts import Contract, ContractField
from dashboard.pipeline.columns import Column, Kind
from dashboard.pipeline.files import FileGroup
from dashboard.pipeline.findings import Finding, finding
from dashboard.pipeline.lookups import Lookup
from dashboard.pipeline.staging import named_in, template
from dashboard.pipeline.text import is_garbled_sql
from dashboard.pipeline.values import SENTINEL_DATE

# A single moment at 16:00 may be one; a whole column of them is not.
_LEAST_MOMENTS = 3
_SHOWN = 60


class Remarking:
    """The remarks on one group of files; ``rows`` and ``values`` are how its rows are read."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        contract: Contract,
        group: FileGroup,
        values: dict[str, Any],
    ) -> None:
        self.connection, self.contract, self.group = connection, contract, group
        self.values = values
        self.paths = {opened.file_id: opened.file.path for opened in group.files}

    def of_notes(self, noted_rows: str) -> list[Finding]:
        """One finding a column and reason: how many rows, and the first of them."""
        return self._of_noted(noted_rows)

    def of_garbled(self, facts: str) -> list[Finding]:
        """What looks garbled among the words of people that a table's facts hold."""
        prose = [one.name for one in self.contract.columns if _is_prose(one)]
        if not prose:
            return []
        listed = ", ".join(
            f"case when {is_garbled_sql(name)} then {{'column_name': '{name}', "
            f"'reason': 'garbled_text', 'value': {name}}} end"
            for name in prose
        )
        garbled = " or ".join(f"({is_garbled_sql(name)})" for name in prose)
        return self._of_noted(
            f"select [{listed}] as notes, file_id, row_number from {facts} "  # noqa: S608 - names of the contract
            f"where ({garbled}) and list_contains($file_ids, file_id)"
        )

    def _of_noted(self, noted_rows: str) -> list[Finding]:
        ends = {rule.column for rule in self.contract.rules if isinstance(rule, NotBefore)}
        found = []
        for column, reason, rows, file_id, row_number, value in self._fetch(
            template("notes").format(noted_rows=noted_rows)
        ):
            code = reason
            if reason == SENTINEL_DATE and column in ends:
                code = "sentinel_end_date"
            found.append(
                self._finding(code, column, rows, file_id, row_number=row_number, value=value)
            )
        return found

    def of_month_ends(self, lookup: Lookup, rows: str) -> list[Finding]:
        """Files whose months are all last days of months."""
        return self._of_files("month_end_column", lookup.column.field.name, rows)

    def of_written_midnights(self, lookup: Lookup, rows: str) -> list[Finding]:
        """Files in which every day or month of text is a moment at 16:00 without a zone."""
        return self._of_files("utc_midnight_column", lookup.column.field.name, rows)

    def of_midnights(self, column: Column) -> list[Finding]:
        """Files in which every moment of a column without a zone is at 16:00."""
        moments = template("moments").format(moment=column.written)
        return self._of_files("utc_midnight_column", column.field.name, moments)

    def _of_files(self, reason: str, column: str, query: str) -> list[Finding]:
        found = self._fetch(query)
        if reason == "utc_midnight_column":
            found = [one for one in found if one[1] >= _LEAST_MOMENTS]
        if not found:
            return []
        file_id, _, value = found[0]
        rows = sum(one[1] for one in found)
        others = f" 等 {len(found):,} 个文件" if len(found) > 1 else ""
        return [self._finding(reason, column, rows, file_id, others=others, value=value)]

    def _finding(
        self,
        reason: str,
        column: str,
        rows: int,
        file_id: int,
        *,
        others: str = "",
        value: str = "",
        **slots: Any,
    ) -> Finding:
        shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}……"
        return finding(
            reason,
            table=self.contract.name,
            title=self.contract.title,
            path=f"{self.paths[file_id]}{others}",
            column=column,
            value=shown,
            count=rows,
            **slots,
        )

    def _fetch(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, named_in(query, self.values)).fetchall()


def _is_prose(field: ContractField) -> bool:
    """Whether a field holds words of people, not a code or an id."""
    plain = field.type == "string" and field.role is None and not field.constraints.enum
    return plain and not field.constraints.unique


def has_no_zone(column: Column) -> bool:
    """Whether a column of months or days holds moments of which nobody says whose clock they are
    on."""
    return column.kind is Kind.TIMESTAMP and (column.field.role == "month" or column.field.is_day)
