"""The one door to a build: what is asked, for whom, and whether they may see it.

Pages, files and the command line ask a session and never the database. A scope is a region: a
session answers for it and what lies below it, and refuses everything else. Until there is a sign-in
the scope is the department's own region.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from dashboard.builds_folder import BuildInfo
from dashboard.database import Database, Row, RowsBy
from dashboard.regions import RegionTree

Language = Literal["zh", "en"]

# Named queries that ask for no region: what a build knows of itself, and names that are public.
OF_THE_BUILD = frozenset(
    {
        "build_correction_counts",
        "build_corrections",
        "build_exports",
        "build_files",
        "build_identities",
        "build_info",
        "build_outcomes",
        "build_size",
        "registry_states",
        "settled_months",
        "source_months",
        "target_years",
        "targets",
        "unit_names",
    }
)


class OutOfScopeError(PermissionError):
    """A region was asked for that the session may not see."""


@dataclass(frozen=True, eq=False, slots=True)
class Session:
    """One build, asked on behalf of one audience. Threads may share it.

    ``tree`` holds the regions of the scope, its own first; ``language`` and ``dark`` are how what
    is found is shown.
    """

    database: Database
    tree: RegionTree
    language: Language = "zh"
    dark: bool = False

    @property
    def info(self) -> BuildInfo:
        """What the build says of itself."""
        return self.database.info

    @property
    def audience(self) -> tuple[str, str, Language, bool]:
        """What a result may be shown to: results that are kept are kept under it."""
        return self.info.build_id, self.tree.root.code, self.language, self.dark

    def rows(self, query: str, **parameters: Any) -> list[Row]:
        """All rows of a named query (Database.rows). Raises OutOfScopeError."""
        self._check(query, parameters)
        return self.database.rows(query, **parameters)

    def rows_by(self, column: str, query: str, **parameters: Any) -> RowsBy:
        """The same by a column, not kept (Database.rows_by). Raises OutOfScopeError."""
        self._check(query, parameters)
        return self.database.rows_by(column, query, **parameters)

    def batches(self, query: str, **parameters: Any) -> Iterator[pa.RecordBatch]:
        """The same, never all in memory at once (Database.batches). Raises OutOfScopeError at
        once."""
        self._check(query, parameters)
        return self.database.batches(query, **parameters)

    def _check(self, query: str, parameters: dict[str, Any]) -> None:
        """Every region asked for lies in the scope; ``everything`` is asked for by the whole
        department alone."""
        if not {"region", "regions"} & parameters.keys() and query not in OF_THE_BUILD:
            raise OutOfScopeError(f"{query} names no region")
        asked = [*parameters.get("regions", ()), parameters.get("region", self.tree.root.code)]
        if outside := self.tree.outside(asked):
            raise OutOfScopeError(f"{query}: {min(outside)} is not below {self.tree.root.code}")
        whole = self.tree.root.code in (self.info.own_region, self.tree.whole.root.code)
        if parameters.get("everything") and not whole:
            raise OutOfScopeError(f"{query} asks for everything")
