"""Charts made of rows: a name on the left, marks in the middle, numbers on the right.

Everything in such a chart lies on one axis of pixels from the left. Names, marks and numbers keep
their places whatever the values are, and a click or hover anywhere in a row belongs to the row. The
axis is stretched to the chart's width while texts keep their size; the widths used here are small,
so that texts do not overlap on a phone. A ``pinned`` chart fixes its names and numbers to its
edges: on a wide page only the marks become wider, and names and numbers do not react to the
pointer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.charts import hover
from dashboard.charts.frame import Figure, figure, unfaded
from dashboard.charts.palette import Palette
from dashboard.charts.text import cut, inert, plain_number, round_ticks, width

ROW = 22
LEAST_WIDTH = 350
_TOP, _BOTTOM, _LINE = 24, 22, 15
_SIZE = 13
_LONGEST_NAME = 104
_HEADS = 24
_LOWEST = 176


@dataclass(frozen=True, slots=True)
class Column:
    """A column of right-aligned numbers under a header. ``|`` in the header breaks the line.

    ``colours`` is one colour for all rows, or one for each row.
    """

    header: str
    texts: Sequence[str]
    colours: str | Sequence[str]


@dataclass(slots=True)
class RowChart:
    """Collects the marks of a chart of rows, then makes its figure.

    Rows are numbered from 0 at the top. ``places`` converts a value to pixels from the left. It is
    linear from ``low`` to ``high``, which must include all values.

    Args:
        names: one for each row, as plain text (they are escaped here).
        headings: rows that hold only a line of text.
        heads: short texts at the far left, such as the rank; empty for none.
        columns: from left to right.
        width: the smallest width in pixels that texts are placed for.
        pinned: fix names and numbers to the edges of a wide page.
    """

    names: Sequence[str]
    columns: Sequence[Column]
    palette: Palette
    low: float
    high: float
    width: int = LEAST_WIDTH
    heads: Sequence[str] = ()
    muted: frozenset[int] = frozenset()
    strong: frozenset[int] = frozenset()
    headings: frozenset[int] = frozenset()
    traces: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    ticks: dict[float, str] = field(default_factory=dict)
    row_height: int = ROW
    pinned: bool = False
    # The position and half the width of each line's label, in pixels.
    labelled: list[tuple[float, float]] = field(default_factory=list)

    # The left end of the marks, after the widest name, and their right end, before the columns, in
    # pixels; how wide each column is.
    left: float = field(init=False)
    right: float = field(init=False)
    _column_widths: list[float] = field(init=False)

    def __post_init__(self) -> None:
        names = [name for row, name in enumerate(self.names) if row not in self.headings]
        longest = max((width(name, _SIZE) for name in names), default=0)
        self.left = (_HEADS if any(self.heads) else 0) + min(longest, _LONGEST_NAME) + 10
        self._column_widths = [
            max(
                [width(line, 12) for line in column.header.split("|")]
                + [width(text, _SIZE) for text in column.texts]
            )
            + 10
            for column in self.columns
        ]
        self.right = self.width - sum(self._column_widths) - 4

    def places(self) -> Callable[[float], float]:
        """A function that converts a value to pixels from the left."""
        left, right, low = self.left, max(self.right, self.left + 40), self.low
        scale = (right - left) / ((self.high - low) or 1)
        return lambda value: round(left + (value - low) * scale, 2)

    def tick(self, divisor: float, unit: str, decimals: int) -> None:
        """Light vertical lines at round values with at most ``decimals`` decimals, labelled in
        ``unit``."""
        at = self.places()
        least = 10.0**-decimals
        for value in round_ticks(self.low / divisor, self.high / divisor, 4, least):
            self.ticks[at(value * divisor)] = plain_number(value) + unit

    def line(self, value: float, label: str, dash: str = "dash") -> None:
        """A dashed line across all rows at ``value``, with its label on top. A label that would
        overlap an earlier one is placed above it."""
        x = self.places()(value)
        self.shapes.append(
            {
                "type": "line",
                "layer": "below",
                "x0": x,
                "x1": x,
                "y0": -0.6,
                "y1": len(self.names) - 0.4,
                "line": {"color": self.palette.secondary, "width": 1, "dash": dash},
            }
        )
        half = width(label, 12) / 2
        place = min(max(x, self.left + half - 8), self.right - half + 8)
        if any(abs(place - left) < half + reach + 6 for left, reach in self.labelled):
            label += "| "
        self.labelled.append((place, half))
        self.note(label, place, "center")

    def note(self, text: str, x: float, anchor: str) -> None:
        """A small text above the rows. ``|`` breaks the line."""
        self.notes.append(
            {
                "text": "<br>".join(inert(line) for line in text.split("|")),
                "align": anchor,
                "x": x,
                "y": 1,
                "yref": "paper",
                "xanchor": anchor,
                "yanchor": "bottom",
                "showarrow": False,
                "borderpad": 1,
                "font": {"size": 12, "color": self.palette.secondary},
            }
        )

    def frame_row(self, row: int) -> None:
        """Draws a frame around a row. (A tint would lower the contrast of its texts.)"""
        self.shapes.append(
            {
                "type": "rect",
                "layer": "below",
                "x0": 0,
                "x1": self.width,
                "y0": row - 0.5,
                "y1": row + 0.5,
                "line": {"width": 1, "color": self.palette.accent},
            }
        )

    def bars(
        self,
        rows: Sequence[int],
        starts: Sequence[float],
        ends: Sequence[float],
        colours: str | Sequence[str],
        thickness: float = 0.62,
        **more: Any,
    ) -> None:
        """One bar for each row, from one value to another. ``thickness`` is a share of the row."""
        at = self.places()
        places = [(at(start), at(end)) for start, end in zip(starts, ends, strict=True)]
        self.traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": list(rows),
                "base": [start for start, _ in places],
                "x": [round(end - start, 2) for start, end in places],
                "width": thickness,
                "showlegend": False,
                "marker": {"color": colours, "line": {"width": 0}},
                "hoverinfo": "skip",
            }
            | unfaded()
            | more
        )

    def dots(
        self,
        rows: Sequence[int],
        values: Sequence[float],
        marker: dict[str, Any],
    ) -> None:
        """One mark for each row."""
        at = self.places()
        self.traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [at(value) for value in values],
                "y": list(rows),
                "marker": marker,
                "cliponaxis": False,
                "showlegend": False,
                **unfaded(),
                "hoverinfo": "skip",
            }
        )

    def answers(
        self,
        rows: Sequence[int],
        values: Sequence[float],
        names: Sequence[str],
        facts: Sequence[list[str]],
        template: str,
    ) -> None:
        """The hover text of each row, and the region that a click on it opens."""
        at = self.places()
        hidden = {"marker": {"opacity": 0}}
        self.traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [at(value) for value in values],
                "y": list(rows),
                "text": [hover.name(name) for name in names],
                "customdata": list(facts),
                "hovertemplate": template,
                "showlegend": False,
                "marker": {"size": ROW - 4, "opacity": 0, "color": self.palette.ink},
                "selected": hidden,
                "unselected": hidden,
            }
        )

    def figure(self, kinds: Sequence[tuple[str, str]] = (), **layout: Any) -> Figure:
        """The chart, as high as its rows need.

        Args:
            kinds: names and colours of the parts of bars, explained above the rows; hover texts
                then belong to the parts instead of the rows.
            layout: further parts of Plotly's layout.
        """
        palette, count = self.palette, len(self.names)
        rows = list(range(count))
        inks = [palette.secondary if row in self.muted else palette.ink for row in rows]
        texts = self._texts(self.left - 7, [self._name(row) for row in rows], inks)
        if any(self.heads):
            texts += self._texts(_HEADS - 5, self.heads, palette.secondary, 12)
        place, top = float(self.width), _TOP
        for column, taken in reversed(list(zip(self.columns, self._column_widths, strict=True))):
            texts += self._texts(place, [inert(text) for text in column.texts], column.colours)
            self.note(column.header, place, "right")
            top = max(top, _TOP + _LINE * column.header.count("|"))
            place -= taken
        top = max([top, *(_TOP + _LINE * note["text"].count("<br>") for note in self.notes)])
        for row in self.headings:
            texts += self._heading(row)
        bottom = _BOTTOM if self.ticks else 4
        if kinds:
            top += self._explain(kinds, top - _TOP + _LINE)
        height, left, right = top + count * self.row_height, 0, 2
        if self.pinned:
            self.notes = [self._pin(note) for note in [*self.notes, *_annotations(texts)]]
            texts, left, right = [], round(self.left), round(self.width - self.right)
        # Plotly hides a hover text that is higher than the figure.
        bottom = max(bottom, _LOWEST - height)
        return figure(
            [*self.traces, *texts],
            palette,
            height=height + bottom,
            margin=(left, right, top, bottom),
            hovermode="closest" if kinds else "y",
            hoverdistance=self.row_height,
            barmode="overlay",
            shapes=self.shapes,
            annotations=self.notes,
            xaxis={
                "range": [self.left, self.right] if self.pinned else [0, self.width],
                "tickvals": list(self.ticks),
                "ticktext": list(self.ticks.values()),
                "tickfont": {"size": 12, "color": palette.secondary},
                "ticks": "",
                "gridcolor": palette.lines,
                "zeroline": False,
                "fixedrange": True,
            },
            yaxis={"range": [count - 0.5, -0.5], "visible": False, "fixedrange": True},
            **layout,
        )

    def _explain(self, kinds: Sequence[tuple[str, str]], above: int) -> int:
        """Writes what the colours mean, ``above`` pixels over the rows; returns its height.

        Plotly's own legend would wrap at the width of the marks alone.
        """
        lines, taken = [[]], 0.0
        for name, colour in kinds:
            needed = width(name, 12) + 34
            if lines[-1] and taken + needed > self.width:
                lines.append([])
                taken = 0.0
            taken += needed
            lines[-1].append(f'<span style="color:{colour}">■</span> {inert(name)}')
        self.note("", 0, "left")
        # Ideographic spaces: Plotly joins several plain spaces to one.
        text = "<br>".join("\u3000".join(line) for line in lines)
        self.notes[-1] |= {"text": text, "yshift": above}
        return 20 * len(lines)

    def _pin(self, note: dict[str, Any]) -> dict[str, Any]:
        """A text beside the marks, fixed to the nearer edge of the chart."""
        for edge, place, beyond in (
            (0, self.left, note["x"] <= self.left),
            (1, self.right, note["x"] >= self.right),
        ):
            if beyond:
                return note | {"xref": "paper", "x": edge, "xshift": note["x"] - place}
        return note

    def _heading(self, row: int) -> list[dict[str, Any]]:
        """A row that holds a line of text, from the left edge."""
        texts = [inert(name) if at == row else "" for at, name in enumerate(self.names)]
        lines = self._texts(0, texts, self.palette.secondary, 12)
        return [line | {"textposition": "middle right"} for line in lines]

    def _name(self, row: int) -> str:
        if row in self.headings:
            return ""
        shown = inert(cut(self.names[row], _LONGEST_NAME, _SIZE))
        return f"<b>{shown}</b>" if row in self.strong else shown

    def _texts(
        self, place: float, texts: Sequence[str], colours: str | Sequence[str], size: int = _SIZE
    ) -> list[dict[str, Any]]:
        """One text for each row, ending at ``place``; one trace for each colour. Texts are already
        escaped."""
        if isinstance(colours, str):
            colours = [colours] * len(texts)
        groups: dict[str, list[int]] = {}
        for row, (text, colour) in enumerate(zip(texts, colours, strict=True)):
            if text:
                groups.setdefault(colour, []).append(row)
        return [
            {
                "type": "scatter",
                "mode": "text",
                "x": [place] * len(rows),
                "y": rows,
                "text": [texts[row] for row in rows],
                # Plotly names the side of the text: "left" of its position is right-aligned.
                "textposition": "middle left",
                "textfont": {"size": size, "color": colour},
                "cliponaxis": False,
                "hoverinfo": "skip",
                "showlegend": False,
                **unfaded(colour),
            }
            for colour, rows in groups.items()
        ]


def _annotations(texts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The texts of traces as annotations of the layout, which may lie outside the axes."""
    return [
        {
            "text": text,
            "x": place,
            "y": row,
            "xanchor": "right" if trace["textposition"] == "middle left" else "left",
            "yanchor": "middle",
            "showarrow": False,
            "borderpad": 0,
            "font": trace["textfont"],
        }
        for trace in texts
        for place, row, text in zip(trace["x"], trace["y"], trace["text"], strict=True)
    ]
