"""Maps: the children or leaves of a region, coloured by one indicator."""

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
from dashboard.charts.geometry import Boundaries, Extent, Ground, Lines
from dashboard.charts.labels import NATION_SPOTS, Name, place_labels
from dashboard.charts.map_legend import ABSENCES, entry_width, legend_entries
from dashboard.charts.map_words import why_without
from dashboard.charts.palette import Palette
from dashboard.charts.shades import NO_TARGET, Shades, by_value
from dashboard.observations import Absence, Observation, absence_text
from dashboard.regions import NATION, Level, Region

HAINAN = "460000"
# Drawn on the nation's map even if they have no observation, as 无数据.
NOT_COVERED = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}

_NATION_FRAME = (73.0, 17.5, 135.5, 54.0)
# The corners that frame the nation in its conic projection without empty margins.
_NATION_LONGITUDES, _NATION_LATITUDES = [78.0, 127.0], [17.6, 54.0]
_INSET_FRAME = (106.5, 2.5, 123.0, 24.6)
# With more regions than this, names are not written, and only islands and regions that are not
# covered have outlines.
_MANY = 400


class Map(NamedTuple):
    """A map, the regions among its observations that have no polygon, and the ground on it that is
    no region."""

    figure: Figure
    missing: list[Region]
    grounds: list[Ground]


