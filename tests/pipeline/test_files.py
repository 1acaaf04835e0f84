"""Files that can't be read refuse the whole build, in one sentence that names them."""

import base64
import os
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow.parquet import encryption

from dashboard.pipeline import report_text
from tests.pipeline.support import Builder, placement, relief, station
from tests.tiny_exports import Row, write_tiny_exports


@pytest.fixture
def file(builder: Builder) -> Path:
    """A whole file of placements, large enough to be damaged in the middle."""
    path = builder.home.exports / "placements.parquet"
    rows = [placement(due=n, month=f"2025-{n % 9 + 1:02}") for n in range(5000)]
    pl.DataFrame(rows).write_parquet(path, compression="snappy", statistics=False)
    return path


def sentences(builder: Builder) -> list[tuple[str, str]]:
    refusal = builder.refusal()
    for problem in refusal.problems:
        assert problem.path == "placements.parquet"
        assert problem.path in problem.zh
        assert problem.path in problem.en
    return [(problem.reason, problem.zh) for problem in refusal.problems]


@pytest.mark.parametrize("content", [b"", b"PAR", b"name,value\n1,2\n", b"PK\x03\x04" + b"x" * 99])
def test_a_file_that_is_no_parquet(builder: Builder, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert sentences(builder) == [
        ("not_parquet", "文件 placements.parquet 不是 Parquet 文件；请移走该文件，或重新导出。")
    ]
    assert not list(builder.home.builds.glob("*.building*"))
    assert not builder.home.current.exists()


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_file_that_is_cut_short(builder: Builder, file: Path, kept: float) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * kept)])
    assert [reason for reason, _ in sentences(builder)] == ["cut_short"]


def test_a_file_whose_footer_is_broken(builder: Builder, file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-60:-8] = b"\xff" * 52
    file.write_bytes(bytes(content))
    assert [reason for reason, _ in sentences(builder)] == ["damaged"]


def test_a_file_that_is_damaged_in_the_middle(builder: Builder, file: Path) -> None:
    content = bytearray(file.read_bytes())
    middle = len(content) // 3
    content[middle : middle + 400] = b"\xff" * 400
    file.write_bytes(bytes(content))
    good = builder.home.exports / "placements_good.parquet"
    pl.DataFrame([placement(region_code="440104")]).write_parquet(good)
    assert [reason for reason, _ in sentences(builder)] == ["damaged"]


def test_text_that_is_no_text(builder: Builder, file: Path) -> None:
    columns = {name: [value] for name, value in placement().items()}
    columns["category"] = pa.array([b"\xff\xfe\xfa"], pa.binary())
    pq.write_table(pa.table(columns), file)
    assert [reason for reason, _ in sentences(builder)] == ["not_utf8"]


def test_an_encrypted_footer(builder: Builder, file: Path) -> None:
    file.write_bytes(b"PARE" + b"\0" * 100 + b"PARE")
    assert [reason for reason, _ in sentences(builder)] == ["encrypted"]


def test_a_required_column_that_is_missing(builder: Builder, file: Path) -> None:
    pl.DataFrame([placement()]).drop("placed").rename({"due": "应安置(万人)"}).write_parquet(file)
    assert sentences(builder) == [
        (
            "missing_column",
            "文件 placements.parquet 缺少必需的列：应安置人数（due）、已安置人数（placed）；"
            "请补上该列后重新导出。",
        )
    ]
    assert "应安置(万人)" in (builder.refusal().problems[0].detail or "")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("due", [1]),
        ("due", {"a": 1}),
        ("due", True),
        ("month", True),
        ("region_code", [440103]),
        ("category", {"code": "self_employed"}),
    ],
)
def test_a_type_that_cannot_be_read(
    builder: Builder, file: Path, column: str, value: object
) -> None:
    pl.DataFrame([placement(**{column: value})]).write_parquet(file)
    ((reason, sentence),) = sentences(builder)
    assert reason == "unreadable_type"
    assert column in sentence


def test_two_columns_for_one_field(builder: Builder, file: Path) -> None:
    frame = pl.DataFrame([placement()]).drop("due")
    frame.with_columns(pl.lit(1).alias("Due "), pl.lit(2).alias("DUE")).write_parquet(file)
    assert [reason for reason, _ in sentences(builder)] == ["ambiguous_column"]


def test_every_problem_is_told_at_once(builder: Builder, file: Path) -> None:
    file.write_bytes(b"text")
    (builder.home.exports / "relief.parquet").write_bytes(b"PAR1 cut")
    pl.DataFrame([station()]).drop("tier").write_parquet(builder.home.exports / "stations.parquet")
    refusal = builder.refusal()
    assert [(p.reason, p.path) for p in refusal.problems] == [
        ("not_parquet", "placements.parquet"),
        ("cut_short", "relief.parquet"),
        ("missing_column", "stations.parquet"),
    ]
    assert str(refusal) == "文件 placements.parquet 不是 Parquet 文件；请移走该文件，或重新导出。"


