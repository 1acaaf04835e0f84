"""Station names are the place's own name, without its committee."""

import numpy as np
import pyarrow as pa
import pytest

from dashboard.demo.station_names import centre_names, extended_names, station_names


@pytest.mark.parametrize(
    ("unit", "station"),
    [
        ("多福巷社区居委会", "多福巷社区退役军人服务站"),
        ("长安路三社区居民委员会", "长安路三社区退役军人服务站"),
        ("亚通居委会（社区）", "亚通社区退役军人服务站"),
        ("柏树园村委会", "柏树园村退役军人服务站"),
        ("西良政村村民委员会", "西良政村退役军人服务站"),
        ("狮子口村民委员会", "狮子口村退役军人服务站"),
        ("岳南村村民委会", "岳南村退役军人服务站"),
        ("磴口村委", "磴口村退役军人服务站"),
        ("东苏嘎查", "东苏嘎查退役军人服务站"),
        ("沙布嘎嘎查村民委员会", "沙布嘎嘎查退役军人服务站"),
        ("四海店林场虚拟生活区", "四海店林场生活区退役军人服务站"),
        ("东华门街道", "东华门街道退役军人服务站"),
        ("中航307社区", "中航307社区退役军人服务站"),
    ],
)
def test_a_unit_gives_its_name(unit: str, station: str) -> None:
    assert station_names(pa.chunked_array([[unit]])).to_pylist() == [station]


def test_a_second_centre_says_so() -> None:
    assert centre_names(["广州市", "黄埔区", "黄埔区"]) == [
        "广州市退役军人服务中心",
        "黄埔区退役军人服务中心",
        "黄埔区第二退役军人服务中心",
    ]


def test_extended_stations_of_a_county_have_different_names() -> None:
    names = extended_names(["番禺"] * 60, np.random.default_rng(0))
    assert len(set(names)) == 60
    assert all(name.startswith("番禺") and name.endswith("退役军人服务站") for name in names)
