"""A small tree with every shape that a real one has, and two builds."""

import pytest

from dashboard.regions import Level, Region, RegionTree
from tests.exports.support import Build


def region(code: str, name: str, level: Level, parent: str | None, leaf: bool = False) -> Region:
    return Region(
        code=code,
        name=name,
        short_name=name.rstrip("省市区"),
        level=level,
        parent=parent,
        city=None,
        province=None,
        is_leaf=leaf,
        kind="",
        order=int(code),
        pinyin="",
        initials="",
        reports=True,
    )


@pytest.fixture(scope="session")
def tree() -> RegionTree:
    return RegionTree.from_regions(
        [
            region("100000", "全国", Level.NATION, None),
            region("310000", "上海市", Level.PROVINCE, "100000"),
            region("310101", "黄浦区", Level.COUNTY, "310000", leaf=True),
            region("420000", "湖北省", Level.PROVINCE, "100000"),
            region("429004", "仙桃市", Level.COUNTY, "420000", leaf=True),
            region("440000", "广东省", Level.PROVINCE, "100000"),
            region("440100", "广州市", Level.CITY, "440000"),
            region("440104", "越秀区", Level.COUNTY, "440100", leaf=True),
            region("441900", "东莞市", Level.CITY, "440000", leaf=True),
        ]
    )


@pytest.fixture(scope="session")
def demonstration() -> Build:
    return Build("20261122T070000-abc123", True)


@pytest.fixture(scope="session")
def reported() -> Build:
    return Build("20261122T080000-def456", False)
