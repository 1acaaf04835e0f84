"""How regions stand against their targets, one by one, in a title and in the sentence of a map."""

from collections.abc import Mapping, Sequence

from dashboard.figure_words import uncounted_words
from dashboard.narrative import label_of
from dashboard.observations import Observation
from dashboard.region_words import counted
from dashboard.targets import INHERITED, Standing, pace_words, target_words

# So many regions that are far behind are named in a title.
NAMED = 3


def caveat(observation: Observation) -> tuple[str, str]:
    """Beside 落后 and 明显落后, in Chinese and in English: that some of it was not reported; ''
    where nearly all was, and where it is not behind."""
    goal = observation.goal
    if goal is None or goal.judgement != "worse":
        return "", ""
    return uncounted_words(observation)


def beside_standing(observation: Observation) -> str:
    """What is expected by now, and what of it is missing: 按去年进度应达 79.1%，缺报月份未计入."""
    if observation.goal is None:
        return ""
    parts = [pace_words(observation.goal, observation.indicator), caveat(observation)[0]]
    return "，".join(part for part in parts if part)


def goal_words(observation: Observation) -> str:
    """All of it: 目标 95.0%（沿用上级目标），落后，按去年进度应达 79.1%; '' without a target."""
    goal = observation.goal
    if goal is None:
        return ""
    parts = [
        f"目标 {target_words(goal, observation.indicator)}",
        goal.standing,
        beside_standing(observation),
    ]
    return "，".join(part for part in parts if part)


def _by_standing(observations: Sequence[Observation]) -> dict[Standing, list[Observation]]:
    """Those that have a target and a value, the worst first."""
    found = {
        standing: [one for one in observations if one.goal and one.goal.standing is standing]
        for standing in reversed(Standing)
    }
    for group in found.values():
        group.sort(key=lambda one: -one.goal.gap if one.goal else 0)
    return {standing: group for standing, group in found.items() if group}


def standing_title(
    observations: Sequence[Observation], word: str, labels: Mapping[str, str] | None = None
) -> str:
    """各市预算执行率对照目标：1 市明显落后（珠海），3 市落后，17 市按进度."""
    title = f"各{word}{observations[0].indicator.short_name}对照目标"
    groups = _by_standing(observations)
    parts = [f"{counted(len(group), word)}{standing}" for standing, group in groups.items()]
    if (far := groups.get(Standing.FAR_BEHIND)) and len(far) <= NAMED:
        parts[0] += f"（{'、'.join(label_of(one, labels or {}) for one in far)}）"
    return f"{title}：{'，'.join(parts)}" if parts else title


def inherited_words(observations: Sequence[Observation], word: str) -> str:
    """How many regions take over the target of a region above: 21 市沿用上级目标; '' where none
    does. Of several indicators they are counted once."""
    regions = {one.region.code for one in observations if one.goal and one.goal.target.inherited}
    if not regions:
        return ""
    indicators = {one.indicator.code for one in observations}
    of = "" if len(indicators) == 1 else "有指标"
    return f"{counted(len(regions), word)}{of}{INHERITED}"


def standings_words(observations: Sequence[Observation], labels: Mapping[str, str]) -> list[str]:
    """For the sentence of a map: 已达标：清远、韶关 ..., the worst first."""
    return [
        f"{standing}：{'、'.join(label_of(one, labels) for one in group)}"
        for standing, group in _by_standing(observations).items()
    ]
