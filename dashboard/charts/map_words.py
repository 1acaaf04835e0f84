"""A map in words: its sentence, and why some ground has no figures."""

from collections.abc import Sequence

from dashboard.charts import hover
from dashboard.charts.classes import Classes
from dashboard.charts.geometry import Ground
from dashboard.charts.map_legend import ABSENCES
from dashboard.charts.text import inert, listed
from dashboard.figure_titles import extremes, superlatives
from dashboard.figure_words import absence_words
from dashboard.indicators import format_value
from dashboard.narrative import label_of
from dashboard.observations import Observation, absence_text
from dashboard.ranking import rank
from dashboard.regions import Region
from dashboard.standing_words import standings_words


def choropleth_alt(
    observations: Sequence[Observation],
    region: Region,
    classes: Classes,
    missing: Sequence[Region] = (),
    grounds: Sequence[Ground] = (),
    *,
    labels: dict[str, str] | None = None,
    aims: bool = False,
) -> str:
    """The map in a sentence: indicator, extremes, who has no value, ground that is no region; with
    ``aims`` how regions stand against their targets."""
    names = labels or {}
    if not observations:
        return f"{region.title}地图：没有数据。"
    indicator = observations[0].indicator
    parts = [
        f"{region.title}地图：{len(observations)} 个地区{observations[0].when}的{indicator.name}"
    ]
    if aims:
        parts += standings_words(observations, names)
    elif len(classes) > 1:
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
            parts.append(f"{absence_words(absence)}：{listed(absent)}")
    if missing:
        parts.append(f"没有边界、未画出：{listed(r.short_name for r in missing)}")
    if grounds:
        parts.append(grounds_words(grounds))
    return "；".join(parts) + "。"


def grounds_words(grounds: Sequence[Ground]) -> str:
    """The ground on the map that is no region, in words."""
    return f"{listed((ground.short_name for ground in grounds), most=9)}不是行政区划，没有数据"


def why_without(ground: Ground) -> str:
    """The hover text of ground that is no region."""
    return (
        f"<b>{hover.name(ground.name)}</b><br>{inert(ground.what)}，不是行政区划"
        "<br>不单独上报，无数据"
    )
