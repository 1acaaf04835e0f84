"""``python -m dashboard export`` on the tiny exports, whose figures are known by hand."""

from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.contracts import load_contracts
from dashboard.exports.details import DETAILS
from dashboard.pipeline import build
from dashboard.regions import RegionTree
from dashboard.settings import Home
from dashboard.systems import catalogue
from tests.exports.support import dictionaries, sheets
from tests.tiny_exports import MONTHS, STATIONS, TODAY, tiny_rows, write_tiny_exports


@pytest.fixture
def export(tiny_home: Home, tmp_path: Path):
    """Runs the command and gives the file it wrote: its name and its records."""

    def run(*arguments: str) -> tuple[str, list[dict[str, str]]]:
        assert (
            main(["export", *arguments, "--home", str(tiny_home.path), "--out", str(tmp_path)]) == 0
        )
        (path,) = tmp_path.iterdir()
        return path.name, dictionaries(path.read_bytes())

    return run


def refused(capsys: pytest.CaptureFixture[str], home: Home, *arguments: str) -> str:
    """What the command says when it writes nothing."""
    out = home.path / "nothing"
    assert main(["export", *arguments, "--home", str(home.path), "--out", str(out)]) == 3
    assert not out.exists()
    return capsys.readouterr().err


def test_the_children_of_a_region(export) -> None:
    name, records = export("440000", "--indicator", "placement_rate")
    assert name == "广东省_各市安置任务完成率_2025年1–10月.csv"
    by_code = {record["区划代码"]: record for record in records}
    assert len(records) == 21
    assert list(by_code)[:2] == ["441900", "440100"]
    assert (by_code["440100"]["分子"], by_code["440100"]["分母"]) == ("394", "365")
    assert by_code["440100"]["上年同期值"] == "100"
    assert by_code["440300"]["指标值"] == ""
    ranks = [by_code[code]["名次"] for code in ("441900", "440100", "440300")]
    assert ranks == ["1", "2", ""]
    assert (by_code["440100"]["分子名称"], by_code["440100"]["分母名称"]) == (
        "已安置人数",
        "应安置人数",
    )


def test_a_workbook_holds_what_the_csv_holds(export, tiny_home: Home, tmp_path: Path) -> None:
    arguments = ["440000", "--indicator", "placement_rate", "--rows", "leaves"]
    name, records = export(*arguments)
    out = tmp_path / "books"
    command = ["export", *arguments, "--format", "xlsx", "--home", str(tiny_home.path)]
    assert main([*command, "--out", str(out)]) == 0
    (path,) = out.iterdir()
    assert path.name == name.replace(".csv", ".xlsx")
    found = sheets(path.read_bytes())
    head, *rows = found["数据"]
    assert head == list(records[0])
    assert [row[0] for row in rows] == [record["区划代码"] for record in records]
    for heading in ("指标值", "分子", "年"):
        at = head.index(heading)
        values = ["" if row[at] is None else f"{row[at]:.6g}" for row in rows]
        assert values == [f"{float(r[heading]):.6g}" if r[heading] else "" for r in records]
    assert dict(found["说明"])["期间"] == "2025年1–10月"


def test_the_leaves_over_some_months_of_another_year(export) -> None:
    name, records = export(
        "广东省", "--indicator", "relief_spent", "--rows", "leaves", "--year", "2024",
        "--period", "m3-4",
    )  # fmt: skip
    assert name == "广东省_各县区帮扶支出_2024年3–4月.csv"
    assert len(records) == len(RegionTree.load().leaves("440000"))
    spent = {record["区划代码"]: record["指标值"] for record in records if record["指标值"]}
    assert spent == {"440103": "2001", "440104": "4002", "441900": "6003"}


def test_the_months_of_a_year(export) -> None:
    name, records = export("440103", "--indicator", "placements_placed", "--rows", "months")
    assert name == "荔湾区_安置人数走势_2025年1–10月.csv"
    assert [record["期间"] for record in records] == [f"2025年{m}月" for m in range(1, 11)]
    assert {record["指标值"] for record in records} == {"13"}
    assert {record["上年同期值"] for record in records} == {"12"}


def test_one_category(export) -> None:
    _, records = export(
        "440103", "--indicator", "placements_due", "--rows", "region", "--category",
        "retired_cadres",
    )  # fmt: skip
    assert [record["指标值"] for record in records] == ["20"]
    assert [record["安置类别"] for record in records] == ["军休干部"]