def test_an_absent_optional_column_is_empty(builder: Builder) -> None:
    rows = pl.DataFrame([station()], infer_schema_length=None)
    rows.drop("stars", "closed_on").write_parquet(builder.home.exports / "stations.parquet")
    built = builder.read()
    assert built.rows("select stars, closed_on, full_time from facts_stations") == [(None, None, 2)]


def test_a_column_of_nothing_is_empty(builder: Builder) -> None:
    columns = {name: [value] for name, value in station().items()}
    for name in ("closed_on", "stars", "unit_code", "national_model", "full_time"):
        columns[name] = pa.nulls(1)
    columns["tier"] = ["extended"]
    pq.write_table(pa.table(columns), builder.home.exports / "stations.parquet")
    built = builder.read()
    assert built.refused() == []
    assert built.rows("select closed_on, stars, unit_code from facts_stations") == [(None,) * 3]


def test_a_column_of_no_money_is_empty(builder: Builder) -> None:
    columns = {name: [value] for name, value in relief().items()}
    pq.write_table(pa.table({**columns, "budget": pa.nulls(1)}), builder.home.exports / "relief.pq")
    assert builder.read().rows("select budget, spent from facts_relief") == [
        (None, Decimal("1000.50"))
    ]


def test_a_file_without_rows_is_no_problem(builder: Builder) -> None:
    pl.DataFrame([placement()]).clear().write_parquet(
        builder.home.exports / "placements_empty.parquet"
    )
    write_tiny_exports(builder.home.exports)
    assert builder.read().outcomes("placements")["kept"] == 437


def test_a_table_without_rows_is_remarked_and_exports_without_any_are_none(
    builder: Builder,
) -> None:
    for name, row in (("placements", placement()), ("stations", station())):
        pl.DataFrame([row]).clear().write_parquet(builder.home.exports / f"{name}.parquet")
    assert builder.problems() == ["nothing_in_any"]
    pl.DataFrame([placement()]).write_parquet(builder.home.exports / "placements.parquet")
    assert builder.build(accept=()).rows("select reason, path, row_count from findings") == [
        ("no_rows", "stations.parquet", 1)
    ]
    pl.DataFrame([station()]).write_parquet(builder.home.exports / "stations.parquet")
    builder.build(accept=())
    pl.DataFrame([station()]).clear().write_parquet(builder.home.exports / "stations.parquet")
    assert builder.problems() == ["table_gone"]


def test_a_column_named_like_one_of_duckdbs_own(builder: Builder, file: Path) -> None:
    rows: list[Row] = [placement(file_row_number=7)]
    pl.DataFrame(rows).write_parquet(file)
    assert [reason for reason, _ in sentences(builder)] == ["ambiguous_column"]


def test_a_file_that_grows_while_it_is_read(builder: Builder, file: Path) -> None:
    """Somebody is still copying: the build says so instead of publishing half of it."""

    def copy_on(progress: object) -> None:
        if getattr(progress, "message_en", "") == "Reading units":
            file.touch()

    pl.DataFrame([placement()]).write_parquet(file)
    assert builder.problems(on_progress=copy_on) == ["changed_during_build"]


def test_a_file_that_goes_while_it_is_read(builder: Builder, file: Path) -> None:
    def take_away(progress: object) -> None:
        if getattr(progress, "message_en", "") == "Reading units":
            file.unlink()

    pl.DataFrame([placement()]).write_parquet(file)
    assert builder.problems(on_progress=take_away) == ["changed_during_build"]


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_a_file_that_cannot_be_opened(builder: Builder) -> None:
    (builder.home.exports / "placements.parquet").symlink_to(builder.home.path / "gone")
    assert [reason for reason, _ in sentences(builder)] == ["not_opened"]


def test_no_exports_at_all(builder: Builder) -> None:
    assert builder.problems() == ["no_exports"]
    assert builder.problems(exports=builder.home.path / "nowhere") == ["no_exports"]


@pytest.mark.skipif(os.name != "posix", reason="Windows allows no such names")
@pytest.mark.parametrize(
    "odd", ["a?b", "a[b]", "a*", "a\\b", "a\nb", "a{b,c}", "a'b", "a%20b", "a$b"]
)
def test_odd_names_are_names_like_others(tmp_path: Path, builder: Builder, odd: str) -> None:
    exports = tmp_path / odd / f"x{odd}"
    for name in (f"relief_{odd}.parquet", f"placements/{odd}/part-0.parquet"):
        (exports / name).parent.mkdir(parents=True, exist_ok=True)
        rows = [relief()] if name.startswith("relief") else [placement()]
        pl.DataFrame(rows).write_parquet(exports / name)
    (exports / f"relief{odd}").mkdir()
    built = builder.read(exports=exports)
    assert (built.outcomes("relief")["kept"], built.outcomes("placements")["kept"]) == (1, 1)


POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows' names are always Unicode")


