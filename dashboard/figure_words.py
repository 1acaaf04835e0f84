"""Words that stand beside a figure: its months, what it is limited to, what its change is of."""

from collections.abc import Sequence
from functools import lru_cache

from dashboard.indicators import CHANGE_DECIMALS, NO_VALUE, catalogue
from dashboard.readings import Absence, Choice, Reading
from dashboard.rounding import digits, round_half_up

# What subcategories are of; no code is of two of them.
_SUBDIMENSIONS = ("stars", "fund", "memorial_kind")


@lru_cache(maxsize=1000)
def choice_words(choice: Choice, language: str = "zh") -> str:
    """The categories and subcategories of a choice by name: 应急救助、中央资金; '' for all."""
    known = catalogue()
    names = {
        dimension: {
            category.code: category.name if language == "zh" else category.name_en
            for category in known.dimensions[dimension]
        }
        for dimension in (choice.dimension, *_SUBDIMENSIONS)
        if dimension
    }
    said = [names[choice.dimension or ""][code] for code in choice.categories]
    for code in choice.subcategories:
        said += [names[one][code] for one in _SUBDIMENSIONS if code in names[one]][:1]
    return ("、" if language == "zh" else ", ").join(said)


def when_words(readings: Sequence[Reading]) -> str:
    """The periods of several readings, each once: 2026年1–10月、截至2026年10月末."""
    return "、".join(dict.fromkeys(reading.when for reading in readings))


def change_basis(reading: Reading) -> str:
    """What the change is made of where it is not of everything reported: 可比口径，全部口径 −6.8%;
    '' where both read alike."""
    if not reading.is_adjusted:
        return ""
    plain = reading.plain_change
    unit = "个百分点" if reading.indicator.unit == "%" else "%"
    sign = "" if plain is None or not round_half_up(plain, CHANGE_DECIMALS) else "+−"[plain < 0]
    said = "无" if plain is None else f"{sign}{digits(abs(plain), CHANGE_DECIMALS)}{unit}"
    return f"可比口径，全部口径 {said}"


def basis_note(readings: Sequence[Reading]) -> str:
    """What the changes of several readings are made of, where any reads otherwise than the plain
    one; else ''."""
    adjusted = sum(reading.is_adjusted for reading in readings)
    if not adjusted:
        return ""
    return f"同比只比两年都报的县区和月份（可比口径），{adjusted:,} 处与全部口径不同"


def no_change_words(reading: Reading) -> str:
    """Why there is no change: the choice makes the figure meaningless, the source knows no past,
    nobody reported both years; or — where the year before is zero."""
    if reading.absence is Absence.NOT_APPLICABLE:
        return str(reading.absence)
    if reading.previous is None:
        return "无往年" if reading.reporting.any else "无可比"
    like = reading.comparable
    before = (
        reading.previous.value
        if like is None
        else reading.indicator.value(like.previous_numerator, like.previous_denominator)
    )
    return NO_VALUE if before == 0 and reading.value is not None else "无可比"
