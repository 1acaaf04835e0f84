"""A package: one XLSX file for every region of a table, together in one ZIP.

For what is sent to each of many: each file is a whole one, with its notes, under its own name.
"""

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from dashboard.exports.table import Table
from dashboard.exports.writers import Writer, find_writer

_PIECE = 262_144  # bytes


def package_pieces(table: Table) -> Iterator[bytes]:
    """The ZIP once it is whole. Raises ValueError for a table that is not split by anything."""
    if table.split_by is None:
        raise ValueError(f"{table.title} is not split")
    code, name = table.split_by
    writer = find_writer("xlsx")

    def named(batch: pa.RecordBatch) -> tuple[str, str]:
        return batch.column(code)[0].as_py(), batch.column(name)[0].as_py()

    with tempfile.TemporaryDirectory(prefix="dashboard-") as folder:
        path = Path(folder) / "package.zip"
        # Each file is compressed already.
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
            for (of_code, of_name), batches in groupby(table.batches(), named):
                held = list(batches)
                part = replace(
                    table,
                    region=f"{of_name}（{of_code}）",
                    rows=sum(batch.num_rows for batch in held),
                    batches=held.copy,
                    split_by=None,
                )
                package.writestr(part.file_name(writer.suffix), b"".join(writer.pieces(part)))
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


PACKAGE = Writer(
    "ZIP（每个地区一个 XLSX）", "zip", "application/zip", package_pieces, is_compressed=True
)
