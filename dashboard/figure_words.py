"""Words that stand beside a figure: its months, what it is limited to, what its change is of."""

from collections.abc import Sequence
from functools import lru_cache

from dashboard.indicators import CHANGE_DECIMALS, NO_VALUE
from dashboard.observations import Absence, CategoryFilter, Observation
from dashboard.rounding import digits, round_half_up
from dashboard.systems import catalogue


@lru_cache(maxsize=1000)
def filter_words(limits: CategoryFilter, language: str = "zh") -> str:
    """What a filter leaves, by name: 应急救助、中央资金; '' for everything. Dimensions stand in the
    catalogue's order, and so do the categories of each."""
    said = [
        category.name if language == "zh" else category.name_en
        for dimension, categories in catalogue().dimensions.items()
        if dimension in limits
        for category in categories
        if category.code in limits[dimension]
    ]
    return ("、" if language == "zh" else ", ").join(said)


def when_words(observations: Sequence[Observation]) -> str:
    """The periods of several observations, each once: 2026年1–10月、截至2026年10月末."""
    return "、".join(dict.fromkeys(observation.when for observation in observations))


def change_basis(observation: Observation) -> str:
    """What the change is made of where it is not of everything reported: 可比口径，全部口径 −6.8%;
    '' where both read alike."""
    if not observation.is_adjusted:
        return ""
    plain = observation.plain_change
    unit = observation.indicator.change_unit
    sign = "" if plain is None or not round_half_up(plain, CHANGE_DECIMALS) else "+−"[plain < 0]
    said = "无" if plain is None else f"{sign}{digits(abs(plain), CHANGE_DECIMALS)}{unit}"
    return f"可比口径，全部口径 {said}"


def basis_note(observations: Sequence[Observation]) -> str:
    """What the changes of several observations are made of, where any reads otherwise than the
    plain one; else ''."""
    adjusted = sum(observation.is_adjusted for observation in observations)
    if not adjusted:
        return ""
    return f"同比只比两年都报的县区和月份（可比口径），{adjusted:,} 处与全部口径不同"


def no_change_words(observation: Observation) -> str:
    """Why there is no change: the figure does not apply under the filter, the source has no
    history, or no region reported in both years. — where the value of the year before is zero."""
    if observation.absence is Absence.NOT_APPLICABLE:
        return str(observation.absence)
    if observation.previous is None:
        return "无往年" if observation.reporting.any else "无可比"
    like = observation.comparable
    before = (
        observation.previous.value
        if like is None
        else observation.indicator.value(like.previous_numerator, like.previous_denominator)
    )
    return NO_VALUE if before == 0 and observation.value is not None else "无可比"
