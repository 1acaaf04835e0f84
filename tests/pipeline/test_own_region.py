"""The department's own region: found in the data, or chosen in the settings."""

import polars as pl
import pytest

from dashboard.database import open_current
from tests.pipeline.support import Builder, placement


def write(builder: Builder, *codes: str) -> None:
    rows = [placement(region_code=code) for code in codes]
    pl.DataFrame(rows).write_parquet(builder.home.exports / "placements.parquet")


@pytest.mark.parametrize(
    ("codes", "own"),
    [
        (["440103", "440104"], "440100"),
        # A county's department says so itself: data may begin with one county.
        (["440103"], "440100"),
        (["441900"], "441900"),
        (["440103", "441900"], "440000"),
        (["500101"], "500000"),
        (["440103", "430302"], "100000"),
    ],
)
def test_it_is_the_lowest_city_or_province_that_holds_all_data(builder, codes, own) -> None:
    write(builder, *codes)
    builder.build(accept=())
    assert open_current(builder.home).info.own_region == own


def test_the_settings_choose_it_and_data_outside_hold_the_build(builder: Builder) -> None:
    write(builder, "440103", "440104")
    builder.home.settings.write_text('own_region: "440103"', encoding="utf-8")
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.region_code) == ("outside_own_region", "440103")
    assert "1 个地区（广东省广州市越秀区）的数据不属于本部门的地区荔湾区" in problem.zh
    builder.build(accept=["outside_own_region"])
    assert open_current(builder.home).info.own_region == "440103"
    builder.home.settings.write_text("own_region: 440000", encoding="utf-8")
    builder.build(accept=())
    assert open_current(builder.home).info.own_region == "440000"


def test_one_row_of_another_province_does_not_make_it_the_nation(builder: Builder) -> None:
    write(builder, "440103", "440104")
    builder.build(accept=())
    write(builder, "440103", "440104", "430302")
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.region_code) == ("own_region_widens", "100000")
    assert "1 个地区（湖南省湘潭市雨湖区）的数据在广州市（440100）以外" in problem.zh
    assert "页面因此将由广州市改为全国（100000）" in problem.zh
    assert problem.zh.endswith("加 --accept own_region_widens 发布。")
    # Who says what is meant is asked nothing; less is no doubt.
    builder.home.settings.write_text('own_region: "100000"', encoding="utf-8")
    builder.build(accept=())
    builder.home.settings.unlink()
    write(builder, "440103", "440104")
    builder.build(accept=["rows_shrink"])
    assert open_current(builder.home).info.own_region == "440100"


def test_what_is_no_region_is_refused(builder: Builder) -> None:
    write(builder, "440103")
    builder.home.settings.write_text("own_region: 广东", encoding="utf-8")
    (problem,) = builder.refusal().problems
    assert problem.reason == "bad_settings"
    assert "own_region 写为 广东" in problem.zh
