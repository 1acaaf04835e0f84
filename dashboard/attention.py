"""What needs attention (需要关注, 预警): what the rules of data/rules.yml find in observations.

What is judged is what may be named (Observation.eligible), and nothing of a denominator below that
of the rule. Of several rules of one kind that hold, the most severe stands.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.figure_words import counted_reports, last_report, uncounted_words
from dashboard.indicators import (
    DUE_MONTHS,
    LEVEL,
    Indicator,
    format_change,
    format_count,
    format_value,
)
from dashboard.narrative import basis_word, usual_change
from dashboard.observations import Absence, MonthlyChange, Observation
from dashboard.rounding import digits
from dashboard.rules import Kind, Rule, Rules
from dashboard.targets import PACES_EN, Pace, Standing, target_words
from dashboard.unusual_months import unusual_months

# The observations of the same regions with the period ending so many months earlier; none where the
# period has no month as early.
Earlier = Callable[[Indicator, int], Sequence[Observation]]
# The changes of an indicator's months by region, the last month last.
Changes = Callable[[Indicator, Sequence[str]], Mapping[str, Sequence[MonthlyChange]]]
# A sentence's words in Chinese and in English.
Words = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule that holds for an observation: how far beyond its bound (1 is at it), what it says,
    and for how many months in a row it has held by the end of the period."""

    rule: Rule
    observation: Observation
    size: float
    zh: str
    en: str
    months: int = 1

    @property
    def key(self) -> tuple[str, str]:
        return self.rule.code, self.observation.region.code

    @property
    def order(self) -> tuple[int, float]:
        """The most severe first, among them those that are farthest beyond their bound."""
        return self.rule.place, -self.size


def nothing_earlier(indicator: Indicator, months: int) -> Sequence[Observation]:
    """Of observations of one month."""
    return ()


def no_changes(
    indicator: Indicator, regions: Sequence[str]
) -> Mapping[str, Sequence[MonthlyChange]]:
    """Of a source without history."""
    return dict.fromkeys(regions, ())


def alerts(
    group: Sequence[Observation],
    codes: Collection[str],
    rules: Rules,
    earlier: Earlier = nothing_earlier,
    changes: Changes = no_changes,
    *,
    through_period: bool = False,
) -> list[Alert]:
    """What the rules find in the observations of one indicator for the regions of ``codes``, one
    alert a kind and region. The usual change is that of the whole group.

    How long a rule has held is counted as far back as its ``lasts`` asks, or ``through_period``.
    """
    if not group:
        return []
    indicator = group[0].indicator
    held = list(_holding(group, codes, rules))
    months = dict.fromkeys((alert.key for alert in held), 1)
    standing, asked = set(months), max((alert.rule.lasts for alert in held), default=1)
    back = 1
    while standing and (through_period or back < asked):
        before = earlier(indicator, back)
        if not before:
            break
        standing &= {alert.key for alert in _holding(before, codes, rules)}
        for key in standing:
            months[key] += 1
        back += 1
    lasting = [
        replace(alert, months=months[alert.key])
        for alert in held
        # Where the period has fewer months, all of them count for what the rule asks.
        if months[alert.key] >= min(alert.rule.lasts, alert.observation.period.months)
    ]
    lasting += _unusual(group, codes, rules, changes)
    worst: dict[tuple[Kind, str], Alert] = {}
    for alert in sorted(lasting, key=lambda one: one.order):
        worst.setdefault((alert.rule.kind, alert.observation.region.code), alert)
    return list(worst.values())


@dataclass(frozen=True, slots=True)
class Concern:
    """Why an observation needs attention, in words, and how badly: the worst of its alerts."""

    observation: Observation
    worst: Alert
    why: str


