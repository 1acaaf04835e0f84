"""A unit that a file names outside its headers holds the build; the contract's own does not."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.pipeline.support import Builder, placement, relief, write_file


def write_saying(
    builder: Builder, file: str = "relief", *, said: dict[str, str] | None = None, comment: str = ""
) -> None:
    """Three counties that spent 500 each, what the file says of itself, and of its column."""
    rows = [relief(region_code=code, spent=500.0) for code in ("440103", "440104", "430302")]
    table = pa.Table.from_pylist(rows)
    place = table.column_names.index("spent")
    field = table.schema.field("spent").with_metadata({"comment": comment} if comment else {})
    schema = table.schema.set(place, field).with_metadata(said)
    path = builder.home.exports / f"{file}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table.cast(schema), path)


@pytest.mark.parametrize(
    "name", ["帮扶支出（万元）", "单位_万元/relief", "relief 单位：千元 2026-10"]
)
def test_a_files_name(builder: Builder, name: str) -> None:
    write_saying(builder, name)
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.table, problem.path) == (
        "another_unit_named",
        "relief",
        f"{name}.parquet",
    )
    assert "文件名或文件夹名写着“" in problem.zh
    assert builder.build(accept=["another_unit_named:relief"]).report.accepted


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"单位": "万元"}, "万元"),
        ({"计量单位": "万"}, "万"),
        ({"unit": "thousand yuan"}, "thousand yuan"),
        ({"title": "2026年帮扶支出 单位：百万元"}, "单位：百万元"),
        # What pandas writes of a frame's attrs: JSON, escaped.
        ({"PANDAS_ATTRS": json.dumps({"单位": "万元"})}, "万元"),
    ],
)
def test_its_metadata(builder: Builder, said: dict[str, str], words: str) -> None:
    write_saying(builder, said=said)
    (problem,) = builder.refusal().problems
    assert problem.reason == "another_unit_named"
    assert f"文件元数据“{next(iter(said))}”写着“{words}”" in problem.zh
    assert problem.value == words


def test_a_columns_comment(builder: Builder) -> None:
    write_saying(builder, comment="支出金额（万元）")
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.value) == ("another_unit_named", "支出金额（万元")


@pytest.mark.parametrize(
    ("name", "said", "comment"),
    [
        ("relief 单位：元", {"单位": "元"}, "支出金额（元）"),
        ("relief", {"unit": "yuan", "owner": "报送单位：广州市"}, "本单位百人以上的"),
        # A header is judged as a header; this one stands for no number.
        ("relief", {"written by": "计量单位"}, ""),
    ],
)
def test_what_names_no_other_unit(
    builder: Builder, name: str, said: dict[str, str], comment: str
) -> None:
    write_saying(builder, name, said=said, comment=comment)
    assert builder.build().report.accepted == []


def test_a_table_without_money(builder: Builder) -> None:
    """万元 is no unit of persons; 单位：万 is one of any number."""
    write_file(builder, "placements 万元", [placement()])
    assert builder.build().report.accepted == []
    write_file(builder, "placements 单位：万", [placement()])
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.table) == ("another_unit_named", "placements")
