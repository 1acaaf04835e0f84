"""Which files belong to which table."""

from pathlib import Path

import pytest

from dashboard.build.discovery import discover
from dashboard.contracts import load_contracts

CONTRACTS = load_contracts()


def found(exports: Path, *names: str) -> dict[str, str]:
    """The table by path of each file, with "" for those that are ignored."""
    for name in names:
        path = exports / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    discovery = discover(exports, CONTRACTS)
    return {**{f.path: f.table for f in discovery.files}, **dict.fromkeys(discovery.ignored, "")}


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("relief.parquet", "relief"),
        ("relief2025.parquet", "relief"),
        ("relief_2025-03.PARQUET", "relief"),
        ("Relief.parquet", "relief"),
        ("relief/any name.parquet", "relief"),
        ("relief/2025/03/part.pq", "relief"),
        ("relief.parquet/part-0000.snappy.parquet", "relief"),
        ("relief/fund=central/month=2025-03/data_0.parquet", "relief"),
        ("2025-03/relief.parquet", "relief"),
        ("帮扶援助.parquet", "relief"),
        ("帮扶援助/2025年3月.parquet", "relief"),
        ("帮扶援助_2025.parquet", "relief"),
        # A folder's name comes before a file's.
        ("stations/units_1.parquet", "stations"),
        ("memorial_sites.parquet", "memorial_sites"),
        # Neither a table nor a word of its own.
        ("reliefs.csv", ""),
        ("relief.xlsx", ""),
        ("帮扶援助对象名单.parquet", ""),
        ("other.parquet", ""),
        ("relief/notes.txt", ""),
    ],
)
def test_a_file_belongs_to_the_table_it_is_named_for(tmp_path: Path, name: str, table: str) -> None:
    assert found(tmp_path, name) == {name: table}


def test_what_writers_and_machines_leave_is_not_mentioned(tmp_path: Path) -> None:
    names = (
        "relief/_SUCCESS",
        "relief/_temporary/0/part.parquet",
        "relief/.part-0.parquet.crc",
        ".DS_Store",
        "~$relief.parquet",
        ".gitkeep",
    )
    assert found(tmp_path, *names) == {}


def test_partitions_come_from_the_folders(tmp_path: Path) -> None:
    folder = tmp_path / "relief" / "year=2025" / "%E6%9C%88%E4%BB%BD=3" / "fund=a%3Db"
    folder.mkdir(parents=True)
    (folder / "data.parquet").touch()
    (file,) = discover(tmp_path, CONTRACTS).files
    assert file.partitions == (("year", "2025"), ("月份", "3"), ("fund", "a=b"))


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert discover(tmp_path / "none", CONTRACTS).files == []
