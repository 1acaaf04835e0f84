"""Targets: what is expected by now, how a value stands, which region is to reach what."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.attention import alerts
from dashboard.charts.hover import goal_text
from dashboard.exports.details import DETAILS
from dashboard.exports.observation_tables import observations_table
from dashboard.exports.table import Language
from dashboard.observations import CategoryFilter, Observation, Reporting
from dashboard.periods import Period
from dashboard.reader import Reader
from dashboard.regions import RegionTree
from dashboard.rules import StandingBounds, load_rules
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.standing_words import goal_words, inherited_words, standing_title
from dashboard.systems import catalogue
from dashboard.targets import (
    UNKNOWN,
    LastYear,
    Pace,
    Standing,
    Target,
    expected_by,
    judge,
    yearly_words,
)
from tests.targets import (
    CHONGQING,
    GUANGDONG,
    GUANGZHOU,
    JOBS,
    LIWAN,
    NATION,
    ON_TIME,
    OVERDUE,
    RATE,
    WANZHOU,
    XIANGTAN,
    XIANTAO,
    YUEXIU,
    reader_of,
)

INDICATORS = catalogue().indicators
TO_OCTOBER = Period(2025, 1, 10, complete=False)
EXECUTION, COMPLETION = INDICATORS["budget_execution"], INDICATORS["memorial_completion"]
BOUNDS = StandingBounds(behind=2, far_behind=8)


@pytest.fixture(scope="module")
def reader(aiming_home: Home) -> Reader:
    return reader_of(aiming_home)


def seen(
    reader: Reader, indicator: str, *codes: str, period: Period = TO_OCTOBER
) -> list[Observation]:
    return reader.observations(INDICATORS[indicator], codes, period)


def one(reader: Reader, indicator: str, code: str, period: Period = TO_OCTOBER) -> Observation:
    return seen(reader, indicator, code, period=period)[0]


def said(observation: Observation) -> str:
    assert observation.goal is not None
    return goal_words(observation)


def test_an_amount_follows_the_shape_of_last_year(reader: Reader) -> None:
    # 75 of 85 by last October, so 75 of 85 this year: 50 is a third short of it.
    found = one(reader, JOBS, LIWAN)
    assert said(found) == "目标 85 人，明显落后，按去年进度应达 75 人"
    assert found.goal is not None
    assert found.goal.gap == pytest.approx(100 / 3)


def test_without_a_year_before_it_follows_the_parent_s_shape_or_a_straight_line(
    reader: Reader,
) -> None:
    # Of 广州 only 荔湾 reported in 2024: 120 × 75 ÷ 85 = 105.9; 100 is 5.6 % short of it.
    assert said(one(reader, JOBS, YUEXIU)) == "目标 120 人，落后，按上级去年进度应达 106 人"
    # All that 重庆 has of 2024 is 万州's nothing: ten twelfths of 240.
    assert said(one(reader, JOBS, WANZHOU)) == "目标 240 人，按进度，按时间进度应达 200 人"


def test_milestones_come_first(reader: Reader) -> None:
    # 120 by September and 200 by December: 146.7 by October, and 150 are there.
    assert said(one(reader, JOBS, GUANGZHOU)) == "目标 200 人，按进度，按分月目标应达 147 人"
    # A third of 120 by March.
    march = one(reader, JOBS, GUANGZHOU, Period(2025, 1, 3))
    assert march.goal is not None
    assert march.goal.expected == 40


def test_a_rate_takes_over_the_nearest_target_above_and_an_amount_does_not(
    reader: Reader,
) -> None:
    rate = INDICATORS[RATE]
    for code in (XIANGTAN, LIWAN, XIANTAO):
        assert said(one(reader, RATE, code)).startswith("目标 95.0%（沿用上级目标），已达标")
    assert said(one(reader, RATE, NATION)) == "目标 95.0%，已达标"
    assert one(reader, JOBS, XIANTAO).goal is None
    assert one(reader, JOBS, CHONGQING).goal is None
    assert inherited_words(seen(reader, RATE, LIWAN, YUEXIU, NATION), "区") == "2 区沿用上级目标"
    # A department of Guangdong has the nation's target as well.
    own = Reader(
        Session(reader.session.database, RegionTree.load().under(GUANGDONG)), reader.catalogue
    )
    assert own.goals.target(rate, GUANGZHOU, 2025) == Target(95, inherited=True)


def test_a_rate_goes_from_where_it_ended_last_year(reader: Reader) -> None:
    # 10 of 12 on time in 2024, 10 of 13 now; 83.3 + (90 − 83.3) × 10 ÷ 12 = 88.9.
    found = one(reader, ON_TIME, LIWAN)
    assert found.value == pytest.approx(1000 / 13)
    assert said(found) == "目标 90.0%（沿用上级目标），明显落后，按年内进度应达 88.9%"
    # By December all of it is due.
    december = one(reader, RATE, LIWAN, Period(2024, 1, 12))
    assert december.goal is not None
    assert (december.goal.expected, december.goal.final) == (99, True)
    assert december.goal.standing is Standing.REACHED


def test_lower_is_better(reader: Reader) -> None:
    # One task of two is overdue. None was open at the end of 2024: nothing to go from.
    found = one(reader, OVERDUE, GUANGZHOU)
    assert found.value == 50
    # Most districts are not in the list of tasks.
    assert said(found) == "目标 40.0%，明显落后，未报县区未计入"
    lower = INDICATORS[OVERDUE]
    assert judge(lower, Target(60), 10, 50, UNKNOWN, BOUNDS).standing is Standing.REACHED
    # From 50 down to 20: 25 by October, at most.
    goal = judge(lower, Target(20), 10, 26, LastYear(None, 50), BOUNDS)
    assert (goal.expected, goal.standing) == (25, Standing.ON_PACE)
    assert said(replace(found, goal=goal)) == "目标 20.0%，按进度，按年内进度应不超过 25.0%"
    assert judge(lower, Target(20), 10, 27, LastYear(None, 50), BOUNDS).standing is Standing.BEHIND


def test_no_target_under_a_filter_nor_of_months_that_do_not_begin_the_year(
    reader: Reader,
) -> None:
    assert one(reader, RATE, LIWAN, Period(2025, 7, 9)).goal is None
    assert one(reader, RATE, LIWAN, Period(2025, 1, 9)).goal is not None
    assert one(reader, OVERDUE, GUANGZHOU, Period(2025, 7, 9)).goal is not None
    chosen = CategoryFilter(placement_category=["self_employed"])
    (found,) = reader.observations(INDICATORS[RATE], [LIWAN], TO_OCTOBER, chosen)
    assert found.goal is None


def test_a_build_without_targets_has_none_and_is_asked_once(tiny_home: Home) -> None:
    plain = reader_of(tiny_home)
    assert not plain.goals.any
    assert "targets" not in plain.session.info.tables_absent
    assert all(found.goal is None for found in seen(plain, RATE, GUANGZHOU, LIWAN))


def test_what_the_rules_say_of_targets(reader: Reader) -> None:
    rules = load_rules()

    def lines(indicator: str, *codes: str, period: Period = TO_OCTOBER) -> dict[str, str]:
        group = seen(reader, indicator, *codes, period=period)
        found = alerts(group, codes, rules)
        kinds = ("below_target", "behind_pace")
        return {alert.rule.code: alert.zh for alert in found if alert.rule.kind in kinds}

    # Far behind must last three months, and there is one: it is behind.
    assert lines(JOBS, LIWAN) == {"behind_pace": "慢于去年进度（75 人）33.3%"}
    assert lines(JOBS, GUANGZHOU) == lines(RATE, LIWAN) == {}
    assert lines(ON_TIME, LIWAN) == {"behind_pace": "慢于年内进度（88.9%）12.0 个百分点"}
    # Of what has no pace the target itself counts, of so many: 2 open tasks are too few.
    assert lines(OVERDUE, GUANGZHOU) == {}
    (found,) = seen(reader, OVERDUE, GUANGZHOU)
    many = Observation(
        found.indicator, found.region, found.period, 50, 100, found.reporting, goal=found.goal
    )
    (alert,) = [
        one for one in alerts([many], [GUANGZHOU], rules) if one.rule.kind == "below_target"
    ]
    assert alert.rule.code == "far_below_target"
    assert alert.zh == "高于目标（40.0%）10.0 个百分点（未报县区未计入）"
    assert alert.en == (
        "10.0 points above the target (40.0%) (counties that did not report are not counted)"
    )
    everybody = replace(many, reporting=Reporting(all=4, months=4, months_expected=4))
    (alert,) = [one for one in alerts([everybody], [GUANGZHOU], rules) if one.rule == alert.rule]
    assert (alert.zh, alert.en) == (
        "高于目标（40.0%）10.0 个百分点",
        "10.0 points above the target (40.0%)",
    )


def test_files_say_target_pace_and_standing_where_there_is_one(
    reader: Reader, tiny_home: Home
) -> None:
    def file(of: Reader) -> list[dict[str, object]]:
        observations = seen(of, ON_TIME, LIWAN, XIANTAO)
        table = observations_table(
            observations, region="", title="", tree=of.tree, build=of.session.info
        )
        return [row for batch in table.batches() for row in batch.to_pylist()]

    own, other = file(reader)
    assert (own["target"], own["target_of"], own["pace"], own["standing"]) == (
        *(90, "沿用上级目标", "年内进度", "明显落后"),
    )
    assert own["wanted"] == pytest.approx(88.9, abs=0.05)
    # 仙桃 lies in 湖北, which has no target.
    assert other["target"] is other["standing"] is None
    assert "target" not in file(reader_of(tiny_home))[0]


def test_beside_what_is_behind_stands_that_reports_are_missing(reader: Reader) -> None:
    behind = one(reader, JOBS, LIWAN)
    eight_of_ten = Reporting(some=1, months=8, months_expected=10)
    partial = replace(behind, reporting=eight_of_ten)
    assert said(partial) == "目标 85 人，明显落后，按去年进度应达 75 人，缺报月份未计入"
    assert goal_text(partial) == "85 人<br>明显落后，按去年进度应达 75 人，缺报月份未计入"
    (alert,) = [
        found
        for found in alerts([partial], [LIWAN], load_rules())
        if found.rule.kind == "behind_pace"
    ]
    assert alert.zh == "慢于去年进度（75 人）33.3%（缺报月份未计入）"
    assert alert.en.endswith("(75 人) (months not reported are not counted)")

    def caveats(*observations: Observation, language: Language = "zh") -> list[str | None]:
        table = observations_table(
            observations,
            region="",
            title="",
            tree=reader.tree,
            build=reader.session.info,
            language=language,
        )
        return [row["caveat"] for batch in table.batches() for row in batch.to_pylist()]

    # Nothing where nearly all was reported, nor where it is not behind.
    nearly = replace(behind, reporting=Reporting(all=1, some=1, months=19, months_expected=20))
    on_pace = replace(one(reader, JOBS, GUANGZHOU), reporting=eight_of_ten)
    assert "缺报" not in said(nearly) + said(on_pace)
    assert caveats(partial, nearly, on_pace) == ["缺报月份未计入", None, None]
    assert caveats(partial, language="en") == ["months not reported are not counted"]
    quarters = INDICATORS["volunteers"]
    assert said(replace(partial, indicator=quarters)).endswith("，缺报季度未计入")


def test_all_rows_of_a_region_as_a_file(reader: Reader) -> None:
    table = DETAILS["targets"].table(
        reader.session, reader.tree, reader.tree[GUANGZHOU], reader.catalogue
    )
    rows = [row for batch in table.batches() for row in batch.to_pylist()]
    assert table.rows == len(rows) == 4
    (own,) = [one for one in rows if (one["region_code"], one["indicator"]) == (GUANGZHOU, JOBS)]
    assert (own["year"], own["target"], own["month_9"], own["month_8"]) == (2025, 200, 120, None)
    assert own["source_file"] == "targets.parquet"


def test_titles_count_and_name_the_worst(reader: Reader) -> None:
    title = standing_title(seen(reader, JOBS, LIWAN, YUEXIU), "区")
    assert title == "各区创业带动就业对照目标：1 区明显落后（荔湾），1 区落后"


def test_the_dictionary_s_words() -> None:
    words = yearly_words(Target(95, ((3, 19), (6, 43)), inherited=True), EXECUTION)
    assert words == "95.0%，其中3月末 19.0%、6月末 43.0%（沿用上级目标）"


def test_words_at_their_bounds() -> None:
    def standing(value: float, month: int = 6, target: float = 80) -> Standing | None:
        return judge(EXECUTION, Target(target), month, value, UNKNOWN, BOUNDS).standing

    # A straight line: 40 % by June.
    assert standing(38.1) is Standing.ON_PACE
    assert standing(38) is Standing.BEHIND
    assert standing(32.1) is Standing.BEHIND
    assert standing(32) is Standing.FAR_BEHIND
    assert standing(80) is Standing.REACHED
    # What is written alike is alike; at the year's end nothing less is enough.
    assert standing(79.96, 12) is Standing.REACHED
    assert standing(79.9, 12) is Standing.BEHIND
    # What is missing has no more digits than what it is the difference of.
    assert judge(EXECUTION, Target(80), 6, 36.2, UNKNOWN, BOUNDS).gap == 3.8
    # A stock that had passed its target must keep it, and has until December.
    kept = judge(COMPLETION, Target(80), 6, 79, LastYear(85, 85), BOUNDS)
    assert (kept.pace, kept.expected, kept.standing) == (Pace.END, 80, Standing.ON_PACE)
    # Nothing known of last year: the target itself.
    assert judge(COMPLETION, Target(80), 6, 79, UNKNOWN, BOUNDS).standing is Standing.BEHIND
    assert judge(COMPLETION, Target(80), 6, None, UNKNOWN, BOUNDS).standing is None


MONTHS = st.integers(1, 12)
VALUES = st.floats(0, 1e6).map(lambda value: round(value, 2))
ANY = st.sampled_from([INDICATORS[JOBS], EXECUTION, COMPLETION, INDICATORS[OVERDUE]])
SET = st.builds(
    lambda value, months: Target(value, tuple(sorted(months.items()))),
    VALUES,
    st.dictionaries(st.integers(1, 11), VALUES, max_size=3),
)
LAST = st.builds(LastYear, st.none() | VALUES, st.none() | VALUES)


@given(ANY, SET, LAST)
def test_all_of_the_target_is_expected_in_december(indicator, of, last_year) -> None:
    assert expected_by(indicator, of, 12, last_year)[0] == of.value


@given(ANY, SET, LAST, MONTHS)
def test_what_was_set_for_a_month_is_expected_by_its_end(indicator, of, last_year, month) -> None:
    milestones = dict(of.milestones)
    if month in milestones:
        value, pace = expected_by(indicator, of, month, last_year)
        assert (value, pace) == (pytest.approx(milestones[month]), Pace.MILESTONES)


@given(st.lists(st.integers(0, 1000), min_size=12, max_size=12), st.integers(1, 100), MONTHS)
def test_whoever_repeats_last_year_in_proportion_is_never_behind(flows, times, month) -> None:
    so_far, whole = sum(flows[:month]), sum(flows)
    goal = judge(
        *(INDICATORS[JOBS], Target(whole * times), month, so_far * times),
        *(LastYear(so_far, whole), BOUNDS),
    )
    assert goal.standing in (Standing.ON_PACE, Standing.REACHED)


@given(ANY, SET, LAST, MONTHS, VALUES, VALUES)
def test_a_better_value_never_stands_worse(indicator, of, last_year, month, one, other) -> None:
    values = sorted((one, other), reverse=indicator.polarity == "lower")
    standings = [judge(indicator, of, month, value, last_year, BOUNDS).standing for value in values]
    low, high = (list(Standing).index(standing) for standing in standings if standing)
    assert high <= low
