"""Files of data/ and variables that are not right: one sentence, never a traceback."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.regions import RegionTree
from dashboard.settings import REFERENCE, ROOT
from dashboard.setup_error import SetupError
from dashboard.yaml_files import parse_yaml, read_yaml


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("010100", "010100"),
        ("yes", "yes"),
        ("1:40", "1:40"),
        ("2026-11-26", "2026-11-26"),
        ("440100", 440100),
        ("-0.5", -0.5),
        ("1e3", 1000.0),
        ("true", True),
        ("~", None),
        ("", None),
        ("a: &x {b: 1}\nc: {<<: *x, d: 2}", {"a": {"b": 1}, "c": {"b": 1, "d": 2}}),
    ],
)
def test_yaml_is_read_by_the_core_schema(text: str, said: object) -> None:
    assert parse_yaml(text) == said
    assert type(parse_yaml(text)) is type(said)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("a: 1\nb: 2\na: 3", "第 3 行“a”写了两次（第 1 行已有）", "line 3: a stands twice"),
        ("a:\n  b: 1\n  b: 1", "第 3 行“b”写了两次（第 2 行已有）", "line 3: b stands twice"),
        ("a:\n\t- b", "第 2 行不是完整的 YAML", "line 2: it is no YAML"),
        ("[1]: 2", "第 1 行项名应为文字", "line 1: a key must be a text"),
    ],
)
def test_what_is_wrong_in_yaml_is_told_with_its_line(text: str, zh: str, en: str) -> None:
    with pytest.raises(SetupError) as wrong:
        parse_yaml(text)
    assert zh in wrong.value.zh
    assert en in wrong.value.en


def test_a_file_in_gbk_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    path.write_bytes(b"a: 1\n" + "b: 甲".encode("gbk"))
    with pytest.raises(SetupError) as wrong:
        read_yaml(path)
    assert wrong.value.zh.startswith("rules.yml：第 2 行不是 UTF-8 编码（可能是 GBK）")
    assert wrong.value.en.startswith("rules.yml: line 2 is not in UTF-8")


REFERENCE_TABLES = ("regions.csv", "region_changes.csv", "zones.csv", "founded.csv")


def _reference(folder: Path, name: str, change: Callable[[str], str]) -> Path:
    for file in REFERENCE_TABLES:
        text = (REFERENCE / file).read_text(encoding="utf-8")
        (folder / file).write_text(change(text) if file == name else text, encoding="utf-8")
    return folder / "regions.csv"


@pytest.mark.parametrize("name", REFERENCE_TABLES)
def test_reference_tables_may_have_been_saved_by_a_spreadsheet(tmp_path: Path, name: str) -> None:
    saved = _reference(tmp_path, name, lambda text: "\ufeff" + text.replace("\n", "\r\n"))
    mine, tree = RegionTree.load(saved), RegionTree.load()
    assert list(mine) == list(tree)
    assert (mine.changes, mine.zones) == (tree.changes, tree.zones)
    assert mine.founded == tree.founded


WRONG_TABLES: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a year in words": (
        "region_changes.csv",
        lambda text: text.replace("武清区,2000", "武清区,二〇〇〇", 1),
        "region_changes.csv 第 2 行的 year 写为“二〇〇〇”：须为四位年份",
    ),
    "a kind that is none": (
        "region_changes.csv",
        lambda text: text.replace(",recode,", ",改码,", 1),
        "第 2 行的 kind 写为“改码”",
    ),
    "a code that lost its zeros": (
        "region_changes.csv",
        lambda text: text.replace("120222", "1202.22", 1),
        "第 2 行的 old_code 写为“1202.22”：须为六位代码或留空",
    ),
    "a code that became nothing": (
        "region_changes.csv",
        lambda text: text.replace(",120114,", ",,", 1),
        "第 2 行的 new_code 写为“”：须写改为、并入或分到的代码",
    ),
    "a code that became itself": (
        "region_changes.csv",
        lambda text: text.replace(",120114,", ",120222,", 1),
        "第 2 行的 new_code 写为“120222”：与 old_code 相同",
    ),
    "a first year in words": (
        "founded.csv",
        lambda text: text.replace("两江新区,2025", "两江新区,今年", 1),
        "的 year 写为“今年”：须为四位年份",
    ),
    "half a file": (
        "regions.csv",
        lambda text: text[: len(text) // 2],
        "regions.csv 第 ",
    ),
    "a region twice": (
        "regions.csv",
        lambda text: text + text.splitlines()[-1] + "\n",
        "这个代码上面已有一行",
    ),
    "a parent that is none": (
        "regions.csv",
        lambda text: text.replace(",province,100000,", ",province,100001,", 1),
        "regions.csv 第 3 行的 parent 写为“100001”：须是表中的代码",
    ),
    "a column gone": (
        "zones.csv",
        lambda text: text.replace("zone_code", "code"),
        "zones.csv 第 1 行：缺少列 zone_code",
    ),
}


@pytest.mark.parametrize("what", WRONG_TABLES)
def test_what_is_wrong_in_a_reference_table_is_named(tmp_path: Path, what: str) -> None:
    name, change, said = WRONG_TABLES[what]
    with pytest.raises(SetupError) as wrong:
        RegionTree.load(_reference(tmp_path, name, change))
    assert said in wrong.value.zh


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program whose files in data/ may be spoilt."""
    folder = tmp_path_factory.mktemp("installation")
    for name in ("dashboard", "queries", ".streamlit"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(
        ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("exports", "builds")
    )
    return folder


def _run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


SPOILT = {
    "data/rules.yml": ("severity: red", "severity: 红", "写为 红，须为"),
    "data/systems/placement.yml": ("name_en:", "name_eng:", "name_en 没有写"),
    "data/contracts/tasks.yml": ("name: tasks", "name: tasks\nname: aufgaben", "“name”写了两次"),
    "data/reasons.yml": ("grade: refused", "grade: refuse", "grade 写为 refuse，须为"),
    "data/reference/region_changes.csv": ("old_code", "code", "缺少列 old_code"),
}


@pytest.mark.parametrize(
    ("command", "file"),
    [
        *(("build", file) for file in SPOILT),
        # Only a build reads its reasons.
        *(("serve", file) for file in SPOILT if file != "data/reasons.yml"),
    ],
)
def test_a_spoilt_file_is_one_sentence_and_status_3(
    installation: Path, tmp_path: Path, file: str, command: str
) -> None:
    right, wrong, said = SPOILT[file]
    path = installation / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    (tmp_path / "exports").mkdir()
    shutil.copy(REFERENCE / "units.parquet", tmp_path / "exports" / "units.parquet")
    try:
        ended = _run(installation, command, DASHBOARD_HOME=str(tmp_path))
    finally:
        path.write_text(text, encoding="utf-8")
    assert ended.returncode == 3
    assert said in ended.stderr
    assert path.name in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("threads", ["abc", "0", "-1", "1.5", "９", "99999999999"])
def test_a_number_of_threads_that_is_none_is_named(installation: Path, threads: str) -> None:
    ended = _run(installation, "builds", DASHBOARD_THREADS=threads)
    assert ended.returncode == 3
    assert f"环境变量 DASHBOARD_THREADS 写为“{threads}”，应为 1 至 999 的整数" in ended.stderr
    assert "Traceback" not in ended.stderr
