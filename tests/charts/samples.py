"""Hand-made regions, indicators and observations, and the check that Plotly accepts a figure."""

from typing import Any

import plotly.graph_objects as go

from dashboard.charts.frame import Figure
from dashboard.indicators import Indicator
from dashboard.observations import Observation, Reporting
from dashboard.periods import Period
from dashboard.regions import Level, Region

PERIOD = Period(2026, 1, 10, complete=False)
EVIL = '<b>粗</b><a href="https://evil.example/">链</a>%{customdata[0]}<extra>外</extra>&lt;'


def make_indicator(**changes: Any) -> Indicator:
    fields: dict[str, Any] = {
        "code": "placement_rate",
        "name": "安置任务完成率",
        "name_en": "Placement rate",
        "short_name": "安置完成率",
        "definition": "已安置 ÷ 应安置",
        "definition_en": "placed ÷ due",
        "numerator": ("placements_placed",),
        "denominator": ("placements_due",),
        "mart": "placements",
        "system": "placement",
        "unit": "%",
        "decimals": 1,
        "polarity": "higher",
        "source": "移交安置月报",
    }
    return Indicator(**(fields | changes))


RATE = make_indicator()
LOWER = make_indicator(polarity="lower")
COVERAGE = make_indicator(ceiling=100)
AMOUNT = make_indicator(
    code="relief_spent",
    name="帮扶支出",
    short_name="帮扶支出",
    numerator=("relief_spent",),
    denominator=None,
    mart="relief",
    system="relief",
    unit="元",
    decimals=2,
    polarity="neutral",
)


def make_region(code: str, name: str | None = None, **changes: Any) -> Region:
    fields: dict[str, Any] = {
        "code": code,
        "name": name or f"第{code[-4:]}市",
        "short_name": name or f"第{code[-4:]}",
        "level": Level.CITY,
        "parent": "440000",
        "city": code,
        "province": "440000",
        "is_leaf": False,
        "kind": "city",
        "order": int(code),
        "pinyin": "",
        "initials": "",
        "reports": True,
        "bounds": (110.0, 20.0, 112.0, 22.0),
        "label_point": (111.0, 21.0),
    }
    return Region(**(fields | changes))


PROVINCE = make_region(
    "440000", "广东省", level=Level.PROVINCE, parent="100000", city=None, bounds=(110, 20, 114, 24)
)
NATION = make_region(
    "100000", "全国", level=Level.NATION, parent=None, city=None, province=None, bounds=None
)


def make_observation(
    region: Region,
    numerator: float | None,
    denominator: float | None = 1000,
    *,
    before: float | None = None,
    indicator: Indicator = RATE,
    period: Period = PERIOD,
    reported: int = 1,
) -> Observation:
    """An observation, with an earlier one over the same denominator where ``before`` is given."""
    if indicator.denominator is None:
        denominator = None
    who = Reporting(all=reported, none=1 - reported, months=reported, months_expected=1)
    previous = None
    if before is not None:
        previous = Observation(indicator, region, period.previous(), before, denominator, who)
    return Observation(indicator, region, period, numerator, denominator, who, previous)


def checked(figure: Figure) -> go.Figure:
    """The figure made again by Plotly with all its checks, from what is served."""
    return go.Figure(figure.to_dict())