def test_categories_of_two_dimensions(export) -> None:
    """What a file says of its filter: in its name and in every row."""
    name, records = export(
        "440000", "--indicator", "relief_spent", "--rows", "region", "--category", "emergency",
        "--category", "hardship", "--category", "fund=county",
    )  # fmt: skip
    assert name == "广东省_帮扶支出（应急救助、困难帮扶、县级资金）_2025年1–10月.csv"
    assert [record["指标值"] for record in records] == ["60030"]
    assert [record["帮扶项目"] for record in records] == ["应急救助、困难帮扶"]
    assert [record["资金来源"] for record in records] == ["县级资金"]


def test_a_dimension_of_today_has_no_year_before_in_a_file(export) -> None:
    name, records = export(
        "440000", "--indicator", "stations_active", "--indicator", "national_models", "--rows",
        "region", "--category", "model",
    )  # fmt: skip
    assert "（全国示范型）" in name
    assert [record["指标值"] for record in records] == ["1", "1"]
    assert [record["上年同期值"] for record in records] == ["", ""]


def test_several_indicators_and_english_headers(export) -> None:
    name, records = export(
        "440100", "--indicator", "placement_rate", "--indicator", "placements_due", "--rows",
        "region", "--language", "en",
    )  # fmt: skip
    assert name == "广州市_安置任务完成率、应安置人数_2025年1–10月.csv"
    assert [record["indicator code"] for record in records] == ["placement_rate", "placements_due"]
    assert records[1]["value"] == "365"


def test_languages_are_those_of_the_settings(tiny_copy: Home, capsys) -> None:
    tiny_copy.settings.write_text("languages: [en]", encoding="utf-8")
    arguments = ["440100", "--indicator", "placements_due", "--rows", "region"]
    out = tiny_copy.path / "out"
    command = ["export", *arguments, "--home", str(tiny_copy.path), "--out", str(out)]
    assert main(command) == 0
    (path,) = out.iterdir()
    assert [one["indicator code"] for one in dictionaries(path.read_bytes())] == ["placements_due"]
    said = refused(capsys, tiny_copy, *arguments, "--language", "zh")
    assert "--language 没有“zh”，可选：en" in said


# Where each column of an export stands in its file; of measures, where each counted thing does.
PLACE = {"region_code": "区划代码"}
MONTHLY = PLACE | {"month": "月份"}
HEADERS = {
    "placements": MONTHLY
    | {
        "category": "安置类别",
        "due": "应安置人数（人）",
        "placed": "已安置人数（人）",
        "placed_on_time": "按时安置人数（人）",
    },
    "employment": MONTHLY
    | {
        "job_fairs": "招聘会场次（场）",
        "employers": "参会用人单位（家）",
        "positions": "提供岗位（个）",
        "intentions": "达成就业意向（人）",
        "trained": "培训人数（人）",
        "certified": "取得证书人数（人）",
        "employed_after_training": "培训后就业人数（人）",
        "businesses_started": "新创办企业（家）",
        "jobs_created": "带动就业人数（人）",
    },
    "relief": MONTHLY
    | {
        "programme": "帮扶项目",
        "fund": "资金来源",
        "budget": "本月下达预算（元）",
        "spent": "支出（元）",
        "applications": "申请数（件）",
        "decided": "办结数（件）",
        "decided_on_time": "按时办结数（件）",
        "recipients": "受助人数（人次）",
    },
    "scattered_tombs": MONTHLY
    | {"total": "零散烈士墓（座）", "gathered": "已集中管护的零散烈士墓（座）"},
    "units": PLACE | {"year": "年份", "tier": "站点层级", "units": "应建单位数"},
    "stations": PLACE
    | {
        "station_id": "站点编号",
        "name": "站点名称",
        "tier": "站点层级",
        "unit_code": "服务单位代码",
        "opened_on": "设立日期",
        "closed_on": "撤销日期",
        "has_institution": "有机构",
        "has_posts": "有编制",
        "has_people": "有人员",
        "has_funding": "有经费",
        "has_safeguards": "有保障",
        "stars": "星级",
        "national_model": "全国示范型",
        "full_time": "专职人员",
        "part_time": "兼职人员",
        "as_of": "状态月份",
    },
    "memorial_sites": PLACE
    | {
        "site_id": "设施编号",
        "name": "设施名称",
        "protection": "保护级别",
        "kind": "设施类型",
        "public_ceremony": "公祭场所",
        "names_wall_on": "英名墙建成日期",
        "exhibition_on": "展陈馆建成日期",
        "sign_on": "标识牌悬挂日期",
        "approved_on": "保护级别审批日期",
        "scope_on": "保护范围划定日期",
        "land_registered_on": "不动产登记日期",
    },
    "tasks": PLACE
    | {
        "task_id": "任务编号",
        "title": "任务名称",
        "level": "任务级别",
        "set_on": "下达日期",
        "due_on": "完成时限",
        "done_on": "完成日期",
    },
}
DETAIL_OF = {detail.export: code for code, detail in DETAILS.items()}


