"""版本对比: what two kept builds differ in, by region, with the files and rows behind it."""

import json
import re
import shutil

import duckdb
import pytest

from dashboard.builds_folder import read_current, read_record
from dashboard.pipeline import build
from dashboard.pipeline.waiting import discard, publish_waiting
from dashboard.settings import Home
from dashboard.ui.files import OFFERS
from tests.exports.support import of_table
from tests.pages.opening import open_page
from tests.pages.test_pages import html, notices
from tests.tiny_exports import TODAY, tiny_rows, write_tiny_exports

GONE = "20230102T030405-bbbbbb"
ACCEPTED = ("rows_shrink", "table_gone")


def published(home: Home) -> str:
    return str(read_current(home).build_id)


@pytest.fixture(scope="module")
def two(tiny_home: Home, tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, str, str]:
    """A home with two builds, and their ids: in the second 荔湾's job fairs of 2025 are 3 a month
    instead of 1 (10 months, +20), 韶山 has none at all, and there are no tasks."""
    home = Home(tmp_path_factory.mktemp("versions") / "home")
    shutil.copytree(tiny_home.path, home.path)
    first = published(home)
    rows = tiny_rows()
    rows["employment"] = [
        row | ({"job_fairs": 3} if row["region_code"] == "440103" else {})
        if row["month"].year == 2025
        else row
        for row in rows["employment"]
        if row["region_code"] != "430382"
    ]
    write_tiny_exports(home.exports, {"employment": rows["employment"]})
    (home.exports / "tasks.parquet").unlink()
    report = build(home, today=TODAY, accept=ACCEPTED, note="更正荔湾招聘会场次")
    return home, first, report.build_id


def file_of(body: str) -> list[dict[str, str]]:
    (token,) = re.findall(r'data-table="versions".*?data-file="[^"]*/files/([^"]+)/csv"', body)
    offer = OFFERS.find(token)
    assert offer is not None
    return of_table(offer.table())


