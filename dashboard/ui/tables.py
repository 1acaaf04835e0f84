"""Tables of regions with bars in cells.

They are HTML, so that they wrap, print completely and are read by screen readers. page.js sorts the
sortable ones.
"""

from collections.abc import Sequence

from dashboard.charts.hover import change_number, in_full
from dashboard.charts.scales import Scale, common_scale
from dashboard.figure_words import as_total, no_change_words, when_words
from dashboard.indicators import Indicator
from dashboard.observations import EVERYTHING, CategoryFilter, Observation, absence_text, own_part
from dashboard.periods import Period
from dashboard.ranking import Ranked, rank
from dashboard.region_words import divisions_title
from dashboard.standing_words import inherited_words
from dashboard.ui.context import PageContext
from dashboard.ui.coverage_marks import coverage_sign
from dashboard.ui.divisions import divisions_note, divisions_words, on_divisions
from dashboard.ui.panels import Panel, panel, show_panel
from dashboard.ui.provenance_links import observation_address, traced
from dashboard.ui.table_choices import (
    TableChoice,
    none_left,
    show_table_choice,
    table_choice,
)
from dashboard.ui.table_parts import NO_CELL, goal_cells, table_html
from dashboard.ui.text import plain_html
from dashboard.ui.view import available_years, region_address


def show_children_table(
    context: PageContext, indicators: Sequence[Indicator], limits: CategoryFilter = EVERYTHING
) -> None:
    """One row a compared region, one row of what their parent reports itself (本级), and one row of
    the parent's total (合计). Cells hold each indicator's value with a bar, and its change."""
    if not context.compares:
        return
    choice = table_choice(context, indicators[0], limits)
    by = choice.threshold and choice.by
    if by is not None and by not in indicators:
        indicators = [*indicators, by]
    codes = tuple(indicator.code for indicator in indicators)
    said = (codes, limits, choice.indicator.code, choice.threshold)
    if choice.years:
        made = context.cached(
            lambda: _years(context, limits, choice), "years", *said, choice.divisions
        )
    else:
        made = context.cached(
            lambda: _children(context, indicators, limits, choice), "children", *said
        )
    show_panel(context, made, "children", limits, beside=lambda: show_table_choice(choice))


def _children(
    context: PageContext,
    indicators: Sequence[Indicator],
    limits: CategoryFilter,
    choice: TableChoice,
) -> Panel:
    under = context.compared_under
    compared = [context.compared(indicator, limits) for indicator in indicators]
    wholes = [_whole(context, indicator, limits) for indicator in indicators]
    own = [
        None if whole.indicator.is_rate else own_part(whole, observations)
        for whole, observations in zip(wholes, compared, strict=True)
    ]
    when = when_words([observation for observations in compared for observation in observations])
    judged = context.compared(choice.by, limits)
    kept = {one.region.code for one in judged if choice.keeps(one)}
    unlisted = [one for each in compared for one in each if one.region.code not in kept]
    compared = [[one for one in each if one.region.code in kept] for each in compared]
    rows = [_linked_name(context, one.region.code) for one in compared[0]]
    totals = [as_total(whole) for whole in wholes]
    feet = [
        _name(next((apart.region.name for apart in own if apart), "")),
        _name(totals[0].region.name),
    ]
    heads = _heading("地区", "region", "name")
    for indicator, observations, apart, whole in zip(
        indicators, compared, own, totals, strict=True
    ):
        known = [r.value for r in (*observations, apart) if r is not None and r.value is not None]
        scale = common_scale(known, indicator)
        most = max([indicator.ceiling or 0, *(value / scale.divisor for value in known)]) or 1
        compares = any(observation.previous for observation in observations)
        aims = any(observation.goal for observation in (*observations, whole))
        for place, observation in enumerate(observations):
            home = observation_address(context, observation)
            rows[place] += _cells(observation, scale, most, compares, home)
            rows[place] += goal_cells(observation, scale) if aims else ""
        home = observation_address(context, whole)
        feet[0] += (
            (1 + compares) * NO_CELL
            if apart is None
            else _cells(apart, scale, most, compares, home)
        ) + 2 * aims * NO_CELL
        # A sum has no bar: it would be far longer than those of its parts.
        feet[1] += _cells(whole, scale, most if indicator.is_rate else None, compares, home)
        feet[1] += goal_cells(whole, scale) if aims else ""
        heads += _heading(f"{indicator.short_name}（{scale.unit}）", indicator.code, "number")
        if compares:
            heads += _heading(
                f"同比（{indicator.change_unit}）", f"{indicator.code}_change", "number"
            )
        if aims:
            heads += _heading(f"目标（{scale.unit}）", f"{indicator.code}_target", "number")
            heads += _heading("目标进度", f"{indicator.code}_standing", "number")
    word = context.tree.count_word(under.code)
    title = f"{under.title}各{word}一览"
    if not any(own):
        feet = feet[1:]
    # A selection of regions does not add up to these rows.
    if choice.threshold is not None:
        own, totals, feet = [None] * len(own), [None] * len(totals), []
    shown = [
        observation
        for observations, apart, whole in zip(compared, own, totals, strict=True)
        for observation in (*observations, apart, whole)
        if observation is not None
    ]
    return panel(
        title + choice.words,
        f"{when}，{choice.sentence(judged, word)}；点表头可排序",
        table_html(title, heads, rows, feet, "sortable") if rows else none_left(choice, word),
        "",
        indicators,
        shown,
        title,
        note=inherited_words([one for each in compared for one in each], word),
        unlisted=unlisted,
        threshold=choice.threshold,
    )


