import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exports.file_names import file_name


def test_it_says_region_title_period_and_demonstration() -> None:
    assert file_name("广东省", "安置任务完成率", "2026年1–10月", True, "csv") == (
        "广东省_安置任务完成率_2026年1–10月_演示数据.csv"
    )
    assert file_name("广东省", "安置任务完成率", "2026年1–10月", False, "xlsx") == (
        "广东省_安置任务完成率_2026年1–10月.xlsx"
    )


def test_the_region_stands_once() -> None:
    name = file_name("广东省", "广东省各市一览", "2026年", False, "csv")
    assert name == "广东省_各市一览_2026年.csv"
    assert file_name("广东省", "广东省", "2026年", False, "csv") == "广东省_广东省_2026年.csv"


@pytest.mark.parametrize(
    ("title", "inside"),
    [("应聘意向/岗位", "应聘意向-岗位"), ('a<b>:"c|d?*\\', "a-b---c-d---"), ("尾. ", "尾")],
)
def test_what_windows_forbids_is_replaced(title: str, inside: str) -> None:
    assert file_name("广东省", title, "2025年", False, "csv") == f"广东省_{inside}_2025年.csv"


@given(st.text(max_size=300), st.text(max_size=400), st.booleans())
def test_every_name_is_one_that_windows_takes(region: str, title: str, demonstration: bool) -> None:
    name = file_name(region[:60], title, "2026年", demonstration, "csv")
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert name.endswith(("_演示数据.csv", "2026年.csv"))
    assert name == name.strip(" .")
    assert len(name.encode()) <= 255
