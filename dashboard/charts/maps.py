"""Maps: the regions under a region, coloured by one indicator."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from dashboard.charts import hover
from dashboard.charts.classes import Classes
from dashboard.charts.frame import (
    CLICKABLE,
    Figure,
    empty,
    figure,
    hidden_axis,
    legend,
    unfaded,
)
from dashboard.charts.geometry import Boundaries, Extent, Lines
from dashboard.charts.labels import place_labels
from dashboard.charts.map_legend import ABSENCES, entry_width, legend_entries
from dashboard.charts.palette import Palette
from dashboard.charts.text import listed
from dashboard.indicators import format_value
from dashboard.narrative import extremes, label_of, superlatives
from dashboard.observations import Absence, Observation, absence_text, rank
from dashboard.regions import NATION, Region

HAINAN = "460000"
# On the nation's map with or without an observation: they are drawn as 无数据.
NOT_COVERED = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}

_NATION_FRAME = (73.0, 17.5, 135.5, 54.0)
# The corners that, on the nation's conic projection, frame it without empty sides.
_NATION_LONGITUDES, _NATION_LATITUDES = [78.0, 127.0], [17.6, 54.0]
_INSET_FRAME = (106.5, 2.5, 123.0, 24.6)
# Above this many regions the second outline, the names and the hatching are left out.
_MANY = 400


class Map(NamedTuple):
    """A map, and the regions among its observations that it can't show for want of a polygon."""

    figure: Figure
    missing: list[Region]


