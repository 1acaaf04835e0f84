"""Which files belong to which table, and that whatever is passed over is listed with why."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.contracts import load_contracts
from dashboard.pipeline.discovery import Discovery, discover, printable_path

CONTRACTS = load_contracts()


def lay(exports: Path, *names: str, content: bytes = b"") -> Discovery:
    for name in names:
        path = exports / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return discover(exports, CONTRACTS)


def found(exports: Path, *names: str) -> dict[str, str]:
    """The table by path of each file, with "" for those that are passed over."""
    discovery = lay(exports, *names)
    return {**{f.path: f.table for f in discovery.files}, **dict.fromkeys(discovery.ignored, "")}


def reasons(discovery: Discovery) -> list[tuple[str, str | None]]:
    return [(one.reason, one.path) for one in discovery.findings]


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of an administrator, who may read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("relief.parquet", "relief"),
        ("relief2025.parquet", "relief"),
        ("relief_2025-03.PARQUET", "relief"),
        ("Relief.parquet", "relief"),
        ("RELIEF (1).parquet", "relief"),
        ("ｒｅｌｉｅｆ．parquet", "relief"),
        ("2026-10 relief.parquet", "relief"),
        ("scattered-tombs.parquet", "scattered_tombs"),
        ("placements_v2.parquet", "placements"),
        ("placements更正.parquet", "placements"),
        ("relief/any name.parquet", "relief"),
        ("relief/2025/03/part.pq", "relief"),
        ("relief.parquet/part-0000.snappy.parquet", "relief"),
        ("relief/fund=central/month=2025-03/data_0.parquet", "relief"),
        ("2025-03/relief.parquet", "relief"),
        ("relief_2026-10/part-0.parquet", "relief"),
        ("帮扶援助.parquet", "relief"),
        ("帮扶援助/2025年3月.parquet", "relief"),
        ("帮扶援助_2025.parquet", "relief"),
        # A table's Chinese name, whatever Han follows; a short one before the words of tables.
        ("移交安置表.parquet", "placements"),
        ("移交安置表_10月 - 副本.parquet", "placements"),
        ("服务站点台账.parquet", "stations"),
        ("服务中心（站）.parquet", "stations"),
        ("帮扶支出台账_2026-10.parquet", "relief"),
        ("帮扶援助对象名单.parquet", "relief"),
        ("安置情况表.parquet", "placements"),
        # Behind a date, a number or whoever sends it.
        ("湖南省移交安置表_10月.parquet", "placements"),
        ("长沙市退役军人事务局服务站点台账.parquet", "stations"),
        ("附件1：移交安置情况.parquet", "placements"),
        ("2026年10月就业情况.parquet", "employment"),
        # A folder's name comes before a file's, a file's own before a folder's that says more.
        ("stations/units_1.parquet", "stations"),
        ("stations_2026-10/units_1.parquet", "units"),
        ("memorial_sites.parquet", "memorial_sites"),
        # Neither a table nor a word of its own.
        ("reliefs.csv", ""),
        ("relief.xlsx", ""),
        ("other.parquet", ""),
        ("business_units.parquet", ""),
        ("安置房名单.parquet", ""),
        ("站点选址.parquet", ""),
        ("人口统计数据.parquet", ""),
        ("移交安置数据字典.parquet", ""),
        ("relief/notes.txt", ""),
        # Two tables in one name.
        ("移交安置与就业创业.parquet", ""),
    ],
)
def test_a_file_belongs_to_the_table_it_is_named_for(tmp_path: Path, name: str, table: str) -> None:
    assert found(tmp_path, name) == {name: table}


@pytest.mark.parametrize(
    "name",
    [
        "placements/month=2025-03-01/000000_0",
        "placements/part-0.snappy",
        "placements/0.gz",
        "placements",
        "移交安置表_10月",
    ],
)
def test_a_file_that_begins_as_parquet_does_is_one_whatever_its_name(
    tmp_path: Path, name: str
) -> None:
    """Cut short, too: that is for its opening to say."""
    assert [file.path for file in lay(tmp_path, name, content=b"PAR1 and more").files] == [name]
    discovery = lay(tmp_path / "other", name, content=b"name,value\n")
    assert discovery.files == []
    assert reasons(discovery) == [("not_called_parquet", name)]


def test_what_is_passed_over_is_listed_with_why(tmp_path: Path) -> None:
    discovery = lay(
        tmp_path,
        "relief/_temporary/0/part.parquet",
        "relief/.part-0.parquet",
        "relief/~part.parquet",
        ".ipynb_checkpoints/relief.parquet",
        "移交安置与就业创业.parquet",
        "notes.txt",
    )
    assert discovery.files == []
    assert sorted(reasons(discovery)) == [
        ("name_of_none", "notes.txt"),
        ("name_of_several", "移交安置与就业创业.parquet"),
        ("set_aside", ".ipynb_checkpoints"),
        ("set_aside", "relief/.part-0.parquet"),
        ("set_aside", "relief/_temporary"),
        ("set_aside", "relief/~part.parquet"),
    ]
    for one in discovery.findings:
        assert one.path is not None
        assert one.path in one.zh
        assert one.path in one.en


def test_what_systems_and_writers_leave_is_one_line(tmp_path: Path) -> None:
    discovery = lay(
        tmp_path,
        "relief/_SUCCESS",
        "relief/_metadata",
        "relief/.part-0.parquet.crc",
        "relief/._part-0.parquet",
        ".DS_Store",
        "Thumbs.db",
        "~$relief.xlsx",
        ".gitkeep",
    )
    assert (discovery.files, discovery.ignored) == ([], [])
    (one,) = discovery.findings
    assert (one.reason, one.row_count) == ("scaffolding", 8)


def test_many_of_a_kind_are_named_up_to_a_bound(tmp_path: Path) -> None:
    discovery = lay(tmp_path, *(f"other_{number:03}.parquet" for number in range(30)))
    assert len(discovery.ignored) == 30
    assert len(discovery.findings) == 21
    last = discovery.findings[-1]
    assert (last.reason, last.row_count, last.path) == ("more_passed_over", 10, "other_020.parquet")


@pytest.mark.parametrize(
    ("keeper", "left"),
    [
        ("Delta Lake", "_delta_log/00000000000000000000.json"),
        ("Apache Iceberg", "metadata/v1.metadata.json"),
        ("Apache Iceberg", "metadata/snap-4823-1-a1b2.avro"),
        ("Apache Hudi", ".hoodie/hoodie.properties"),
        ("Hive ACID", "base_0000002/000000_0"),
        ("Hive ACID", "delta_0000001_0000001_0000/000000_0"),
        # A compacted one says by which transaction.
        ("Hive ACID", "delta_0000001_0000004_v0000021/000000_0"),
        ("Hive ACID", "delete_delta_0000003_0000003_0000/000000_0"),
        ("DuckLake", "ducklake-0198c2f1-delete.parquet"),
    ],
)
def test_folders_that_keep_deleted_rows_are_refused(tmp_path: Path, keeper: str, left: str) -> None:
    discovery = lay(
        tmp_path, f"placements/{left}", "placements/data/part-0.parquet", f"other/{left}"
    )
    assert discovery.files == []
    assert reasons(discovery) == [
        ("lakehouse_folder", "placements"),
        ("lakehouse_passed_over", "other"),
    ]
    assert keeper in discovery.findings[0].zh
    assert keeper in discovery.findings[0].en


def test_the_exports_themselves_are_such_a_folder(tmp_path: Path) -> None:
    discovery = lay(tmp_path, "_delta_log/00000000000000000000.json", "placements.parquet")
    assert discovery.files == []
    assert reasons(discovery) == [("lakehouse_folder", ".")]


@pytest.mark.skipif(os.name != "posix", reason="needs links, pipes and sockets")
class TestWhatIsNoFileOrFolder:
    def test_linked_folders_are_not_entered(self, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere" / "part.parquet").touch()
        exports = tmp_path / "exports"
        (exports / "relief").mkdir(parents=True)
        (exports / "relief" / "again").symlink_to(exports)
        (exports / "stations").symlink_to(tmp_path / "elsewhere")
        discovery = discover(exports, CONTRACTS)
        assert discovery.files == []
        assert reasons(discovery) == [
            ("linked_folder", "stations"),
            ("linked_folder", "relief/again"),
        ]

    def test_a_linked_file_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "x.parquet").touch()
        exports = tmp_path / "exports"
        exports.mkdir()
        (exports / "relief.parquet").symlink_to(tmp_path / "x.parquet")
        assert [file.path for file in discover(exports, CONTRACTS).files] == ["relief.parquet"]

    def test_pipes_and_sockets_are_left_alone(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "relief.parquet")
        os.mkfifo(tmp_path / "stations")
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(tmp_path / "units.parquet"))
            discovery = discover(tmp_path, CONTRACTS)
        assert discovery.files == []
        assert reasons(discovery) == [
            ("not_a_file", name) for name in ("relief.parquet", "stations", "units.parquet")
        ]

    def test_names_that_are_no_text(self, tmp_path: Path) -> None:
        """An unrelated file's is escaped; a table's is known by what its writer saw."""
        for name in ("其他".encode("gbk"), "移交安置".encode("gbk") + b".parquet", b"relief\n1.pq"):
            Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).touch()
        discovery = discover(tmp_path, CONTRACTS)
        assert [(file.table, file.path) for file in discovery.files] == [
            # The second and third byte happen to be a letter in UTF-8.
            ("placements", "\\xd2ƽ\\xbb\\xb0\\xb2\\xd6\\xc3.parquet"),
            ("relief", "relief\\n1.pq"),
        ]
        assert discovery.ignored == ["\\xc6\\xe4\\xcb\\xfb"]

    def test_folders_that_cannot_be_read(self, tmp_path: Path) -> None:
        exports = tmp_path / "exports"
        for name in ("relief", "drafts", "listed"):
            (exports / name).mkdir(parents=True)
            (exports / name / "relief.parquet").touch()
        for path in (tmp_path, *tmp_path.parents[:3]):
            path.chmod(0o755)
        try:
            (exports / "relief").chmod(0o000)
            (exports / "drafts").chmod(0o000)
            (exports / "listed").chmod(0o444)
            with as_nobody():
                discovery = discover(exports, CONTRACTS)
        finally:
            for name in ("relief", "drafts", "listed"):
                (exports / name).chmod(0o755)
        assert reasons(discovery) == [
            ("folder_not_opened", "relief"),
            ("folder_passed_over", "drafts"),
        ]
        assert [file.path for file in discovery.files] == ["listed/relief.parquet"]


def test_partitions_come_from_the_folders(tmp_path: Path) -> None:
    folder = tmp_path / "relief" / "year=2025" / "%E6%9C%88%E4%BB%BD=3" / "fund=a%3Db"
    folder.mkdir(parents=True)
    (folder / "data.parquet").touch()
    (file,) = discover(tmp_path, CONTRACTS).files
    assert file.partitions == (("year", "2025"), ("月份", "3"), ("fund", "a=b"))


def test_files_stand_as_people_count(tmp_path: Path) -> None:
    names = ["relief_2025-9.parquet", "relief_2025-10.parquet"]
    assert [file.path for file in lay(tmp_path, *names).files] == names


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert discover(tmp_path / "none", CONTRACTS) == Discovery()


def test_paths_are_printable() -> None:
    assert printable_path("a/移交\udcff\x1b[31m\n\u202e") == "a/移交\\xff\\x1b[31m\\n\\u202e"
