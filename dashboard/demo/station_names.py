"""Names of stations from the names of the units they serve."""

# pyarrow makes its compute functions when it is imported; no checker sees them.
# pyright: reportAttributeAccessIssue=false

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

STATION, CENTRE = "退役军人服务站", "退役军人服务中心"
# What a village committee's or a residents' committee's name loses to be the place's own.
_TRIMMED = (
    (r"[（(].*$", ""),
    (r"嘎查(?:嘎查)?(?:村民委员会|村委会|委员会)$", "嘎查"),
    (r"村?(?:村民委员?会+|村委会+|村委)$", "村"),
    (r"(?:社区)?(?:居民委员会|居委会)会?(?:社区)?$", "社区"),
    (r"委员会$", ""),
    (r"虚拟(生活区|社区|村)$", r"\1"),
)
_EXTENDED = (
    "职业技术学院",
    "高级技工学校",
    "理工学院",
    "高新技术产业园",
    "经济开发区企业服务中心",
    "建设工程集团",
    "城市公交集团",
    "物流产业园",
    "商会大厦",
    "人力资源产业园",
    "装备制造集团",
    "安保服务集团",
    "农业龙头企业联盟",
    "创业孵化园",
)


def station_names(units: pa.ChunkedArray) -> pa.ChunkedArray:
    """“X村村民委员会” and “X社区居委会” become “X村退役军人服务站” and “X社区退役军人服务站”."""
    names = units
    for pattern, replacement in _TRIMMED:
        names = pc.replace_substring_regex(names, pattern=pattern, replacement=replacement)
    return pc.binary_join_element_wise(names, STATION, "")


def centre_names(regions: list[str]) -> list[str]:
    """“X市” becomes “X市退役军人服务中心”; a second centre of a county says that it is one."""
    seen: set[str] = set()
    names = []
    for region in regions:
        names.append(f"{region}{'第二' if region in seen else ''}{CENTRE}")
        seen.add(region)
    return names


def extended_names(regions: list[str], draw: np.random.Generator) -> list[str]:
    """A station in a university, a firm or a park of each region, numbered where there are many."""
    numbers: dict[tuple[str, int], int] = {}
    names = []
    for region in regions:
        chosen = int(draw.integers(len(_EXTENDED)))
        number = numbers[region, chosen] = numbers.get((region, chosen), 0) + 1
        ordinal = f"第{'一二三四五六七八九十'[number - 1]}" if 1 < number <= 10 else ""
        names.append(f"{region}{_EXTENDED[chosen]}{ordinal}{STATION}")
    return names