def total(values) -> Decimal:
    return sum((Decimal(str(value)) for value in values if value not in (None, "")), Decimal())


@pytest.mark.parametrize(
    "table", [name for name, one in load_contracts().items() if not one.optional]
)
def test_a_file_of_rows_holds_every_column_of_its_export_and_all_there_is(
    export, capsys, table: str
) -> None:
    """The numbers of the file's lowest regions and of the nation add up to those of the export."""
    _, records = export("100000", "--detail", DETAIL_OF[table])
    assert f"（{len(records):,} 行）" in capsys.readouterr().out
    rows = tiny_rows()[table]
    contract = load_contracts()[table]
    if table == "measures":
        headers = {code: f"{c.name}（{c.unit}）" for code, c in catalogue().other_measures.items()}
        numbers = {
            header: [row["value"] for row in rows if row["measure"] == code]
            for code, header in headers.items()
        }
    else:
        headers = HEADERS[table]
        assert set(headers) == set(contract.by_name)
        numbers = {
            headers[field.name]: [row[field.name] for row in rows]
            for field in contract.columns
            if field.type in ("integer", "number") and field.role is None
        }
    assert set(headers.values()) <= set(records[0])
    registry = DETAILS[DETAIL_OF[table]].mart is None
    nation = [record for record in records if registry or record["区划代码"] == "100000"]
    assert numbers or table in ("memorial_sites", "tasks")
    for header, exported in numbers.items():
        assert total(record[header] for record in nation) == total(exported), header
    for field, header in headers.items():
        if field in contract.by_name and contract.by_name[field].type in ("date", "string"):
            filled = sum(bool(record[header]) for record in nation)
            known = sum(row.get(field) is not None for row in rows)
            assert filled == known or not registry, header
            assert filled or not known, header


def test_a_registry_comes_whole_with_where_each_row_came_from(export) -> None:
    name, records = export("440000", "--detail", "stations")
    assert name == "广东省_服务站点名录_截至2025年10月.csv"
    wanted = {row["station_id"] for row in STATIONS if row["region_code"].startswith("44")}
    assert {record["站点编号"] for record in records} == wanted
    assert all(record["来源文件"].endswith(".parquet") for record in records)
    closed = next(record for record in records if record["站点编号"] == "T440104003")
    assert (closed["撤销日期"], closed["站点层级"], closed["有机构"]) == (
        "2025-06-30",
        "乡镇（街道）站",
        "是",
    )


def test_the_rows_of_a_mart_add_up_to_the_export(export) -> None:
    name, records = export("440000", "--detail", "placements")
    assert name == "广东省_移交安置明细_2024–2025年.csv"
    exported = [row for row in tiny_rows()["placements"] if row["region_code"].startswith("44")]
    province = [record for record in records if record["区划代码"] == "440000"]
    assert sum(int(record["已安置人数（人）"]) for record in province) == sum(
        row["placed"] for row in exported
    )


def test_counted_measures_stand_beside_each_other_a_region_and_month_once(export) -> None:
    _, records = export("440103", "--detail", "other_measures")
    reported = [row for row in tiny_rows()["measures"] if row["region_code"] == "440103"]
    assert len(records) == len({row["month"] for row in reported})
    visitors = [row["value"] for row in reported if row["measure"] == "memorial_visitors"]
    assert sum(float(record["祭扫参观人次（人次）"]) for record in records) == sum(visitors)


