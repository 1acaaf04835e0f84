"""What needs attention: who did not report, is behind the year's pace, fell; what is left out."""

from dashboard.attention import MOST, concerns
from dashboard.observations import Observation, Reporting
from dashboard.periods import Period
from dashboard.regions import RegionTree
from dashboard.systems import catalogue

TREE = RegionTree.load()
INDICATORS = catalogue().indicators
RATE, EXECUTION = INDICATORS["placement_rate"], INDICATORS["budget_execution"]
SPENT = INDICATORS["relief_spent"]
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


def said(found) -> list[tuple[str, str]]:
    return [(one.observation.region.code, one.why) for one in found]


def test_behind_the_pace_of_the_year_from_five_points_on() -> None:
    # Half of the year has passed: 50 %.
    assert said(
        concerns(
            [
                observation(GUANGZHOU, 45.0, indicator=EXECUTION),
                observation(SHAOGUAN, 45.1, indicator=EXECUTION),
                observation(SHENZHEN, 30.0, indicator=EXECUTION),
            ]
        )
    ) == [
        (SHENZHEN, "慢于时间进度（50.0%）20.0 个百分点"),
        (GUANGZHOU, "慢于时间进度（50.0%）5.0 个百分点"),
    ]


def test_a_fall_counts_from_twice_the_usual_change() -> None:
    usual = [observation(code, 91, 90) for code in (SHAOGUAN, SHENZHEN, ZHUHAI)]
    assert said(concerns([*usual, observation(GUANGZHOU, 88.1, 90)])) == []
    fallen = concerns([*usual, observation(GUANGZHOU, 88, 90)])
    assert said(fallen) == [(GUANGZHOU, "同比降 2.0 个百分点")]
    # An amount is not judged.
    amounts = [observation(code, 101, 100, SPENT) for code in (SHAOGUAN, SHENZHEN)]
    assert concerns([*amounts, observation(GUANGZHOU, 10, 100, SPENT)]) == []


def test_who_did_not_report_comes_first() -> None:
    silent = Reporting(none=3, months_expected=18)
    some = Reporting(all=2, some=1, months=16, months_expected=18)
    few = Reporting(all=2, some=1, months=17, months_expected=18)
    assert said(
        concerns(
            [
                observation(GUANGZHOU, 90, 90, who=some),
                observation(SHAOGUAN, 90, 90, who=few),
                observation(SHENZHEN, None, None, who=silent),
            ]
        )
    ) == [(SHENZHEN, "未上报"), (GUANGZHOU, "1 县区缺报")]


def test_nothing_of_a_small_denominator() -> None:
    assert concerns([observation(GUANGZHOU, 10, 90, of=19)]) == []
    assert concerns([observation(GUANGZHOU, 10, indicator=EXECUTION, of=9_999)]) == []


def test_reasons_of_one_figure_stand_together_and_no_region_hides_the_others() -> None:
    usual = [observation(code, 49, 48, EXECUTION) for code in (SHAOGUAN, SHENZHEN, ZHUHAI)]
    (both,) = concerns([*usual, observation(GUANGZHOU, 40, 50, EXECUTION)])
    assert both.why == "慢于时间进度（50.0%）10.0 个百分点，同比降 10.0 个百分点"
    assert both.severity == 5
    alike = [EXECUTION.model_copy(update={"code": code}) for code in ("first", "second", "third")]
    crowd = [observation(GUANGZHOU, 10, indicator=indicator) for indicator in alike]
    found = concerns([*crowd, observation(SHANTOU, 44, indicator=EXECUTION)])
    assert [code for code, _ in said(found)] == [GUANGZHOU, GUANGZHOU, SHANTOU]
    many = [observation(region.code, 10, indicator=EXECUTION) for region in TREE.children("440000")]
    assert len(concerns(many)) == MOST