def concerns(found: Iterable[Alert], rules: Rules) -> list[Concern]:
    """The lines of the overview: alerts of one observation stand together, worst first, and no
    region hides all others."""
    together: dict[tuple[str, str], list[Alert]] = {}
    for alert in sorted(found, key=lambda one: one.order):
        observation = alert.observation
        key = observation.indicator.code, observation.region.code
        together.setdefault(key, []).append(alert)
    chosen: list[Concern] = []
    for (_, region), several in together.items():
        if sum(one.observation.region.code == region for one in chosen) < (
            rules.overview_lines_a_region
        ):
            why = "，".join(alert.zh for alert in several)
            chosen.append(Concern(several[0].observation, several[0], why))
    return chosen[: rules.overview_lines]


def _holding(group: Sequence[Observation], codes: Collection[str], rules: Rules) -> Iterator[Alert]:
    """Every rule that holds now, however long; those of the months' own history aside."""
    indicator, usual = group[0].indicator, usual_change(group)
    looking = {kind: rules.of(kind, indicator.code) for kind in _MEASURES}
    for observation in group:
        if observation.region.code not in codes:
            continue
        for kind, measure in _MEASURES.items():
            found = measure(observation, usual) if looking[kind] else None
            if found is None:
                continue
            amount, words = found
            for rule in looking[kind]:
                if amount >= rule.bound and (kind == "not_reported" or _counts(observation, rule)):
                    yield _alert(rule, observation, amount, words)


def _counts(observation: Observation, rule: Rule) -> bool:
    """Whether the denominator reaches the rule's. A count or an amount has none: last year's number
    takes its place where it fell, else its target."""
    least = observation.denominator
    if least is None and rule.kind == "fell" and observation.previous:
        least = observation.previous.numerator
    elif least is None and observation.goal is not None:
        least = observation.goal.target.value
    return least is None or least >= rule.minimum_denominator


def _alert(
    rule: Rule, observation: Observation, amount: float, words: Words, months: int = 1
) -> Alert:
    zh, en = (
        sentence.format_map({name: both[place] for name, both in words.items()})
        for place, sentence in enumerate((rule.zh, rule.en))
    )
    if rule.kind in ("behind_pace", "below_target") and any(beside := uncounted_words(observation)):
        zh, en = f"{zh}（{beside[0]}）", f"{en} ({beside[1]})"
    return Alert(rule, observation, amount / rule.bound, zh, en, months)


def _not_reported(observation: Observation, _usual: float) -> tuple[float, Words] | None:
    who = observation.reporting
    if observation.absence not in (None, Absence.NOT_REPORTED) or not who.months_expected:
        return None
    missing = 100 - who.months * 100 / who.months_expected
    if observation.is_of_its_office:
        words = f"{who.none:,} 县区均未报", f"no county reported: {who.none:,}"
    elif not who.any:
        words = str(Absence.NOT_REPORTED), "nothing reported"
    elif observation.region.is_leaf:
        lacks = who.months_expected - who.months
        zh, _ = counted_reports(lacks, observation.indicator)
        words = f"缺报 {zh}", f"reports missing: {lacks}"
    elif who.some:
        words = f"{who.late:,} 县区缺报", f"counties late: {who.late:,}"
    else:
        words = f"{who.none:,} 县区未报", f"counties without a report: {who.none:,}"
    return missing, {"lacking": words}


def _behind_pace(observation: Observation, _usual: float) -> tuple[float, Words] | None:
    pace, indicator, goal = observation.pace, observation.indicator, observation.goal
    if observation.value is None or not observation.eligible:
        return None
    by, behind = Pace.TIME, ("慢于", "behind")
    if goal is not None:
        if goal.final or goal.standing is Standing.REACHED:
            return None
        pace, gap, by = goal.expected, goal.gap, goal.pace
        if indicator.polarity == "lower" or goal.pace is Pace.END:
            behind = _beside(indicator)
    elif pace is None:
        return None
    else:
        gap = pace - observation.value
    expected = format_value(pace, indicator)
    return gap, {
        "behind": behind,
        "pace": (str(by), PACES_EN[by]),
        "expected": (expected, expected),
        "gap": _size(gap, indicator),
    }


