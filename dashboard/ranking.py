"""The places of regions beside their siblings: who is first, who shares a place, who has none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.indicators import comparable_value
from dashboard.observations import Observation


@dataclass(frozen=True, slots=True)
class Ranked:
    """An observation with its place among its siblings.

    ``rank`` is None for a region that is not ranked: no value, or a denominator too
    small to mean anything. Equal values share the better rank (1, 2, 2, 4).
    """

    observation: Observation
    rank: int | None
    tied: bool


def rank(observations: Sequence[Observation]) -> list[Ranked]:
    """Best first (by polarity; neutral indicators from high to low), the unranked last: those
    that are not ``eligible``.

    Values that are written alike count as equal: ties are shown as ties, in the tree's order.
    """
    ranked = [observation for observation in observations if observation.eligible]
    sign = (
        1 if all(observation.indicator.polarity == "lower" for observation in observations) else -1
    )
    ranked.sort(key=lambda observation: (sign * (observation.value or 0), observation.region.order))
    written = [comparable_value(one.value or 0, one.indicator) for one in ranked]
    counts = Counter(written)
    result, place = [], 0
    for position, (observation, value) in enumerate(zip(ranked, written, strict=True), start=1):
        if position == 1 or value != written[position - 2]:
            place = position
        result.append(Ranked(observation, place, counts[value] > 1))
    left_out = sorted(
        (observation for observation in observations if not observation.eligible),
        key=lambda r: r.region.order,
    )
    return result + [Ranked(observation, None, False) for observation in left_out]
