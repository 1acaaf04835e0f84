"""What needs attention: who did not report, is behind the year's pace, fell; what is left out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from dashboard.attention import Concern, Earlier, alerts, concerns, nothing_earlier
from dashboard.observations import MonthlyChange, Observation, Reporting
from dashboard.periods import Period
from dashboard.regions import RegionTree
from dashboard.rules import Rules, load_rules
from dashboard.systems import catalogue

TREE = RegionTree.load()
INDICATORS = catalogue().indicators
RATE, EXECUTION = INDICATORS["placement_rate"], INDICATORS["budget_execution"]
SPENT = INDICATORS["relief_spent"]
OVERDUE, MODELS = INDICATORS["tasks_overdue_rate"], INDICATORS["national_models"]
RULES = load_rules()
# Rules that hold at once, whatever the months before.
AT_ONCE = Rules(
    **{
        **RULES.model_dump(),
        "rules": {code: {**rule.model_dump(), "lasts": 1} for code, rule in RULES.rules.items()},
    }
)
TO_JUNE = Period(2025, 1, 6, complete=False)
EVERYBODY = Reporting(all=3, months=18, months_expected=18)
GUANGZHOU, SHAOGUAN, SHENZHEN, ZHUHAI, SHANTOU = "440100", "440200", "440300", "440400", "440500"


def observation(
    code: str,
    now: float | None,
    before: float | None = None,
    indicator=RATE,
    who: Reporting = EVERYBODY,
    of: float = 100_000,
) -> Observation:
    """``now`` and ``before`` in percent of a large denominator, or amounts."""

    def one(value: float | None, period: Period, previous: Observation | None) -> Observation:
        below = (of if value is not None else None) if indicator.is_rate else None
        above = value if below is None or value is None else value * of / 100
        return Observation(indicator, TREE[code], period, above, below, who, previous)

    return one(now, TO_JUNE, one(before, TO_JUNE.previous(), None))


def found(
    observations: Sequence[Observation],
    rules: Rules = AT_ONCE,
    earlier: Earlier = nothing_earlier,
) -> list[Concern]:
    """The lines of the overview for observations that stand by indicator."""
    every = []
    for _, group in groupby(observations, lambda one: one.indicator.code):
        several = list(group)
        every += alerts(several, {one.region.code for one in several}, rules, earlier)
    return concerns(every, rules)


def said(lines: Sequence[Concern]) -> list[tuple[str, str]]:
    return [(one.observation.region.code, one.why) for one in lines]


def test_behind_the_pace_of_the_year_from_five_points_on() -> None:
    # Half of the year has passed: 50 %.
    lines = found(
        [
            observation(GUANGZHOU, 45.0, indicator=EXECUTION),
            observation(SHAOGUAN, 45.1, indicator=EXECUTION),
            observation(SHENZHEN, 30.0, indicator=EXECUTION),
        ]
    )
    assert said(lines) == [
        (SHENZHEN, "慢于时间进度（50.0%）20.0 个百分点"),
        (GUANGZHOU, "慢于时间进度（50.0%）5.0 个百分点"),
    ]
    assert [one.worst.rule.severity for one in lines] == ["red", "orange"]
    assert lines[0].worst.en == "20.0 points behind the year's pace (50.0%)"


def test_a_fall_counts_from_twice_the_usual_change() -> None:
    usual = [observation(code, 91, 90) for code in (SHAOGUAN, SHENZHEN, ZHUHAI)]
    assert said(found([*usual, observation(GUANGZHOU, 88.1, 90)])) == []
    (fallen,) = found([*usual, observation(GUANGZHOU, 88, 90)])
    assert fallen.why == "同比降 2.0 个百分点"
    assert fallen.worst.en == "down 2.0 points on last year"
    assert fallen.worst.rule.code == "fell"
    (far,) = found([*usual, observation(GUANGZHOU, 86, 90)])
    assert far.worst.rule.code == "fell_far"
    # An amount is not judged.
    amounts = [observation(code, 101, 100, SPENT) for code in (SHAOGUAN, SHENZHEN)]
    assert found([*amounts, observation(GUANGZHOU, 10, 100, SPENT)]) == []


def test_who_did_not_report_comes_first() -> None:
    silent = Reporting(none=3, months_expected=18)
    some = Reporting(all=2, some=1, months=16, months_expected=18)
    few = Reporting(all=2, some=1, months=17, months_expected=18)
    assert said(
        found(
            [
                observation(GUANGZHOU, 90, 90, who=some),
                observation(SHAOGUAN, 90, 90, who=few),
                observation(SHENZHEN, None, None, who=silent),
                # Its own office reported, and none of its counties.
                observation(ZHUHAI, 90, 90, who=silent),
            ]
        )
    ) == [(SHENZHEN, "未上报"), (ZHUHAI, "3 县区均未报"), (GUANGZHOU, "1 县区缺报")]


def test_what_is_reported_by_the_quarter_lacks_quarters() -> None:
    quarterly = INDICATORS["tasks_done_rate"]
    one_of_two = Reporting(some=1, months=1, months_expected=2)
    county = observation("440103", 90, 90, quarterly, who=one_of_two)
    (alert,) = alerts([county], {"440103"}, AT_ONCE)
    assert (alert.zh, alert.en) == ("缺报 1 个季度", "reports missing: 1")
    monthly = replace(county, indicator=RATE)
    (alert,) = alerts([monthly], {"440103"}, AT_ONCE)
    assert alert.zh == "缺报 1 个月"


def test_unusual_quarters_are_told_as_quarters_and_stand_for_their_months() -> None:
    quarterly = INDICATORS["tasks_done_rate"]
    quarters = [date(2021 + n // 4, n % 4 * 3 + 3, 1) for n in range(14)]
    known = [
        MonthlyChange(one, change, 100)
        for one, change in zip(quarters, [*[0.0] * 12, -9.0, -9.5], strict=True)
    ]
    county = observation("440103", 90, None, quarterly)
    (alert,) = alerts([county], {"440103"}, AT_ONCE, changes=lambda _, codes: {codes[0]: known})
    # The rule of AT_ONCE asks for one quarter: of those before it the median is 0, the least
    # spread a point.
    assert alert.zh == ("近 2 个季度同比变化异常，最近一季降 9.5 个百分点，往常持平")
    assert alert.months == 6


def test_nothing_of_a_small_denominator() -> None:
    assert found([observation(GUANGZHOU, 10, 90, of=19)]) == []
    assert found([observation(GUANGZHOU, 10, indicator=EXECUTION, of=9_999)]) == []
    # The rule's own minimum beside the indicator's: of ten tasks on.
    assert found([observation(GUANGZHOU, 60, indicator=OVERDUE, of=9)]) == []
    (overdue,) = found([observation(GUANGZHOU, 60, indicator=OVERDUE, of=10)])
    assert overdue.why == "超期 6 项，占在办的 60.0%"
    assert overdue.worst.rule.code == "many_overdue"


def test_a_count_that_fell_is_of_last_year_s_size() -> None:
    usual = [observation(code, 100, 101, MODELS) for code in (SHAOGUAN, SHENZHEN)]
    assert found([*usual, observation(GUANGZHOU, 10, 19, MODELS)]) == []
    (fell,) = found([*usual, observation(GUANGZHOU, 10, 20, MODELS)])
    assert fell.why == "同比降 50.0%"


def test_reasons_of_one_figure_stand_together_and_no_region_hides_the_others() -> None:
    usual = [observation(code, 49, 48, EXECUTION) for code in (SHAOGUAN, SHENZHEN, ZHUHAI)]
    (both,) = found([*usual, observation(GUANGZHOU, 40, 50, EXECUTION)])
    # Ten times the usual change is more than twice the bound of pace, both are orange.
    assert both.why == "同比降 10.0 个百分点，慢于时间进度（50.0%）10.0 个百分点"
    assert both.worst.size == 2.5
    alike = [EXECUTION.model_copy(update={"code": code}) for code in ("first", "second", "third")]
    crowd = [observation(GUANGZHOU, 10, indicator=indicator) for indicator in alike]
    lines = found([*crowd, observation(SHANTOU, 44, indicator=EXECUTION)])
    assert [code for code, _ in said(lines)] == [GUANGZHOU, GUANGZHOU, SHANTOU]
    many = [observation(region.code, 10, indicator=EXECUTION) for region in TREE.children("440000")]
    assert len(found(many)) == RULES.overview_lines == 6


def at(month: int, value: float) -> list[Observation]:
    now = observation(GUANGZHOU, value, indicator=EXECUTION)
    return [replace(now, period=Period(2025, 1, month, complete=False))]


def test_a_rule_that_must_last_waits_and_how_long_it_stood_is_counted() -> None:
    # 25 points behind in June; 15 and more in May, not in April: the pace is 41.7 % and 33.3 %.
    values = {6: 25.0, 5: 25.0, 4: 25.0, 3: 24.0, 2: 16.6}

    def earlier(_: object, back: int) -> list[Observation]:
        return at(6 - back, values[6 - back]) if 6 - back in values else []

    (alert,) = alerts(at(6, 25.0), {GUANGZHOU}, RULES, earlier, through_period=True)
    # Far behind for two months only, of three that the rule asks; behind for three.
    assert (alert.rule.code, alert.months) == ("behind_pace", 3)
    values[4] = 18.0
    (alert,) = alerts(at(6, 25.0), {GUANGZHOU}, RULES, earlier, through_period=True)
    assert (alert.rule.code, alert.months) == ("far_behind_pace", 3)
    # In March the pace is 25 %: the whole of a short period is enough.
    first = replace(at(1, 0.0)[0], period=Period(2025, 1, 1, complete=False))
    (alert,) = alerts([first], {GUANGZHOU}, RULES)
    assert (alert.rule.code, alert.months) == ("behind_pace", 1)
