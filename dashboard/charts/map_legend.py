"""The legend of a map: its classes, and the reasons why regions have no value."""

from typing import Any

from dashboard.charts.palette import Palette
from dashboard.charts.shades import NO_TARGET, Shades
from dashboard.charts.text import inert
from dashboard.charts.text import width as text_width
from dashboard.figure_words import absence_words
from dashboard.indicators import NO_VALUE
from dashboard.observations import Absence

# The hatching for each reason why a region has no value.
ABSENCES: dict[str, str] = {
    Absence.NOT_REPORTED: "/",
    Absence.NO_SUCH: "x",
    Absence.NOT_THERE: "",
    Absence.NOT_APPLICABLE: "",
    NO_VALUE: "",
    NO_TARGET: "",
    Absence.NO_DATA: "\\",
}


def entry_width(shades: Shades, width: int) -> tuple[int, int]:
    """The width of a legend entry in pixels and the number of columns, to fill a narrow map.

    Plotly adds 42 pixels of swatch and gap to each entry and cuts off text that does not fit.
    """
    widest = max(text_width(label, 12) for label in (*shades.labels, "未上报 99"))
    columns = max(int((width - 16) // (widest + 42)), 1)
    return (width - 16) // columns - 42, columns


def legend_entries(
    counts: dict[str, int], shades: Shades, palette: Palette
) -> list[dict[str, Any]]:
    """One entry for each shade, and one with its count for each reason why regions have no value.

    The entries are bars, since swatches of map traces can't be hatched.
    """
    entries: list[tuple[str, dict[str, Any]]] = [
        (label, {"color": colour})
        for label, colour in zip(shades.labels, shades.colours, strict=True)
    ]
    for absence, shape in ABSENCES.items():
        if counts[absence]:
            pattern = {"shape": shape, "fgcolor": palette.hatch, "size": 4, "solidity": 0.25}
            marker = {"color": palette.no_data, "pattern": pattern | {"bgcolor": palette.no_data}}
            entries.append((f"{absence_words(absence)} {counts[absence]}", marker))
    edge = {"color": palette.coast, "width": 0.5}
    return [
        {
            "type": "bar",
            "x": [None],
            "y": [None],
            "name": inert(label),
            "marker": marker | {"line": edge},
            "hoverinfo": "skip",
            "showlegend": True,
        }
        for label, marker in entries
    ]