def _below_target(observation: Observation, _usual: float) -> tuple[float, Words] | None:
    goal = observation.goal
    if goal is None or not goal.final or observation.value is None or not observation.eligible:
        return None
    zh = target_words(goal, observation.indicator)
    en = format_value(goal.target.value, observation.indicator)
    if goal.target.inherited:
        en += ", of the region above"
    return goal.gap, {
        "below": _beside(observation.indicator),
        "target": (zh, en),
        "gap": _size(goal.gap, observation.indicator),
    }


def _beside(indicator: Indicator) -> tuple[str, str]:
    """On which side of a target something is that is not as it should be."""
    return ("高于", "above") if indicator.polarity == "lower" else ("低于", "below")


def _fallen(observation: Observation, usual: float) -> tuple[float, Words] | None:
    if observation.judgement != "worse" or not observation.is_change_telling:
        return None
    zh, en = _size(observation.change or 0, observation.indicator)
    like = " like for like" if observation.is_adjusted else ""
    change = zh + basis_word(observation), en + like
    way = ("升", "up") if observation.direction == "up" else ("降", "down")
    return abs(observation.change or 0) / usual, {"way": way, "change": change}


def _overdue(observation: Observation, _usual: float) -> tuple[float, Words] | None:
    if observation.value is None or not observation.eligible:
        return None

    def both(text: str) -> tuple[str, str]:
        return text, text

    return observation.value, {
        "numerator": both(format_count(observation.numerator, "")),
        "denominator": both(format_count(observation.denominator, "")),
        "value": both(format_value(observation.value, observation.indicator)),
    }


# How far an observation is from what a kind asks for, in the unit of its bound, and the words of
# its sentences; None where it says nothing. The number is the group's usual change.
_MEASURES: dict[Kind, Callable[[Observation, float], tuple[float, Words] | None]] = {
    "not_reported": _not_reported,
    "behind_pace": _behind_pace,
    "below_target": _below_target,
    "fell": _fallen,
    "overdue": _overdue,
}


def _unusual(
    group: Sequence[Observation], codes: Collection[str], rules: Rules, changes: Changes
) -> Iterator[Alert]:
    indicator = group[0].indicator
    looking = rules.of("outlier", indicator.code)
    if not looking or indicator.basis == "year_to_date":
        return
    judged = [one for one in group if one.region.code in codes]
    # Asked for those too that are too small to name: then all indicators of a mart ask for the same
    # regions, whose rows are kept.
    known = changes(indicator, [one.region.code for one in judged])
    for observation in judged:
        if not observation.eligible:
            continue
        for rule in looking:
            least = max(indicator.rank_from, rule.minimum_denominator)
            found = unusual_months(
                indicator, known[observation.region.code], rule.lasts, rule.bound, least
            )
            if found is None:
                continue
            words = {
                "months": counted_reports(found.months, indicator),
                "last": last_report(indicator),
                "change": _signed(found.change, indicator),
                "usual": _signed(found.usual, indicator),
            }
            amount = found.spreads
            each = 12 // len(DUE_MONTHS[indicator.reported])
            yield _alert(rule, observation, amount, words, found.months * each)


def _size(change: float, indicator: Indicator) -> tuple[str, str]:
    """A change without its direction, in Chinese and in English."""
    points = f"{digits(abs(change), 1)} points" if indicator.is_percentage else ""
    said = format_change(change, indicator)
    return said, points or said


def _signed(change: float, indicator: Indicator) -> tuple[str, str]:
    """A change with its direction, in Chinese and in English."""
    if not float(digits(abs(change), 1).replace(",", "")):
        return LEVEL, "level"
    zh, en = _size(change, indicator)
    return ("升 " + zh, "up " + en) if change > 0 else ("降 " + zh, "down " + en)
