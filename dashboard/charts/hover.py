"""Hover texts of regions and months: the full number and what it is made of.

The words that all points share are in one template; each point carries only its numbers. (A whole
sentence for each point would triple the size of what is sent to the browser.)
"""

from dashboard.charts.text import cut, inert, signed
from dashboard.figure_words import change_basis, no_change_words
from dashboard.indicators import (
    CHANGE_DECIMALS,
    LEVEL,
    NO_VALUE,
    Indicator,
    format_count,
    format_value,
)
from dashboard.narrative import coverage_words
from dashboard.observations import Observation, absence_text
from dashboard.ranking import Ranked
from dashboard.rounding import round_half_up
from dashboard.standing_words import beside_standing
from dashboard.systems import catalogue
from dashboard.targets import target_words

_WIDEST = 240


def name(text: str) -> str:
    """A name at the top of a hover text, cut: Plotly hides a hover text that is too wide."""
    return inert(cut(text, _WIDEST))


def facts(
    observation: Observation, placed: Ranked | None = None, *, goals: bool = False
) -> list[str]:
    """A point's ``customdata``, in the order that :func:`template` uses.

    Code, value, numerator, denominator, change, the value of the year before, who reported, and
    the rank if ``placed`` is given; at last the target and how it stands, if ``goals``.
    """
    rate = observation.indicator.is_rate
    found = [
        observation.region.code,
        inert(value_text(observation)),
        number_text(observation.numerator) if rate else "",
        number_text(observation.denominator) if rate else "",
        comparison(observation),
        inert(earlier_text(observation)),
        coverage_words(observation),
    ]
    if placed is not None:
        found.append(rank_text(placed))
    if goals:
        found.append(goal_text(observation))
    return found


def brief_facts(observation: Observation) -> list[str]:
    """Only code and value, for a map of thousands of regions."""
    return [observation.region.code, inert(value_text(observation))]


def template(
    indicator: Indicator, *, ranked: bool = False, brief: bool = False, goals: bool = False
) -> str:
    """The ``hovertemplate`` of points whose ``text`` is a name and ``customdata`` are facts."""
    lines = ["<b>%{text}</b>", f"{inert(indicator.name)} <b>%{{customdata[1]}}</b>"]
    if brief:
        return "<br>".join(lines) + "<extra></extra>"
    if indicator.denominator is not None:
        above, below = sum_name(indicator.numerator), sum_name(indicator.denominator)
        lines += [
            f"{inert(above[0])} %{{customdata[2]}} {inert(above[1])}",
            f"{inert(below[0])} %{{customdata[3]}} {inert(below[1])}",
        ]
    lines += [
        "同比 %{customdata[4]}，去年同期 %{customdata[5]}",
        "上报 %{customdata[6]}",
    ]
    if ranked:
        lines.append("排名 %{customdata[7]}")
    if goals:
        lines.append(f"目标 %{{customdata[{7 + ranked}]}}")
    return "<br>".join(lines) + "<extra></extra>"


def value_text(observation: Observation) -> str:
    """The full value, or why there is none."""
    value = observation.value
    if value is not None:
        return format_value(value, observation.indicator, full=True)
    return absence_text(observation)


def in_full(observation: Observation) -> str:
    """The full value with numerator and denominator of a rate (107.9% = 394 ÷ 365), and the change
    if it differs from the plain one; or why there is no value."""
    said = value_text(observation)
    if observation.value is None:
        return said
    if observation.indicator.is_rate:
        said += f" = {number_text(observation.numerator)} ÷ {number_text(observation.denominator)}"
    if change_basis(observation):
        said += f"；同比 {comparison(observation)}"
    return said


def number_text(number: float | None) -> str:
    """A full sum without its unit."""
    return format_count(number, "")


def change_number(change: float | None, indicator: Indicator) -> str:
    """+1.2 for percentage points, +8.2% otherwise; 持平 for no change, — if there is no change to
    tell."""
    if change is None:
        return NO_VALUE
    if not round_half_up(change, CHANGE_DECIMALS):
        return LEVEL
    return signed(change) + ("" if indicator.is_percentage else "%")


def changed(change: float | None, indicator: Indicator) -> str:
    """``change_number`` with its unit: +1.2 个百分点, +8.2%, 持平, —."""
    said = change_number(change, indicator)
    return said if indicator.unit != "%" or said in (LEVEL, NO_VALUE) else f"{said} 个百分点"


def comparison(observation: Observation) -> str:
    """The change with its unit and, where it is like for like and reads otherwise, the plain one:
    +8.2%（可比口径，全部口径 −6.8%）; why there is none where there is none."""
    if observation.change is None:
        said = no_change_words(observation)
    else:
        said = changed(observation.change, observation.indicator)
    basis = change_basis(observation)
    return f"{said}（{basis}）" if basis else said


def earlier_text(observation: Observation | None) -> str:
    """The value of the same months a year before, or why there is none."""
    earlier = observation.previous if observation else None
    if earlier is None:
        return "无往年"
    if earlier.value is None:
        return absence_text(earlier)
    return format_value(earlier.value, earlier.indicator)


def change_text(observation: Observation) -> str:
    """+1.2 个百分点，去年同期 95.1%; or why there is no change."""
    if observation.change is None:
        return no_change_words(observation)
    return f"{comparison(observation)}，去年同期 {earlier_text(observation)}"


def rank_text(placed: Ranked) -> str:
    """第 3, 并列第 3, or 不参加排名."""
    if placed.rank is None:
        return "不参加排名"
    return f"{'并列' if placed.tied else ''}第 {placed.rank}"


def goal_text(observation: Observation) -> str:
    """95.0%（沿用上级目标）, and on a second line how it stands; 无 without a target."""
    goal = observation.goal
    if goal is None:
        return "无"
    stands = (goal.standing, beside_standing(observation))
    said = [target_words(goal, observation.indicator), "，".join(part for part in stands if part)]
    return "<br>".join(inert(line) for line in said if line)


def sum_name(measures: tuple[str, ...]) -> tuple[str, str]:
    """The names of the measures in a numerator or denominator, and their unit."""
    known = catalogue().measures
    found = [known[code] for code in measures if code in known]
    return "＋".join(measure.name for measure in found), found[0].unit if found else ""