def test_the_published_build_stands_against_the_one_before(
    two: tuple[Home, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, first, second = two
    app = open_page(monkeypatch, home, "versions", region="100000")
    body = html(app)
    assert app.selectbox(key="pick_version_a").value == first
    assert app.selectbox(key="pick_version_b").value == second
    # 荔湾 +2 a month of ten, 韶山 −1 a month of eight: 18·10 − 2 before, 12 more after.
    assert "招聘会场次（2025年）</th>" in body
    assert "<td>就业创业：更改 employment.parquet</td>" in body
    assert "178 场" in body
    assert "190 场" in body
    assert ">+12</td>" in body
    assert "tasks.parquet</th>" in body
    assert "不见了" in body
    assert "韶山市" in body  # the region that went
    assert "本版说明：更正荔湾招聘会场次" in body
    records = [one for one in file_of(body) if one["数据代码"] == "job_fairs"]
    by_place = {(one["区划代码"], one["年份"]): (one["前一版"], one["后一版"]) for one in records}
    assert by_place["440000", "2025"] == ("60", "80")
    assert by_place["430000", "2025"] == ("58", "50")
    assert by_place["100000", "2025"] == ("178", "190")
    assert ("440000", "2024") not in by_place


def test_builds_of_one_minute_are_told_apart(
    tiny_copy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = published(tiny_copy)
    second = build(tiny_copy, today=TODAY).build_id
    for one in (first, second):
        path = tiny_copy.builds / f"{one}.json"
        record = json.loads(path.read_text()) | {"built_at": "2026-01-02T00:00:00+00:00"}
        path.write_text(json.dumps(record))
    app = open_page(monkeypatch, tiny_copy, "versions", region="100000")
    options = app.selectbox(key="pick_version_a").options
    assert options == [f"2026-01-02 08:00（{one}）" for one in (second, first)]


def test_a_build_that_is_discarded_while_it_is_looked_at(
    tiny_copy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = tiny_rows()
    for row in tables["employment"]:
        row["job_fairs"] += 1
    write_tiny_exports(tiny_copy.exports, {"employment": tables["employment"]})
    waiting = build(tiny_copy, today=TODAY, check=True).build_id
    app = open_page(monkeypatch, tiny_copy, "versions", region="100000", b=waiting)
    assert "招聘会场次（2025年）</th>" in html(app)
    discard(tiny_copy, waiting)
    app.run()
    assert not app.exception
    assert [one.value for one in app.caption] == [
        f"数据版本 {waiting} 已不再保存，不能对比，请另选一个。"
    ]
    assert "招聘会场次" not in html(app)


def test_a_region_shows_its_own_and_its_children(
    two: tuple[Home, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, first, second = two
    body = html(open_page(monkeypatch, home, "versions", region="440100", a=first, b=second))
    assert "30 场" in body
    assert "50 场" in body
    assert "荔湾区</a>" in body
    # 越秀 had two tasks, and nothing else of it moved.
    assert re.search(r"越秀区</a></th><td>[^<]*</td><td>重点任务清单</td>", body)
    assert f"/versions?region=440103&amp;year=2025&amp;period=latest&amp;a={first}" in body
    # Files and rows are of the whole department.
    assert "变动的文件" not in body
    leaf = html(open_page(monkeypatch, home, "versions", region="440103", a=first, b=second))
    assert "10 场" in leaf
    assert "变动在哪些地区" not in leaf
    quiet = html(open_page(monkeypatch, home, "versions", region="500000", a=first, b=second))
    assert "年度合计没有变化" in quiet or "数字没有变化" in quiet


def test_where_there_is_nothing_to_compare_it_says_so(
    two: tuple[Home, str, str], tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, first, second = two
    alone = html(open_page(monkeypatch, tiny_home, "versions"))
    assert "只保存了一个数据版本" in alone

    def said(**asked: str) -> list[str]:
        return [one.value for one in open_page(monkeypatch, home, "versions", **asked).caption]

    assert any(f"{GONE} 已不再保存，不能对比" in one for one in said(a=GONE))
    assert any("同一个版本" in one for one in said(a=second))
    assert any("最早一个版本" in one for one in said(b=first))
    assert "a=../x" in notices(open_page(monkeypatch, home, "versions", a="../x")).replace("“", "")


def test_a_build_that_waits_is_compared_and_published_by_nobody(
    two: tuple[Home, str, str],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With 湘乡's job fairs of 2025 three a month instead of one: ten months, +20."""
    home, _, second = two
    copy = Home(tmp_path_factory.mktemp("waiting") / "home")
    shutil.copytree(home.path, copy.path)
    employment = [
        row | ({"job_fairs": 3} if row["region_code"] == "430381" else {})
        if row["month"].year == 2025
        else row
        for row in tiny_rows()["employment"]
        if row["region_code"] != "430382"
    ]
    write_tiny_exports(copy.exports, {"employment": employment})
    waiting = build(copy, today=TODAY, check=True).build_id
    app = open_page(monkeypatch, copy, "versions", region="430000")
    assert app.selectbox(key="pick_version_b").value == second
    assert any("待发布" in one for one in app.selectbox(key="pick_version_b").options)
    assert "有 1 个版本待发布" in html(app)
    app.selectbox(key="pick_version_b").select(waiting).run()
    body = html(app)
    assert app.selectbox(key="pick_version_a").value == second
    assert f"publish {waiting}" in body
    assert ">+20</td>" in body
    assert published(copy) == second
    token = re.findall(r'data-table="versions".*?data-file="[^"]*/files/([^"]+)/csv"', body)[0]
    offer = OFFERS.find(token)
    assert offer is not None
    assert "待发布" in offer.table().file_name("csv")
    # Nothing holds its file: it can be published with a note, and is then a build like any other.
    publish_waiting(copy, waiting, "湘乡更正")
    app = open_page(monkeypatch, copy, "versions", region="430000", b=waiting)
    assert ">+20</td>" in html(app)
    assert not any("待发布" in one for one in app.selectbox(key="pick_version_b").options)


def test_a_build_that_cannot_be_read_says_so(
    two: tuple[Home, str, str],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home, first, _ = two
    copy = Home(tmp_path_factory.mktemp("damaged") / "home")
    shutil.copytree(home.path, copy.path)
    (copy.builds / f"{first}.duckdb").write_bytes(b"no build")
    app = open_page(monkeypatch, copy, "versions", a=first)
    assert any("已损坏，不能对比" in one.value for one in app.caption)


def test_a_copied_link_leads_to_it(
    two: tuple[Home, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, first, second = two
    body = html(open_page(monkeypatch, home, "relief", region="440000", build=first))
    assert f"a={first}&amp;b={second}" in body
    assert "看两版差在哪里" in body


def test_a_note_stands_on_the_governance_page(
    two: tuple[Home, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, *_ = two
    body = html(open_page(monkeypatch, home, "governance", region="440000"))
    assert '<p class="section-subtitle">本版说明：更正荔湾招聘会场次</p>' in body


def test_a_long_note_is_cut_at_the_foot(tiny_copy: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    current = published(tiny_copy)
    note = "<b>" + "长" * 60
    with duckdb.connect(str(tiny_copy.builds / f"{current}.duckdb")) as connection:
        connection.execute("delete from build_info where key = 'note'")
        connection.execute("insert into build_info values ('note', $note)", {"note": note})
    record = read_record(tiny_copy, current) | {"note": note}
    (tiny_copy.builds / f"{current}.json").write_text(json.dumps(record), encoding="utf-8")
    body = html(open_page(monkeypatch, tiny_copy, "dictionary"))
    assert f"本版说明：&lt;b&gt;{'长' * 37}…</span>" in body
