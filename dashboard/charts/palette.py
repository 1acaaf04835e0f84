"""The colours of figures: one set for light pages, one for dark pages.

A colour has the same meaning in both sets. Text has a contrast of at least 4.5 to its surface,
marks of at least 3 (WCAG AA). The kinds of a series differ in lightness, so that they can be told
apart in grey and by red-green blind readers. The five classes of a map run from faint to strong;
order, borders and the legend tell them apart.
"""

from dataclasses import dataclass
from functools import lru_cache

from dashboard.observations import Judgement
from dashboard.targets import Standing

FONT_FAMILY = '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif'

TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0


@dataclass(frozen=True, slots=True)
class Palette:
    """One set of colours, each a ``#rrggbb``."""

    surface: str  # the background of a figure
    raised: str  # a raised surface: an open definition
    ink: str  # text
    secondary: str  # secondary text, axis labels
    lines: str  # grid and hairlines
    border: str  # between the regions of a map
    coast: str  # around regions
    accent: str  # this year
    previous: str  # the year before
    better: str
    worse: str
    neutral: str  # a change of an indicator without polarity
    classes: tuple[str, str, str, str, str]  # classes, from lowest to highest
    standings: tuple[str, str, str, str]  # against a target: reached, on pace, behind, far behind
    no_data: str  # the ground under the hatching
    hatch: str
    series: tuple[str, ...]  # kinds without an order

    def judged(self, judgement: Judgement) -> str:
        """The colour of a change: blue for better, orange for worse, otherwise neutral."""
        return {"better": self.better, "worse": self.worse}.get(judgement, self.neutral)

    def standing(self, standing: Standing | None) -> str:
        """The colour of the word for how something stands against its target."""
        if standing is None:
            return self.secondary
        return {"better": self.better, "worse": self.worse}.get(standing.judgement, self.ink)

    def text_on(self, background: str) -> str:
        """Ink or surface, whichever has more contrast to ``background``; black or white if neither
        has enough."""
        best = max((self.ink, self.surface), key=lambda colour: contrast(colour, background))
        if contrast(best, background) >= TEXT_CONTRAST:
            return best
        return max(("#000000", "#ffffff"), key=lambda colour: contrast(colour, background))

    def class_colours(self, count: int) -> tuple[str, ...]:
        """The colours of ``count`` classes (0 to 5), spread evenly over the scale."""
        chosen = {0: (), 1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: range(5)}[count]
        return tuple(self.classes[index] for index in chosen)


LIGHT = Palette(
    surface="#ffffff",
    raised="#f7f8fa",
    ink="#1f2933",
    secondary="#5b6875",
    lines="#e3e8ee",
    border="#ffffff",
    coast="#9fb0c0",
    accent="#0b5394",
    previous="#8492a0",
    better="#2a78b8",
    worse="#c2570c",
    neutral="#5b6875",
    classes=("#e6eff8", "#bcd4ea", "#8ab4d9", "#4e8cc2", "#0b5394"),
    standings=("#4e8cc2", "#d3e3f3", "#f2b274", "#a9470a"),
    no_data="#f4f5f7",
    hatch="#97a3af",
    series=("#133460", "#763d11", "#15706a", "#8b6fb2", "#d07f5e"),
)

DARK = Palette(
    surface="#141a21",
    raised="#1b222b",
    ink="#e6ebf1",
    secondary="#a5b1be",
    lines="#2f3944",
    border="#141a21",
    coast="#5d6b7a",
    accent="#7db7ec",
    previous="#7d8b9a",
    better="#5ba7e4",
    worse="#ef9450",
    neutral="#a5b1be",
    classes=("#1e3348", "#264f78", "#3575ad", "#63a0d8", "#b3d6f5"),
    standings=("#63a0d8", "#264f78", "#a3622a", "#ffc088"),
    no_data="#222a33",
    hatch="#6f7d8b",
    series=("#c7e9fb", "#e0c395", "#73b7a9", "#9e87be", "#a0684f"),
)


def palette(*, dark: bool) -> Palette:
    """The colours of a page's theme."""
    return DARK if dark else LIGHT


@lru_cache(maxsize=256)
def contrast(one: str, other: str) -> float:
    """The contrast ratio of two ``#rrggbb`` colours as defined by WCAG, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[start : start + 2], 16)) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
