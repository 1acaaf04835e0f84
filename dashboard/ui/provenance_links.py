"""Links from figures to the page that follows them home (溯源)."""

from collections.abc import Iterable, Mapping

from dashboard.indicators import Indicator
from dashboard.observations import EVERYTHING, CategoryFilter, Observation
from dashboard.periods import Period
from dashboard.reader import fitting, held_against
from dashboard.ui.context import PageContext
from dashboard.ui.text import plain_html
from dashboard.ui.view import page_address

PAGE = "provenance"
# What the links are called.
HOME = "溯源"


def provenance_address(
    context: PageContext,
    indicator: Indicator,
    limits: CategoryFilter = EVERYTHING,
    **parameters: str,
) -> str:
    """Where an indicator of the view's region and period is followed home; ``parameters`` may name
    another region, period or side."""
    chosen = {one: ",".join(codes) for one, codes in fitting(limits, indicator).items()}
    return page_address(PAGE, context.view, **{"indicator": indicator.code} | chosen | parameters)


def observation_address(context: PageContext, observation: Observation) -> str:
    """The same of an observation: its own region, months and filter."""
    indicator, period = observation.indicator, observation.period
    where = {"region": observation.region.code}
    if _months(period) != _months(held_against(indicator, context.period(indicator))):
        span = f"m{period.first_month}-{period.last_month}"
        where |= {"year": str(period.year), "period": span}
    return provenance_address(context, indicator, observation.limits, **where)


def _months(period: Period) -> tuple[int, int, int]:
    return period.year, period.first_month, period.last_month


def traced(text: str, address: str, *, said: str = "", apart: bool = False) -> str:
    """A figure, or the word 溯源, as a link to where it comes from. ``said`` is what it is called
    aloud where ``text`` alone tells nothing; ``apart`` keeps it out of the order of the tab key,
    where a table has one in every cell."""
    named = f' aria-label="{plain_html(said)}"' if said else ""
    named += ' tabindex="-1"' if apart else ""
    return (
        f'<a class="traced" href="{plain_html(address)}" target="_self"{named}>'
        f"{plain_html(text)}</a>"
    )


def homes_html(context: PageContext, observations: Iterable[Observation]) -> str:
    """Behind a sentence: a link for each observation that it tells."""
    links = [
        traced(one.indicator.short_name, observation_address(context, one)) for one in observations
    ]
    if not links:
        return ""
    links[0] = f"{HOME}：{links[0]}"
    # No line begins with the comma, or breaks the word before the colon.
    words = [f"{link}、" for link in links[:-1]] + links[-1:]
    return f' <span class="homes">{"".join(f"<span>{word}</span>" for word in words)}</span>'


def traces_html(
    context: PageContext,
    observations: Iterable[Observation],
    limits: CategoryFilter,
    points: str,
    title: str,
) -> str:
    """Below a figure or table: a link for each indicator that it shows, of the view's region; and
    ``points``, those of its points or rows (points_html). ``title`` is the figure's, for the
    name of the list that is read aloud."""
    indicators = {one.indicator.code: one.indicator for one in observations}
    links = [
        (indicator, provenance_address(context, indicator, limits))
        for indicator in indicators.values()
    ]
    if len(links) == 1 and not points:
        ((indicator, address),) = links
        return traced(HOME, address, said=f"{HOME}：{indicator.name}")
    if not links:
        return ""
    each = "".join(f"<p>{traced(one.name, address)}</p>" for one, address in links)
    opener = f'<summary aria-label="{HOME}：{plain_html(title)}">{HOME}</summary>'
    return f"<details>{opener}<section>{each}{points}</section></details>"


def points_html(
    context: PageContext, observations: Iterable[Observation], labels: Mapping[str, str]
) -> str:
    """One link for each observation, by its months or by its region's name in ``labels``: what
    reads a chart by keyboard, or knows of no chart at all, follows any of its points home.

    Observations of one year stand on one line, the newest year first.
    """
    lines: dict[str, list[str]] = {}
    for one in observations:
        label, period = labels.get(one.region.code, ""), one.period
        line = "" if label else f"{period.year}年："
        words = label or period.short_label
        link = traced(words, observation_address(context, one), said=f"{HOME}：{label or one.when}")
        lines.setdefault(line, []).append(link)
    return "".join(
        f'<p class="points">{line}{" ".join(links)}</p>'
        for line, links in sorted(lines.items(), reverse=True)
    )
