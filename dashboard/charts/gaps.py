"""What is left to do, by region: a bar of what is done on a track of what was to be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts import hover
from dashboard.charts.frame import CLICKABLE, Figure, empty
from dashboard.charts.palette import Palette
from dashboard.charts.rows import LEAST_WIDTH, Column, RowChart
from dashboard.charts.text import listed
from dashboard.indicators import format_count, format_value
from dashboard.observations import Observation, absence_text

# The most rows that are drawn. The file has all.
DRAWN_AT_MOST = 31


@dataclass(frozen=True, slots=True)
class Gap:
    """One region's name and rate.

    ``left`` is what is not done: 0 if more was done than was to be done, None if it is not known.
    For a rate of which lower is better (tasks overdue) it is the numerator.
    """

    name: str
    observation: Observation

    @property
    def left(self) -> float | None:
        above, below = self.observation.numerator, self.observation.denominator
        if above is None or below is None:
            return None
        return above if self.observation.indicator.polarity == "lower" else max(below - above, 0)


def worst_first(gaps: Sequence[Gap]) -> list[Gap]:
    """In order of what is left, most first; equals in order of its share of what was to be done.
    What is not known comes last."""

    def order(gap: Gap) -> tuple[bool, float, float, int]:
        left, of = gap.left or 0, gap.observation.denominator or 0
        return gap.left is None, -left, -left / of if of else 0, gap.observation.region.order

    return sorted(gaps, key=order)


def drawn(gaps: Sequence[Gap]) -> list[Gap]:
    """The gaps that a figure shows: those with anything left, up to the most rows."""
    return [gap for gap in gaps if gap.left][:DRAWN_AT_MOST]


def _not_drawn(gaps: Sequence[Gap], left: str) -> str:
    """How many are not shown, and why: ⋯ 另 5 个没有超期的、29 个未上报; '' if all are shown."""
    counts: dict[str, int] = {}
    for gap in gaps:
        why = absence_text(gap.observation) if gap.left is None else f"没有{left}的"
        if not gap.left:
            counts[why] = counts.get(why, 0) + 1
    more = sum(bool(gap.left) for gap in gaps) - len(drawn(gaps))
    said = [f"{count:,} 个{why}" for why, count in counts.items()]
    said += [f"{more:,} 个未列出"] if more else []
    return f"⋯ 另 {'、'.join(said)}" if said else ""


def gap_bars(
    gaps: Sequence[Gap],
    left: str,
    palette: Palette,
    *,
    highlight: str | None = None,
    width: int | None = None,
) -> Figure:
    """The regions with anything left, in the order given, at most 31. Each row shows what is left
    and the rate.

    A click in a row selects a point whose ``customdata[0]`` is the region's code.

    Args:
        left: the heading of what is left: 尚未办结.
        highlight: the code of the chosen region, whose name is bold.
    """
    if all(gap.left is None for gap in gaps):
        return empty("这一时段没有数据。", palette)
    shown = drawn(gaps)
    if not shown:
        return empty(f"没有{left}的。", palette)
    indicator = shown[0].observation.indicator
    unit = hover.sum_name(indicator.denominator or ())[1]
    done = [gap.observation.numerator or 0.0 for gap in shown]
    of = [gap.observation.denominator or 0.0 for gap in shown]
    rest = _not_drawn(gaps, left)
    names = [gap.name for gap in shown] + ([rest] if rest else [])
    blank = [""] if rest else []
    chart = RowChart(
        names,
        [
            Column(
                f"{left}|{unit}",
                [format_count(gap.left, "") for gap in shown] + blank,
                palette.worse,
            ),
            Column(
                "比率",
                [format_value(gap.observation.value, indicator) for gap in shown] + blank,
                palette.ink,
            ),
        ],
        palette,
        low=0.0,
        high=max([*done, *of]),
        width=width or LEAST_WIDTH,
        row_height=24,
        pinned=True,
        strong=frozenset(
            row for row, gap in enumerate(shown) if gap.observation.region.code == highlight
        ),
        headings=frozenset([len(shown)] if rest else []),
    )
    rows = list(range(len(shown)))
    zeros = [0.0] * len(rows)
    chart.bars(rows, zeros, of, palette.lines, 0.66)
    colour = palette.worse if indicator.polarity == "lower" else palette.accent
    chart.bars(rows, zeros, done, colour, 0.4)
    chart.answers(
        rows,
        done,
        [gap.name for gap in shown],
        [hover.facts(gap.observation) for gap in shown],
        hover.template(indicator),
    )
    return chart.figure(clickmode=CLICKABLE)


def gap_bars_alt(gaps: Sequence[Gap], left: str) -> str:
    """The gaps in a sentence: the regions with most left, and how much."""
    known = [gap for gap in gaps if gap.left is not None]
    if not known:
        return f"{left}：没有数据。"
    unit = hover.sum_name(known[0].observation.indicator.denominator or ())[1]
    said = listed((f"{gap.name} {format_count(gap.left, unit)}" for gap in known), most=6)
    return f"{left}，多的在前：{said}。"