def test_who_is_late_and_which_months_they_lack(export) -> None:
    name, records = export(
        "430000", "--indicator", "placement_rate", "--rows", "late", "--period", "year"
    )
    assert name == "湖南省_安置任务完成率缺报名单_2025年1–10月.csv"
    late = {record["区划代码"]: record for record in records}
    assert next(iter(late)) == "430102"
    assert (late["430382"]["已报月数"], late["430382"]["缺报月份"]) == ("8", "9月、10月")
    assert late["430382"]["上级地区"] == "湖南省湘潭市"
    assert late["430102"]["缺报月份"] == "1–10月"
    # Five report every month but 韶山, which lacks two.
    assert len(late) == len(RegionTree.load().leaves("430000")) - 4


def test_a_file_is_named_after_the_months_that_its_rows_are_of(tiny_copy: Home, capsys) -> None:
    """Relief reaches September only: its newest month has one of ten regions."""
    tables = tiny_rows()
    tables["relief"] = [
        row
        for row in tables["relief"]
        if row["month"] < MONTHS[-1] or row["region_code"] == "440103"
    ]
    write_tiny_exports(tiny_copy.exports, tables)
    build(tiny_copy, today=TODAY)
    out = tiny_copy.path / "out"
    arguments = ["440000", "--home", str(tiny_copy.path), "--out", str(out)]
    assert main(["export", *arguments, "--indicator", "relief_spent"]) == 0
    (path,) = out.iterdir()
    assert path.name == "广东省_各市帮扶支出_2025年1–9月.csv"
    assert {record["期间"] for record in dictionaries(path.read_bytes())} == {"2025年1–9月"}


def test_rows_of_an_export_that_the_build_lacks_are_no_empty_file(tiny_copy: Home, capsys) -> None:
    (tiny_copy.exports / "relief.parquet").unlink()
    build(tiny_copy, today=TODAY, accept=["table_gone:relief"])
    assert "帮扶支出明细" in refused(capsys, tiny_copy, "440000", "--detail", "relief")


def test_every_file_of_rows_is_named_in_the_help(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    said = capsys.readouterr().out
    assert [code for code in DETAILS if code not in said] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["440000"], "--indicator"),
        (["440000", "--indicator", "nope"], "placement_rate"),
        (["440000", "--detail", "nope"], "placements"),
        (["越秀", "--indicator", "placement_rate"], "广东省广州市越秀区 440104"),
        (["鼓楼区", "--indicator", "placement_rate"], "南京市鼓楼区"),
        (["440000", "--indicator", "placement_rate", "--year", "1999"], "2024-01 至 2025-10"),
        (["440000", "--indicator", "placement_rate", "--period", "m11-12"], "2025-10"),
        (["440000", "--indicator", "placement_rate", "--category", "x"], "retired_cadres"),
        # Not divided at all; divided, but not by tier; divided, with nothing there to count.
        (["440000", "--indicator", "village_coverage", "--category", "town"], "村（社区）站覆盖率"),
        (["440000", "--indicator", "tombs_gathered_rate", "--category", "county"], "不分类别"),
        (["440000", "--indicator", "relief_spent", "--category", "stars=5"], "fund=central"),
        (["440000", "--indicator", "national_models", "--category", "other"], "非全国示范型"),
        (["440000", "--indicator", "relief_spent", "--category", "pensions"], "帮扶支出"),
        (["440000", "--detail", "relief", "--category", "emergency"], "--category"),
        (["440000", "--detail", "relief", "--year", "2024"], "--year"),
        (["440000", "--rows", "late", "--indicator", "village_coverage"], "不按月上报"),
        (
            ["440000", "--rows", "late", "--indicator", "relief_spent", "--category", "emergency"],
            "--category",
        ),
        (
            [
                *("440000", "--rows", "late"),
                *("--indicator", "relief_spent", "--indicator", "placement_rate"),
            ],
            "一个指标",
        ),
    ],
)
def test_what_does_not_exist_is_answered_with_what_does(
    tiny_home: Home, capsys, arguments: list[str], said: str
) -> None:
    assert said in refused(capsys, tiny_home, *arguments)


def test_without_a_build_it_says_how_to_make_one(tmp_path: Path, capsys) -> None:
    home = Home(tmp_path)
    said = refused(capsys, home, "100000", "--indicator", "placement_rate")
    assert "python -m dashboard build" in said
