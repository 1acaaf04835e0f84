"""A department's settings: what they say, and everything in them that is nothing."""

from pathlib import Path

import pytest

from dashboard.pipeline.department import Department, read_department
from dashboard.pipeline.findings import BuildRefusedError
from dashboard.settings import Home
from tests.pipeline.support import Builder, placement, write_file


def written(folder: Path, text: str) -> Path:
    path = folder / "settings.yml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "zones", "share"),
    [
        ("", {}, 0.5),
        ("zones:\nsettled_share:\n", {}, 0.5),
        ("zones: {}\nsettled_share: 0.8", {}, 0.8),
        ("settled_share: 1", {}, 1),
        ("zones: {370171: 370112}", {"370171": "370112"}, 0.5),
        ('zones: {"370171": "370112"}', {"370171": "370112"}, 0.5),
    ],
)
def test_what_settings_say(tmp_path: Path, text: str, zones: dict[str, str], share: float) -> None:
    assert read_department(written(tmp_path, text)) == Department(zones=zones, settled_share=share)


def test_settings_may_be_absent_and_those_of_the_project_are_sound(tmp_path: Path) -> None:
    assert read_department(tmp_path / "settings.yml") == Department()
    assert read_department(Home.standard().settings) == Department()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("settled_share: 0", ["的 settled_share 写为 0：应为大于 0、不大于 1 的数"]),
        ("settled_share: 1.5", ["的 settled_share 写为 1.5：应为大于 0"]),
        ("settled_share: halb", ["的 settled_share 写为 halb：应为大于 0"]),
        ("settled_share: yes", ["的 settled_share 写为 yes：应为大于 0"]),
        ("settled_share: true", ["的 settled_share 写为 True：应为大于 0"]),
        ("settled_share: .nan", ["的 settled_share 写为 nan：应为大于 0"]),
        ("time_zone: Beijing", ["的 time_zone 写为 Beijing：应为 IANA 时区名称"]),
        ("time_zone: Asia", ["的 time_zone 写为 Asia：应为 IANA 时区名称"]),
        ("time_zone: /etc/passwd", ["的 time_zone 写为 /etc/passwd：应为"]),
        ("time_zone: 8", ["的 time_zone 写为 8：应为"]),
        ("languages: []", ["的 languages 写为 []：应为 zh、en 或二者的列表"]),
        ("languages: en", ["的 languages 写为 en：应为"]),
        ("languages: [zh, zh]", ["的 languages 写为 ['zh', 'zh']：应为"]),
        ("languages: [zh, bo]", ["的 languages 写为 ['zh', 'bo']：应为"]),
        ("coverage_grades: 1", ["的 coverage_grades 写为 1：应写作 {complete: 1, nearly: 0.95}"]),
        ("coverage_grades: {nearly: 0}", ["的 coverage_grades 写为 {'nearly': 0}：应写作"]),
        ("coverage_grades: {complete: 0.8}", ["的 coverage_grades 写为 {'complete': 0.8}：应写作"]),
        ("coverage_grades: {half: 0.5}", ["的 coverage_grades 写为 {'half': 0.5}：应写作"]),
        ("zone: {}", ["写有“zone”，没有这一项（有 own_region、zones、settled_share、name"]),
        ("1: 2", ["写有“1”，没有这一项"]),
        ("zones: [370171]", ["的 zones 写为 [370171]：冒号前应为统计部门的开发区代码"]),
        ("zones: {370171: [370112]}", ["的 zones 写为 {370171: [370112]}：冒号前应为"]),
        ("- zones", ["应逐行写作“项: 值”，而不是 ['zones']"]),
        ("zones: {", ["读不出：第 2 行不是完整的 YAML"]),
        ("title: 甲\nname: 乙\ntitle: 丙", ["第 3 行“title”写了两次（第 1 行已有），请只留一处"]),
        (
            "minimum_denominators: {placement_rate: 5, placement_rate: 50}",
            ["“placement_rate”写了两次"],
        ),
        ("minimum_denominators: {placement_rate: .inf}", ["不小于 0 的数"]),
        ("headline_cards: [placement_rate, placement_rate]", ["至多 12 个不同指标代码"]),
        ('title: "a\\u202eb"', ["应为 1 至 30 个字的标题"]),
        ("title: '  '", ["应为 1 至 30 个字的标题"]),
        ("name: " + "[" * 30 + "]" * 30, ["层次超过 20 层"]),
        (
            "settled_shares: 0.8\nsettled_share: 2\nzones: 3",
            ["写有“settled_shares”", "写为 2", "zones 写为 3：冒号前"],
        ),
    ],
)
def test_what_is_no_setting_is_refused_and_named(
    tmp_path: Path, text: str, said: list[str]
) -> None:
    with pytest.raises(BuildRefusedError) as refused:
        read_department(written(tmp_path, text))
    problems = refused.value.problems
    assert {one.reason for one in problems} == {"bad_settings"}
    assert len(problems) == len(said)
    for words in said:
        assert [one for one in problems if words in one.zh and "settings.yml" in one.en]