@POSIX
def test_names_that_are_no_unicode(builder: Builder, file: Path) -> None:
    """An unrelated file's is listed; a table's can't be opened by its name, and is refused."""
    odd = builder.home.exports / os.fsdecode("其他说明".encode("gbk"))
    odd.write_bytes(b"text")
    pl.DataFrame([placement()]).write_parquet(file)
    built = builder.build()
    assert built.report.files_ignored == ["\\xc6\\xe4\\xcb\\xfb˵\\xc3\\xf7"]
    assert "\\xc6\\xe4\\xcb\\xfb˵\\xc3\\xf7" in report_text(built.report)
    odd.rename(builder.home.exports / os.fsdecode("移交安置".encode("gbk") + b".parquet"))
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.path) == (
        "name_not_utf8",
        "\\xd2ƽ\\xbb\\xb0\\xb2\\xd6\\xc3.parquet",
    )


@POSIX
def test_exports_whose_folder_is_no_unicode(tmp_path: Path, builder: Builder) -> None:
    exports = tmp_path / os.fsdecode("数据".encode("gbk"))
    exports.mkdir()
    pl.DataFrame([placement()]).write_parquet(builder.home.path / "placements.parquet")
    (builder.home.path / "placements.parquet").rename(exports / "placements.parquet")
    assert builder.problems(exports=exports) == ["name_not_utf8"]


def test_encrypted_columns_are_named(builder: Builder, file: Path) -> None:
    """The footer may be plain, and some columns, too."""

    class Keys(encryption.KmsClient):
        def wrap_key(self, key_bytes: bytes, master_key_identifier: str) -> bytes:
            return base64.b64encode(key_bytes)

        def unwrap_key(self, wrapped_key: bytes, master_key_identifier: str) -> bytes:
            return base64.b64decode(wrapped_key)

    properties = encryption.CryptoFactory(lambda _: Keys()).file_encryption_properties(
        encryption.KmsConnectionConfig(),
        encryption.EncryptionConfiguration(
            footer_key="f", column_keys={"c": ["due", "placed"]}, plaintext_footer=True
        ),
    )
    content = pa.Table.from_pylist([placement()])
    with pq.ParquetWriter(file, content.schema, encryption_properties=properties) as writer:
        writer.write_table(content)
    ((reason, sentence),) = sentences(builder)
    assert reason == "encrypted_columns"
    assert "due、placed" in sentence


def test_a_page_that_differs_from_its_checksum(builder: Builder, file: Path) -> None:
    """A flipped bit makes another number, which nothing else would notice."""
    rows = pa.Table.from_pylist([placement(due=2_000_000 + n) for n in range(9)])
    pq.write_table(rows, file, write_page_checksum=True, use_dictionary=False, compression="none")
    content = bytearray(file.read_bytes())
    place = content.find((2_000_003).to_bytes(8, "little"))
    content[place + 2] ^= 1
    file.write_bytes(bytes(content))
    (problem,) = builder.refusal().problems
    assert problem.reason == "damaged"
    assert "checksum" in (problem.detail or "")


def test_a_footer_that_counts_other_rows_than_there_are(builder: Builder, file: Path) -> None:
    """Its file counts fewer rows than its row groups hold."""
    rows = pa.Table.from_pylist([placement(month=f"2024-{n + 1:02}-01") for n in range(11)])
    pq.write_table(rows, file, store_schema=False, version="1.0")
    content = bytearray(file.read_bytes())
    # The file's own number of rows: field 3 of the footer, an i64 (zigzag) behind the schema.
    length = int.from_bytes(content[-8:-4], "little")
    footer = content[-8 - length : -8]
    place = footer.find(b"\x16\x16\x19")
    assert place > 0
    content[-8 - length + place + 1] = 2 * 9
    file.write_bytes(bytes(content))
    assert [reason for reason, _ in sentences(builder)] == ["damaged"]


def test_a_file_of_unknown_headers_is_no_report(builder: Builder) -> None:
    rows = [{"region_code": "440103", "month": "2025-03-01", "岗位总量": 3}]
    pl.DataFrame(rows).write_parquet(builder.home.exports / "employment.parquet")
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.path) == ("no_known_measure", "employment.parquet")
    assert "岗位总量" in (problem.detail or "")


def test_a_folder_of_delta_lake_prevents_the_build(builder: Builder, file: Path) -> None:
    log = builder.home.exports / "stations" / "_delta_log"
    log.mkdir(parents=True)
    (log / "00000000000000000000.json").write_text("{}")
    pl.DataFrame([station()]).write_parquet(log.parent / "part-0.parquet")
    assert builder.problems() == ["lakehouse_folder"]
    file.unlink()
    assert builder.problems() == ["lakehouse_folder"]


@POSIX
def test_a_pipe_is_no_export(builder: Builder, file: Path) -> None:
    os.mkfifo(builder.home.exports / "relief.parquet")
    pl.DataFrame([placement()]).write_parquet(file)
    built = builder.build()
    assert built.report.files_ignored == ["relief.parquet"]
    assert "relief.parquet 不是普通文件" in report_text(built.report)
