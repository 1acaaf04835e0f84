"""Checksums of pages, as pyarrow writes them: found, verified, and no whole file accused."""

import struct
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.pipeline.checksums import BrokenPageError, Chunk, carries_checksums, verify_pages
from dashboard.pipeline.thrift import has_lists_beyond_its_end

ROWS = 3_000
TABLE = pa.table(
    {
        "due": pa.array(range(ROWS), pa.int64()),
        "name": [f"站{number % 700}" for number in range(ROWS)],
        "spent": [None if number % 3 else number / 7 for number in range(ROWS)],
    }
)
# Ways in which writers write pages.
WAYS: list[dict[str, Any]] = [
    {},
    {"data_page_version": "2.0"},
    {"compression": "zstd", "row_group_size": 500},
    {"use_dictionary": False, "data_page_size": 1024, "compression": "none"},
    {"use_byte_stream_split": ["spent"], "use_dictionary": ["name"]},
    {"column_encoding": {"due": "DELTA_BINARY_PACKED"}, "use_dictionary": ["name"]},
]


def chunks(path: Path) -> list[Chunk]:
    with duckdb.connect() as connection:
        return [
            Chunk(*place)
            for place in connection.execute(
                "select least(data_page_offset, nullif(dictionary_page_offset, 0)), "
                "total_compressed_size from parquet_metadata($path)",
                {"path": str(path)},
            ).fetchall()
        ]


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("checksums", [True, False])
def test_whole_files_are_whole(tmp_path: Path, way: dict[str, Any], checksums: bool) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(TABLE, path, write_page_checksum=checksums, **way)
    assert carries_checksums(path.read_bytes()[:64]) is checksums
    verify_pages(path, chunks(path))


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_flipped_byte_of_a_page_is_found(tmp_path: Path, way: dict[str, Any]) -> None:
    """Bytes of headers that don't matter to the page (its own statistics) may differ unseen."""
    path = tmp_path / "x.parquet"
    pq.write_table(TABLE, path, write_page_checksum=True, write_statistics=False, **way)
    whole, places = path.read_bytes(), chunks(path)
    unseen = 0
    for place in range(places[0].offset, places[-1].offset + places[-1].size, 97):
        content = bytearray(whole)
        content[place] ^= 0x10
        path.write_bytes(content)
        try:
            verify_pages(path, places)
            unseen += 1
        except BrokenPageError:
            continue
    assert unseen <= 2


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\x00",
        b"\xff" * 40,
        # A size below zero, and one beyond the column.
        b"\x15\x00\x15\x02\x15\x01\x00",
        b"\x15\x00\x15\x02\x15\xfe\xff\x07\x00",
        # A list of two billion elements, lists in lists, a number without end.
        b"\x19\xf8\xff\xff\xff\xff\x07",
        b"\x1c" * 200,
        b"\x15" + b"\x80" * 60,
    ],
)
def test_headers_that_are_none(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(header + struct.pack("<I", 0) * 4)
    with pytest.raises(BrokenPageError):
        verify_pages(path, [Chunk(0, len(header) + 16)])
    assert carries_checksums(b"PAR1" + header) is False


def test_a_list_without_end_is_found_before_it_takes_room(tmp_path: Path) -> None:
    """The schema's list, whose four elements become 250 million."""
    path = tmp_path / "x.parquet"
    pq.write_table(TABLE, path)
    content = path.read_bytes()
    footer = content[-8 - int.from_bytes(content[-8:-4], "little") : -8]
    assert not has_lists_beyond_its_end(footer)
    place = footer.index(b"\x19\x4c")
    bomb = footer[: place + 1] + b"\xfc\xff\xff\xff\x7f" + footer[place + 2 :]
    assert has_lists_beyond_its_end(bomb)
    # What looks like one in a text is none.
    assert not has_lists_beyond_its_end(b"\x18\x05\xfc\xff\xff\x7f\x00\x00")