def test_a_variable_of_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "time_zone: Asia/Urumqi\nlanguages: [zh]")
    assert read_department(path) == Department(time_zone="Asia/Urumqi", languages=("zh",))
    monkeypatch.setenv("DASHBOARD_TIME_ZONE", "Asia/Shanghai")
    monkeypatch.setenv("DASHBOARD_LANGUAGES", "[en, zh]")
    assert read_department(path) == Department(languages=("en", "zh"))


def test_a_wrong_variable_is_named_and_not_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "settled_share: 0.8")
    monkeypatch.setenv("DASHBOARD_SETTLED_SHARE", "2")
    with pytest.raises(BuildRefusedError) as refused:
        read_department(path)
    (problem,) = refused.value.problems
    assert problem.zh.startswith("DASHBOARD_SETTLED_SHARE 写为 2：应为大于 0、不大于 1 的数")
    assert "settings.yml" not in problem.zh
    monkeypatch.setenv("DASHBOARD_SETTLED_SHARE", "{")
    with pytest.raises(BuildRefusedError, match="DASHBOARD_SETTLED_SHARE 读不出"):
        read_department(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # YAML 1.1 reads an octal number, an hour, a day, a truth.
        ("own_region: 0440000", Department(own_region="0440000")),
        ("contact: 02043210", Department(contact="02043210")),
        ("contact: 12:30", Department(contact="12:30")),
        ("map_review_number: 001", Department(map_review_number="001")),
        ("title: 2026-11-26", Department(title="2026-11-26")),
        ("title: 2026", Department(title="2026")),
        ("name: yes", Department(name="yes")),
        ('title: " 甲\\n乙 "', Department(title="甲 乙")),
        ("\ufeffname: 甲", Department(name="甲")),
    ],
)
def test_a_text_without_quotes_stays_what_was_written(
    tmp_path: Path, text: str, said: Department
) -> None:
    assert read_department(written(tmp_path, text)) == said


def test_a_folder_of_the_name_and_a_link_to_nowhere_are_no_absent_file(tmp_path: Path) -> None:
    (tmp_path / "settings.yml").mkdir()
    with pytest.raises(BuildRefusedError, match="读不到"):
        read_department(tmp_path / "settings.yml")
    (tmp_path / "link.yml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(BuildRefusedError, match="读不到"):
        read_department(tmp_path / "link.yml")


@pytest.mark.parametrize("county", ["440103", "370100", "999999"])
def test_a_zone_counts_in_a_county_of_its_own_city_only(builder: Builder, county: str) -> None:
    # 370171 lies in Jinan, which is 370100 and no county; 440103 is a county of Guangzhou.
    write_file(builder, "placements", [placement()])
    written(builder.home.path, f'zones: {{"370171": "{county}"}}')
    assert builder.problems() == ["bad_settings"]


def test_a_moment_is_told_on_the_department_s_clock() -> None:
    urumqi = Department(time_zone="Asia/Urumqi")
    moment = urumqi.on_its_clock("2026-11-26T01:30:00+08:00")
    assert f"{moment:%Y-%m-%d %H:%M}" == "2026-11-25 23:30"
    assert f"{Department().on_its_clock('2026-11-25T17:30:00+00:00'):%d %H:%M}" == "26 01:30"


def test_settings_in_another_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "settings.yml"
    path.write_bytes("# 设置\nzones: {}".encode("gbk"))
    with pytest.raises(BuildRefusedError, match="UTF-8"):
        read_department(path)


def test_a_build_is_refused_for_its_settings(builder: Builder) -> None:
    write_file(builder, "placements", [placement()])
    written(builder.home.path, "zone: {}")
    assert builder.problems() == ["bad_settings"]