def choropleth(
    observations: Sequence[Observation],
    region: Region,
    palette: Palette,
    boundaries: Boundaries,
    *,
    classes: Classes,
    shades: Shades | None = None,
    dash_line: Lines = ([], []),
    labels: dict[str, str] | None = None,
    highlight: str | None = None,
    names: bool = True,
    narrow: bool = False,
    width: int = 440,
    height: int | None = None,
) -> Map:
    """The regions of ``observations`` (children or leaves of ``region``) in colours of ``classes``,
    or of other ``shades``.

    A click on a polygon selects a point whose ``customdata[0]`` is the region's code. Regions
    without a value are grey. Those that did not report (未上报), have no such row (无此类) or
    never report (无数据) are hatched; the legend has a count for each reason. The nation's map
    draws Hong Kong, Macau and Taiwan as 无数据, with or without observations. It has an inset of
    the South China Sea, as the map of Hainan has. Ground that is no region is drawn as 无数据; its
    hover text says what it is.

    Args:
        boundaries: from :func:`dashboard.charts.geometry.boundaries` for ``region``.
        dash_line: from :func:`dashboard.charts.geometry.dash_line`, for maps with the inset.
        labels: names by code, for regions whose short names are ambiguous.
        highlight: the code of the region to outline.
        names: write names on the map where they fit.
        width: the smallest width in pixels that names are placed for.
    """
    drawn = [observation for observation in observations if observation.region.code in boundaries]
    missing = [
        observation.region
        for observation in observations
        if observation.region.code not in boundaries
    ]
    if not drawn and region.code != NATION:
        return Map(empty("这一地区没有可用的边界数据。", palette), missing, [])
    width = min(width, 370) if narrow else width
    height = height or (390 if narrow else 460)
    inset = region.code in (NATION, HAINAN)
    frame = _frame(region, drawn, boundaries)
    grounds = _grounds(region, boundaries)
    shades = shades or by_value(classes, palette)
    layers = _layers(
        drawn, grounds, region, boundaries, palette, shades, labels or {}, frame, width
    )
    traces = layers["main"]
    if highlight is not None and highlight in boundaries:
        traces.append(_outline([highlight], boundaries, palette.ink, 2.2))
    if inset:
        traces += _lines(dash_line, palette.secondary, 1.4, "geo")
        traces += _inset(traces, drawn, boundaries, palette, dash_line)
    written = _names(drawn, grounds, boundaries, labels or {}, every=names and len(drawn) <= _MANY)
    spots = NATION_SPOTS if region.code == NATION else None
    traces += place_labels(written, palette, frame, width, height, spots)
    entries = legend_entries(layers["counts"], shades, palette)
    fitted, bottom = {}, 34
    if narrow:
        widest, columns = entry_width(shades, width)
        fitted, bottom = {"entrywidth": widest}, 14 + 20 * -(-len(entries) // columns)
    layout: dict[str, Any] = {
        "clickmode": CLICKABLE,
        "geo": _projection(region, frame),
        "showlegend": True,
        "legend": legend(palette, y=0, yanchor="top", **fitted),
        # The bars behind the legend's swatches have axes of their own, which take no room.
        "xaxis": hidden_axis(domain=[0, 0.001]),
        "yaxis": hidden_axis(domain=[0, 0.001]),
    }
    if inset:
        layout["geo2"] = _inset_projection(palette, narrow)
    return Map(
        figure([*traces, *entries], palette, height=height, margin=(0, 0, 0, bottom), **layout),
        missing,
        grounds,
    )


def _grounds(region: Region, boundaries: Boundaries) -> list[Ground]:
    """The ground on the map that is no region: all in the file; of a city only its own."""
    whole = region.level in (Level.NATION, Level.PROVINCE)
    return [ground for ground in boundaries.grounds if whole or ground.region == region.code]


def _names(
    drawn: Sequence[Observation],
    grounds: Sequence[Ground],
    boundaries: Boundaries,
    labels: dict[str, str],
    *,
    every: bool,
) -> list[Name]:
    """The names to write: of every region or only of those not covered, and of other ground."""
    regions = {observation.region.code: observation.region for observation in drawn}
    found = [
        Name(code, labels.get(code, region.short_name), region.label_point, region.bounds)
        for code, region in regions.items()
        if every or code in NOT_COVERED
    ]
    around = {ground.code: boundaries.bounds([ground.code]) for ground in grounds}
    return found + [
        Name(ground.code, ground.short_name, ground.label, around[ground.code])
        for ground in grounds
    ]


def _frame(region: Region, drawn: Sequence[Observation], boundaries: Boundaries) -> Extent:
    """West, south, east, north of the map in degrees, with a small margin."""
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
    """A trace of polygons; each ``z`` is an index into ``colours``, from 0."""
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
    grounds: Sequence[Ground],
    region: Region,
    boundaries: Boundaries,
    palette: Palette,
    shades: Shades,
    labels: dict[str, str],
    frame: Extent,
    width: int,
) -> dict[str, Any]:
    """The traces of the main map, lowest first; and counts of regions without value by reason."""
    counts: dict[str, int] = dict.fromkeys(ABSENCES, 0)
    hatched: dict[str, list[str]] = {word: [] for word, shape in ABSENCES.items() if shape}
    codes, heights, names, details = [], [], [], []
    colours = (*shades.colours, palette.no_data)
    goals = any(observation.goal for observation in drawn)
    brief = len(drawn) > _MANY
    for observation in drawn:
        code, value = observation.region.code, observation.value
        codes.append(code)
        names.append(hover.name(labels.get(code, observation.region.name)))
        details.append(
            hover.brief_facts(observation) if brief else hover.facts(observation, goals=goals)
        )
        shade = None if value is None else shades.of(observation)
        if shade is not None:
            heights.append(shade)
            continue
        heights.append(len(colours) - 1)
        absence = NO_TARGET if value is not None else absence_text(observation)
        counts[absence] += 1
        if absence in hatched:
            hatched[absence].append(code)
    unknown = {ground.code: why_without(ground) for ground in grounds}
    if region.code == NATION:
        unknown |= {
            code: f"<b>{name}</b><br>无数据"
            for code, name in NOT_COVERED.items()
            if code in boundaries and code not in codes
        }
    counts[Absence.NO_DATA] += len(unknown)
    hatched[Absence.NO_DATA] += unknown
    border = 0.7 if len(drawn) <= _MANY else 0.25
    line = {"color": palette.border, "width": border}
    edged = [*codes, *unknown]
    if len(drawn) > _MANY:
        edged = [code for code in edged if code in NOT_COVERED or _is_far(code, frame, boundaries)]
    traces = [_outline(edged, boundaries, palette.coast, 2.0)] if edged else []
    if codes:
        template = hover.template(drawn[0].indicator, brief=brief, goals=goals)
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
        said = list(unknown.values())
        plain = {"marker": {"line": line}, "hovertext": said, "hoverinfo": "text"}
        traces.append(_polygons(list(unknown), boundaries, (palette.no_data,), **plain))
    spacing = round((frame[2] - frame[0]) / width * 7, 4)
    rising = [*hatched[Absence.NOT_REPORTED], *hatched[Absence.NO_SUCH]]
    falling = [*hatched[Absence.NO_DATA], *hatched[Absence.NO_SUCH]]
    # Half the spacing for small ground, so that some line crosses it.
    small = [
        ground.code
        for ground in grounds
        if (around := boundaries.bounds([ground.code])) and around[2] - around[0] < spacing * 4
    ]
    falling = [code for code in falling if code not in small]
    for codes, apart, is_rising in (
        (rising, spacing, True),
        (falling, spacing, False),
        (small, spacing / 2, False),
    ):
        lines = boundaries.hatching(codes[:_MANY], apart, rising=is_rising)
        traces += _lines(lines, palette.hatch, 0.9, "geo")
    return {"main": traces, "counts": counts}


def _is_far(code: str, frame: Extent, boundaries: Boundaries) -> bool:
    """Whether a region lies south of the map's frame: islands that only the inset shows."""
    around = boundaries.bounds([code])
    return around is not None and around[1] < frame[1]


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
    """The polygons that reach into the inset, drawn again there, and the dash line."""
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
