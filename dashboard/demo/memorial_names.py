"""Names of memorial sites: the county's, the city's or a town's, and what stands there."""

import numpy as np
import pyarrow as pa

from dashboard.demo.territory import Territory

# By kind, in the order of memorials.KINDS; the first is for sites named after the county.
_OF_COUNTY = (
    ("烈士陵园", "革命烈士陵园", "烈士公墓"),
    ("革命烈士纪念馆", "革命历史纪念馆", "烈士纪念堂"),
    ("革命烈士纪念碑", "解放纪念碑", "人民英雄纪念碑"),
    ("革命烈士纪念塔", "烈士祠", "英雄塔"),
    ("革命烈士塑像", "红军战士雕像", "英雄群雕"),
    ("烈士骨灰堂",),
    ("烈士墓", "无名烈士墓", "红军烈士墓"),
)
_OF_TOWN = (
    ("烈士陵园", "革命烈士陵园"),
    ("革命烈士事迹陈列馆", "烈士纪念馆"),
    ("革命烈士纪念碑", "烈士纪念碑", "战斗纪念亭"),
    ("烈士纪念塔", "烈士祠"),
    ("烈士塑像", "英雄雕像"),
    ("烈士骨灰堂",),
    ("烈士墓", "革命烈士墓", "红军烈士墓", "无名烈士墓"),
)
_ORDINALS = ("", "（二）", "（三）", "（四）", "（五）", "（六）", "（七）", "（八）")


def site_names(
    territory: Territory,
    place: np.ndarray,
    protection: np.ndarray,
    kind: np.ndarray,
    draw: np.random.Generator,
) -> list[str]:
    """One name a site, no two the same in a county: those of rated sites first the county's own."""
    towns = _towns(territory)
    picks = draw.random((len(place), 2))
    taken: dict[str, int] = {}
    names = []
    for site in range(len(place)):
        leaf = int(place[site])
        region = territory.places[leaf].name
        local = towns[leaf] if protection[site] == 4 or picks[site, 0] > 0.45 else []
        if local:
            region += local[int(picks[site, 0] * 997) % len(local)]
        choices = (_OF_TOWN if local else _OF_COUNTY)[kind[site]]
        name = region + choices[int(picks[site, 1] * len(choices))]
        number = taken[name] = taken.get(name, 0) + 1
        names.append(name + (_ORDINALS[number - 1] if number <= 8 else f"（{number}）"))
    return names


def _towns(territory: Territory) -> list[list[str]]:
    """Names of the towns of each place."""
    towns: list[list[str]] = [[] for _ in territory.places]
    town = territory.is_town
    names = territory.units["name"].filter(pa.array(town)).to_pylist()
    for leaf, name in zip(territory.unit_place[town], names, strict=True):
        towns[leaf].append(name)
    return towns