def choropleth(
    observations: Sequence[Observation],
    region: Region,
    palette: Palette,
    boundaries: Boundaries,
    *,
    classes: Classes,
    dash_line: Lines = ([], []),
    labels: dict[str, str] | None = None,
    highlight: str | None = None,
    names: bool = True,
    narrow: bool = False,
    width: int = 440,
    height: int | None = None,
) -> Map:
    """The regions of ``observations`` (children or leaves of ``region``) in colours of ``classes``.

    A click on a polygon is a point whose ``customdata[0]`` is the region's code. Regions
    without a value are grey, those hatched that did not report (未上报), have no such row (无此类)
    or never report (无数据), each reason with its count in the legend. On the nation's map Hong
    Kong, Macau and Taiwan are drawn as 无数据 whether or not there are observations for them, and
    the South China Sea stands in an inset, as it does on Hainan's.

    Args:
        boundaries: of :func:`dashboard.charts.geometry.boundaries` for ``region``.
        dash_line: of :func:`dashboard.charts.geometry.dash_line`; for maps with the inset.
        labels: names by code where the short names are not clear enough.
        highlight: the code of a region to outline.
        names: write names on the map where they fit.
        width: the least width, in pixels, that names are laid out for.
    """
    drawn = [observation for observation in observations if observation.region.code in boundaries]
    missing = [
        observation.region
        for observation in observations
        if observation.region.code not in boundaries
    ]
    if not drawn and region.code != NATION:
        return Map(empty("这一地区没有可用的边界数据。", palette), missing)
    width = min(width, 370) if narrow else width
    height = height or (390 if narrow else 460)
    inset = region.code in (NATION, HAINAN)
    frame = _frame(region, drawn, boundaries)
    layers = _layers(drawn, region, boundaries, palette, classes, labels or {}, frame, width)
    traces = layers["main"]
    if highlight is not None and highlight in boundaries:
        traces.append(_outline([highlight], boundaries, palette.ink, 2.2))
    if inset:
        traces += _lines(dash_line, palette.secondary, 1.4, "geo")
        traces += _inset(traces, drawn, boundaries, palette, dash_line)
    if names and len(drawn) <= _MANY:
        shown = [(labels or {}).get(r.region.code, r.region.short_name) for r in drawn]
        grounds = _grounds(drawn, classes, palette)
        inks = [palette.text_on(ground) for ground in grounds]
        regions = [observation.region for observation in drawn]
        traces += place_labels(regions, shown, inks, grounds, frame, width, height)
    entries = legend_entries(layers["counts"], classes, palette)
    fitted, bottom = {}, 34
    if narrow:
        widest, columns = entry_width(classes, width)
        fitted, bottom = {"entrywidth": widest}, 14 + 20 * -(-len(entries) // columns)
    layout: dict[str, Any] = {
        "clickmode": CLICKABLE,
        "geo": _projection(region, frame),
        "showlegend": True,
        "legend": legend(palette, y=0, yanchor="top", **fitted),
        # What the legend's swatches are drawn from has axes of its own, which take no room.
        "xaxis": hidden_axis(domain=[0, 0.001]),
        "yaxis": hidden_axis(domain=[0, 0.001]),
    }
    if inset:
        layout["geo2"] = _inset_projection(palette, narrow)
    return Map(
        figure([*traces, *entries], palette, height=height, margin=(0, 0, 0, bottom), **layout),
        missing,
    )


def choropleth_alt(
    observations: Sequence[Observation],
    region: Region,
    classes: Classes,
    missing: Sequence[Region] = (),
    *,
    labels: dict[str, str] | None = None,
) -> str:
    """The map in a sentence: what it shows, its extremes, who did not report."""
    names = labels or {}
    if not observations:
        return f"{region.title}地图：没有数据。"
    indicator = observations[0].indicator
    parts = [
        f"{region.title}地图：{len(observations)} 个地区{observations[0].when}的{indicator.name}"
    ]
    if len(classes) > 1:
        parts.append(f"分 {len(classes)} 档")
    placed = [item.observation for item in rank(observations) if item.rank is not None]
    named = [(label_of(observation, names), observation) for observation in placed]
    ends = []
    for way, who in zip(superlatives(indicator), extremes(named), strict=True):
        if who:
            value = next(observation.value for name, observation in named if name == who[0])
            ends.append(f"{way}是{listed(who)} {format_value(value, indicator)}")
    parts += ["，".join(ends)] if ends else []
    for absence in ABSENCES:
        absent = [
            label_of(r, names)
            for r in observations
            if r.value is None and absence_text(r) == absence
        ]
        if absent:
            parts.append(f"{absence}：{listed(absent)}")
    if missing:
        parts.append(f"没有边界、未画出：{listed(r.short_name for r in missing)}")
    return "；".join(parts) + "。"


def _frame(region: Region, drawn: Sequence[Observation], boundaries: Boundaries) -> Extent:
    """West, south, east, north of the map, with a little air."""
    if region.code == NATION:
        return _NATION_FRAME
    found = region.bounds or boundaries.bounds(r.region.code for r in drawn)
    west, south, east, north = found or _NATION_FRAME
    air = max(east - west, north - south) * 0.015
    return west - air, south - air, east + air, north + air


def _projection(region: Region, frame: Extent) -> dict[str, Any]:
    west, south, east, north = frame
    projection: dict[str, Any] = {"type": "mercator"}
    longitudes, latitudes = [west, east], [south, north]
    if region.code == NATION:
        projection = {"type": "conic conformal", "parallels": [25, 47], "rotation": {"lon": 105}}
        longitudes, latitudes = _NATION_LONGITUDES, _NATION_LATITUDES
    return {
        "visible": False,
        "showframe": False,
        "bgcolor": "rgba(0,0,0,0)",
        "projection": projection,
        "lonaxis": {"range": longitudes},
        "lataxis": {"range": latitudes},
        "domain": {"x": [0, 1], "y": [0, 1]},
    }


def _inset_projection(palette: Palette, narrow: bool) -> dict[str, Any]:
    west, south, east, north = _INSET_FRAME
    return {
        "visible": False,
        "showframe": True,
        "framecolor": palette.secondary,
        "framewidth": 1,
        "bgcolor": palette.surface,
        "projection": {"type": "mercator"},
        "lonaxis": {"range": [west, east]},
        "lataxis": {"range": [south, north]},
        "domain": {"x": [0.86, 1.0], "y": [0.0, 0.23 if narrow else 0.28]},
    }


def _polygons(
    codes: list[str], boundaries: Boundaries, colours: Sequence[str], **more: Any
) -> dict[str, Any]:
    """A trace of polygons; ``z`` (from 0) picks among ``colours``."""
    steps = [(index / len(colours), (index + 1) / len(colours)) for index in range(len(colours))]
    scale = [[edge, colour] for edges, colour in zip(steps, colours, strict=True) for edge in edges]
    return {
        "type": "choropleth",
        "geojson": boundaries.url,
        "featureidkey": "id",
        "locations": codes,
        "z": [0] * len(codes),
        "zmin": -0.5,
        "zmax": len(colours) - 0.5,
        "colorscale": scale,
        "showscale": False,
        **unfaded(),
    } | more


def _outline(codes: list[str], boundaries: Boundaries, colour: str, width: float) -> dict[str, Any]:
    line = {"color": colour, "width": width}
    clear = ("rgba(0,0,0,0)",)
    return _polygons(codes, boundaries, clear, marker={"line": line}, hoverinfo="skip")


def _layers(
    drawn: Sequence[Observation],
    region: Region,
    boundaries: Boundaries,
    palette: Palette,
    classes: Classes,
    labels: dict[str, str],
    frame: Extent,
    width: int,
) -> dict[str, Any]:
    """The traces of the main map from the ground up, and how many regions have no value, by why."""
    counts: dict[str, int] = dict.fromkeys(ABSENCES, 0)
    hatched: dict[str, list[str]] = {word: [] for word, shape in ABSENCES.items() if shape}
    codes, heights, names, details = [], [], [], []
    colours = (*classes_colours(classes, palette), palette.no_data)
    brief = len(drawn) > _MANY
    for observation in drawn:
        code, value = observation.region.code, observation.value
        codes.append(code)
        names.append(hover.name(labels.get(code, observation.region.name)))
        details.append(hover.brief_facts(observation) if brief else hover.facts(observation))
        if value is not None:
            heights.append(classes.index(value))
            continue
        heights.append(len(colours) - 1)
        absence = absence_text(observation)
        counts[absence] += 1
        if absence in hatched:
            hatched[absence].append(code)
    unknown = []
    if region.code == NATION:
        unknown = [c for c in NOT_COVERED if c in boundaries and c not in codes]
        counts[Absence.NO_DATA] += len(unknown)
        hatched[Absence.NO_DATA] += unknown
    border = 0.7 if len(drawn) <= _MANY else 0.25
    line = {"color": palette.border, "width": border}
    traces = []
    if len(drawn) <= _MANY:
        traces.append(_outline(codes + unknown, boundaries, palette.coast, 2.0))
    if codes:
        template = hover.template(drawn[0].indicator, brief=brief)
        traces.append(
            _polygons(
                codes,
                boundaries,
                colours,
                z=heights,
                text=names,
                customdata=details,
                hovertemplate=template,
                marker={"line": line},
            )
        )
    if unknown:
        said = [f"<b>{NOT_COVERED[code]}</b><br>无数据" for code in unknown]
        plain = {"marker": {"line": line}, "hovertext": said, "hoverinfo": "text"}
        traces.append(_polygons(unknown, boundaries, (palette.no_data,), **plain))
    spacing = round((frame[2] - frame[0]) / width * 7, 4)
    rising = [*hatched[Absence.NOT_REPORTED], *hatched[Absence.NO_SUCH]]
    falling = [*hatched[Absence.NO_DATA], *hatched[Absence.NO_SUCH]]
    for codes, is_rising in ((rising, True), (falling, False)):
        lines = boundaries.hatching(codes[:_MANY], spacing, rising=is_rising)
        traces += _lines(lines, palette.hatch, 0.9, "geo")
    return {"main": traces, "counts": counts}


def classes_colours(classes: Classes, palette: Palette) -> tuple[str, ...]:
    """The colour of each class, which ranking and grid share with the map."""
    return palette.class_colours(len(classes))


def _grounds(drawn: Sequence[Observation], classes: Classes, palette: Palette) -> list[str]:
    """The colour that each region is filled with."""
    colours = classes_colours(classes, palette)
    values = [observation.value for observation in drawn]
    return [palette.no_data if v is None else colours[classes.index(v)] for v in values]


def _lines(lines: Lines, colour: str, width: float, geo: str) -> list[dict[str, Any]]:
    longitudes, latitudes = lines
    if not longitudes:
        return []
    return [
        {
            "type": "scattergeo",
            "geo": geo,
            "mode": "lines",
            "lon": longitudes,
            "lat": latitudes,
            "line": {"color": colour, "width": width},
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]


def _inset(
    traces: list[dict[str, Any]],
    drawn: Sequence[Observation],
    boundaries: Boundaries,
    palette: Palette,
    dash_line: Lines,
) -> list[dict[str, Any]]:
    """The same polygons again in the inset, only those that reach into it, and the dash line."""
    west, south, east, north = _INSET_FRAME
    near = {
        code
        for code in [r.region.code for r in drawn] + list(NOT_COVERED)
        if (around := boundaries.bounds([code])) is not None
        and around[0] < east
        and around[2] > west
        and around[1] < north
        and around[3] > south
    }
    copies = []
    for trace in traces:
        if trace["type"] != "choropleth":
            continue
        kept = [index for index, code in enumerate(trace["locations"]) if code in near]
        copy = trace | {"geo": "geo2", "marker": {"line": {"color": palette.border, "width": 0.4}}}
        if trace.get("hoverinfo") == "skip":
            copy["marker"] = {"line": {"color": palette.coast, "width": 1}}
        for key in ("locations", "z", "text", "customdata", "hovertext"):
            if key in trace:
                copy[key] = [trace[key][index] for index in kept]
        if kept:
            copies.append(copy)
    return copies + _lines(dash_line, palette.secondary, 1.1, "geo2")
