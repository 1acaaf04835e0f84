"""The legend of a map: its classes, and the reasons why regions have no value."""

from typing import Any

from dashboard.charts.classes import Classes
from dashboard.charts.palette import Palette
from dashboard.charts.text import inert
from dashboard.charts.text import width as text_width
from dashboard.indicators import NO_VALUE
from dashboard.observations import Absence

# The hatching for each reason why a region has no value.
ABSENCES: dict[str, str] = {
    Absence.NOT_REPORTED: "/",
    Absence.NO_SUCH: "x",
    Absence.NOT_APPLICABLE: "",
    NO_VALUE: "",
    Absence.NO_DATA: "\\",
}


def labels_with_unit(classes: Classes) -> list[str]:
    """Legend labels of the classes: all with the percent sign, or the first one with the unit."""
    if classes.unit == "%":
        return [f"{label}%" for label in classes.labels]
    return [
        label if index else f"{label} {classes.unit}" for index, label in enumerate(classes.labels)
    ]


def entry_width(classes: Classes, width: int) -> tuple[int, int]:
    """The width of a legend entry in pixels and the number of columns, to fill a narrow map.

    Plotly adds 42 pixels of swatch and gap to each entry and cuts off text that does not fit.
    """
    widest = max(text_width(label, 12) for label in (*labels_with_unit(classes), "未上报 99"))
    columns = max(int((width - 16) // (widest + 42)), 1)
    return (width - 16) // columns - 42, columns


def legend_entries(
    counts: dict[str, int], classes: Classes, palette: Palette
) -> list[dict[str, Any]]:
    """One entry for each class, and one with its count for each reason why regions have no value.

    The entries are bars, since swatches of map traces can't be hatched.
    """
    entries: list[tuple[str, dict[str, Any]]] = [
        (label, {"color": colour})
        for label, colour in zip(
            labels_with_unit(classes), palette.class_colours(len(classes)), strict=True
        )
    ]
    for absence, shape in ABSENCES.items():
        if counts[absence]:
            pattern = {"shape": shape, "fgcolor": palette.hatch, "size": 4, "solidity": 0.25}
            marker = {"color": palette.no_data, "pattern": pattern | {"bgcolor": palette.no_data}}
            entries.append((f"{absence} {counts[absence]}", marker))
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
