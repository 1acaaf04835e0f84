"""Words that stand beside a figure: its months, what it is limited to, what it is divided by, what
its change is of, whether it is a demonstration."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from dashboard.indicators import CHANGE_DECIMALS, NO_VALUE, Indicator
from dashboard.observations import Absence, CategoryFilter, Observation, absence_text
from dashboard.periods import Period
from dashboard.region_words import whole_word
from dashboard.rounding import digits, round_half_up
from dashboard.systems import catalogue

ZERO_DENOMINATOR = "分母为零"
NATURES = {
    ("zh", True): "演示数据",
    ("zh", False): "报送数据",
    ("en", True): "demonstration data",
    ("en", False): "reported data",
}
DEMONSTRATION = {
    "zh": "演示数据：由程序生成，并非真实统计",
    "en": "demonstration data: made by a program, no real statistics",
}
_AND = {"zh": "、", "en": ", "}


@lru_cache(maxsize=1000)
def filter_pairs(limits: CategoryFilter, language: str = "zh") -> tuple[tuple[str, str], ...]:
    """What a filter leaves: each dimension with the names of its categories. Dimensions stand in
    the catalogue's order, and so do the categories of each."""
    found = []
    for dimension, described in catalogue().dimensions.items():
        if dimension in limits:
            chosen = [one for one in described.categories if one.code in limits[dimension]]
            names = (one.name if language == "zh" else one.name_en for one in chosen)
            found.append((dimension, _AND[language].join(names)))
    return tuple(found)


def filter_words(limits: CategoryFilter, language: str = "zh") -> str:
    """What a filter leaves, by name: 应急救助、中央资金; '' for everything."""
    return _AND[language].join(said for _, said in filter_pairs(limits, language))


def sum_names(indicator: Indicator, language: str = "zh") -> tuple[str, str]:
    """What the numerator and the denominator are, in the measures' own names; '' for a denominator
    that there is not."""
    known = catalogue().measures

    def named(codes: Sequence[str] | None) -> str:
        measures = [known[code] for code in codes or ()]
        return _AND[language].join(m.name if language == "zh" else m.name_en for m in measures)

    return named(indicator.numerator), named(indicator.denominator)


def span_words(periods: Sequence[Period]) -> str:
    """Several periods as one span: 2026年1–10月; of several years 2021–2026年1–10月 where their
    months are the same, else 2021年1月–2026年10月."""
    first, last = min(periods), max(periods, key=lambda period: period.last)
    if first.year == last.year:
        months = [period.first_month for period in periods]
        return Period(last.year, min(months), last.last_month, first.complete).label
    if len({(period.first_month, period.last_month) for period in periods}) == 1:
        label = "" if first.short_label == "全年" else first.short_label
        return f"{first.year}–{last.year}年{label}"
    return f"{first.year}年{first.first_month}月–{last.year}年{last.last_month}月"


def when_words(observations: Sequence[Observation]) -> str:
    """The periods of several observations, each once, with those that most have yet to report
    marked: 2026年1–10月、截至2026年12月末（未齐）."""
    return "、".join(
        dict.fromkeys(
            observation.when + ("" if observation.settled else "（未齐）")
            for observation in observations
        )
    )


def absence_words(reason: str) -> str:
    """A reason of absence_text in a sentence or a legend, where — says nothing: 分母为零."""
    return ZERO_DENOMINATOR if reason == NO_VALUE else reason


def nothing_words(observations: Sequence[Observation]) -> str:
    """Why none of some observations has a value, as the sentence in place of their figure."""
    why = dict.fromkeys(
        absence_words(absence_text(one)) for one in observations if one.value is None
    )
    return f"这一时段{'、'.join(why) or Absence.NO_DATA}。"


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
    # On the divisions of its year a figure has no change where the ground differs, and says why.
    adjusted = sum(
        one.is_adjusted for one in observations if one.change is not None or not one.as_reported
    )
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


_UNCOUNTED = {
    "monthly": ("缺报月份未计入", "months not reported are not counted"),
    "quarterly": ("缺报季度未计入", "quarters not reported are not counted"),
    "yearly": ("缺报年份未计入", "years not reported are not counted"),
}
_UNCOUNTED_STOCK = ("未报县区未计入", "counties that did not report are not counted")
# Reports of a frequency: after a count, after 最近一 and 缺, and in English.
_REPORTS = {
    "monthly": ("个月", "月", "months"),
    "quarterly": ("个季度", "季", "quarters"),
    "yearly": ("年", "年", "years"),
}


def counted_reports(count: int, indicator: Indicator) -> tuple[str, str]:
    """A number of reports of an indicator, in Chinese and in English: 2 个月, 2 个季度."""
    zh, _, en = _REPORTS[indicator.reported]
    return f"{count:,} {zh}", f"{count:,} {en}"


def last_report(indicator: Indicator) -> tuple[str, str]:
    """The time of an indicator's last report, in Chinese and in English: 最近一月, 最近一季."""
    _, zh, en = _REPORTS[indicator.reported]
    return f"最近一{zh}", f"the last of these {en}"


def late_words(observation: Observation) -> list[str]:
    """How many leaf regions lack some reports and how many all of them: 9 县区缺月, 4 县区未报.
    Empty where every region reported everything."""
    who, (_, zh, _) = observation.reporting, _REPORTS[observation.indicator.reported]
    some = [f"{who.some:,} 县区缺{zh}"] if who.some else []
    return [*some, f"{who.none:,} 县区未报"] if who.none else some


def uncounted_words(observation: Observation) -> tuple[str, str]:
    """That missing reports are not counted, in Chinese and in English; '' where the coverage is not
    partial."""
    return missing_words(observation) if observation.is_partial else ("", "")


def missing_words(observation: Observation) -> tuple[str, str]:
    """That missing reports are not counted, in Chinese and in English."""
    return _UNCOUNTED_STOCK if observation.is_stock else _UNCOUNTED[observation.indicator.reported]


def as_total(observation: Observation) -> Observation:
    """A region's own observation as the row that closes a table of its children: 全省合计.

    Of a rate it is the region's rate, which is no sum of rates.
    """
    word = f"{whole_word(observation.region)}合计"
    return replace(observation, region=replace(observation.region, name=word, short_name=word))