def _years(context: PageContext, limits: CategoryFilter, choice: TableChoice) -> Panel:
    """One row a compared region: the indicator's value in the same months of every year, and its
    rank in each year."""
    under, indicator = context.compared_under, choice.indicator
    now = context.compared(indicator, limits)
    judged = now if choice.threshold is None else context.compared(choice.by, limits)
    codes = [one.region.code for one in judged if choice.keeps(one)]
    months, word = context.period(indicator), context.tree.count_word(under.code)
    by_year: dict[int, dict[str, Ranked]] = {}
    for year in sorted(available_years(context.build)):
        same = Period(year, months.first_month, months.last_month)
        every = [one.region.code for one in now]
        found = context.reader.observations(indicator, every, same, limits)
        found = on_divisions(context, found, choice.divisions)
        by_year[year] = {item.observation.region.code: item for item in rank(found)}
    shown = [items[code].observation for items in by_year.values() for code in codes]
    left = [i.observation for items in by_year.values() for c, i in items.items() if c not in codes]
    scale = common_scale([one.value for one in shown if one.value is not None], indicator)
    rows = [_linked_name(context, code) for code in codes]
    heads = _heading("地区", "region", "name")
    for year, items in by_year.items():
        heads += _heading(f"{year}年（{scale.unit}）", f"y{year}", "number")
        heads += _heading("名次", f"rank{year}", "number")
        for place, code in enumerate(codes):
            home = observation_address(context, items[code].observation)
            rows[place] += _year_cells(items[code], scale, home)
    first, last = min(by_year), max(by_year)
    title = f"{under.title}各{word} {first}–{last} 年{indicator.short_name}和名次"
    return panel(
        title + choice.words,
        f"历年{months.short_label}，{choice.sentence(judged, word)}；名次在全部{word}中排定，"
        f"点表头可排序{divisions_words(choice.divisions)}",
        table_html(title, heads, rows, kind="sortable") if rows else none_left(choice, word),
        "",
        [indicator],
        shown,
        f"{title}{divisions_title(choice.divisions)}",
        note=divisions_note(context, choice.divisions, [under], [one.period for one in shown]),
        unlisted=left,
        threshold=choice.threshold,
    )


def _year_cells(item: Ranked, scale: Scale, home: str) -> str:
    observation = item.observation
    full = plain_html(in_full(observation))
    if observation.value is None:
        said = _value(absence_text(observation), home)
        return f'<td class="number" title="{full}">{said}</td>{NO_CELL}'
    value = coverage_sign(observation)
    value += _value(scale.write(observation.value).removesuffix("%"), home)
    place = '<td class="number">未排名</td>'
    if item.rank is not None:
        place = f'<td class="number" data-value="{item.rank}">{item.rank}</td>'
    cell = f'<td class="number" data-value="{observation.value!r}" title="{full}">{value}</td>'
    return cell + place


