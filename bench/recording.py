"""``python -m bench.recording RECORD app.py ...``: the dashboard's server, keeping a record of
every query that its pages really ask the database (and not find among the kept results)."""

import pickle
import sys
from pathlib import Path
from threading import Lock
from typing import Any

from streamlit.web.cli import main as streamlit

from dashboard.database import Database, Question


def record_queries(record: Path) -> None:
    """From now on every query executed in this process is appended to a file."""
    execute = Database.fetched
    writing = Lock()  # pages ask two queries at once

    def executed(
        self: Database, query: str, parameters: dict[str, Any]
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        with writing, record.open("ab") as file:
            pickle.dump((query, parameters), file)
        return execute(self, query, parameters)

    Database.fetched = executed


class Record:
    """The queries that a recording server wrote down, from where the last reading ended."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0

    def further(self) -> list[Question]:
        """What was executed since the last call; the server must be at rest."""
        queries = []
        with self._path.open("rb") as file:
            file.seek(self._read)
            while file.peek(1):
                queries.append(pickle.load(file))
            self._read = file.tell()
        return queries


if __name__ == "__main__":
    record_queries(Path(sys.argv[1]))
    sys.argv = ["streamlit", "run", *sys.argv[2:]]
    streamlit()