def _whole(context: PageContext, indicator: Indicator, limits: CategoryFilter) -> Observation:
    """The observation of the region whose children are the rows."""
    under = context.compared_under.code
    if under in (family := context.family(indicator, limits)):
        return family[under]
    # On a leaf's page the family does not include the parent.
    return context.reader.observation(indicator, under, context.period(indicator), limits)


def year_table(
    name: str, years: Sequence[int], rows: Sequence[Sequence[Observation]], *, spans: bool
) -> str:
    """One row an indicator, one column a year, and the change of the last year.

    The observations of a row are those of the years. Bars compare the values of a row. ``spans``
    adds the months to each row.
    """
    heads = '<th class="name">指标</th>'
    heads += "".join(f'<th class="number">{year}年</th>' for year in years)
    lines = []
    for observations in rows:
        indicator = observations[0].indicator
        known = [observation.value for observation in observations if observation.value is not None]
        scale = common_scale(known, indicator)
        most = max((value / scale.divisor for value in known), default=0) or 1
        unit = scale.unit + (f"，{observations[-1].period.short_label}" if spans else "")
        cells = _name(f"{indicator.short_name}（{unit}）")
        cells += "".join(
            _cells(observation, scale, most, compares=False) for observation in observations
        )
        last = observations[-1]
        changed = no_change_words(last)
        if last.change is not None:
            changed = change_number(last.change, indicator)
            changed += " 个百分点" if indicator.unit == "%" else ""
        lines.append(f'{cells}<td class="number {last.judgement}">{plain_html(changed)}</td>')
    return table_html(name, f'{heads}<th class="number">同比</th>', lines, (), "years")


def _name(text: str, *, chosen: bool = False, link: str = "", code: str = "") -> str:
    """The first cell of a row. The page's own region among its siblings is emphasised; the other
    names are links to ``link``, which page.js turns into the page's address with the region
    ``code``."""
    name = f"<b>{plain_html(text)}</b>" if chosen else plain_html(text)
    if link and not chosen:
        name = f'<a href="{plain_html(link)}" data-region="{code}">{name}</a>'
    return f'<th scope="row" class="name">{name}</th>'


def _linked_name(context: PageContext, code: str) -> str:
    """The first cell of a compared region's row, with a link to the region."""
    return _name(
        context.tree.label(code),
        chosen=code == context.view.region.code,
        link=region_address(context.view, code),
        code=code,
    )


def _heading(text: str, column: str, kind: str) -> str:
    """The heading of a sortable column. ``column`` identifies it if the table is drawn again."""
    return (
        f'<th class="{kind}" data-column="{column}">'
        f'<button type="button">{plain_html(text)}</button></th>'
    )


def _cells(
    observation: Observation, scale: Scale, most: float | None, compares: bool, home: str = ""
) -> str:
    """The cells of a value: the value in the column's unit with a bar, and the change if
    ``compares``. ``home`` is the address at which the value is followed home.

    ``most`` is the value of a full bar; None draws no bar. ``data-value`` is the sort key.
    """
    full = plain_html(in_full(observation))
    change = no_change_words(observation)
    if observation.change is not None:
        change = change_number(observation.change, observation.indicator).removesuffix("%")
    sorts = "" if observation.change is None else f' data-value="{observation.change!r}"'
    changed = f'<td class="number {observation.judgement}"{sorts}>{change}</td>' if compares else ""
    if observation.value is None:
        said = _value(absence_text(observation), home)
        return f'<td class="number bar" title="{full}">{said}</td>{changed}'
    value = observation.value / scale.divisor
    share = "" if most is None else f'style="--share:{max(value, 0) / most:.1%}" '
    kind = "number bar" + (" bare" if most is None else "")
    return (
        f'<td class="{kind}" data-value="{observation.value!r}" {share}title="{full}">'
        f"{coverage_sign(observation)}"
        f"{_value(scale.write(observation.value).removesuffix('%'), home)}</td>{changed}"
    )


def _value(text: str, home: str) -> str:
    """What a cell says, with a link to where it comes from."""
    return traced(text, home, apart=True) if home else plain_html(text)
