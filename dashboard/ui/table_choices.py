"""The choices of a table of regions, kept in the address: this period or every year, all regions
or those that a threshold leaves."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.indicators import Indicator
from dashboard.observations import CategoryFilter, Observation
from dashboard.region_words import counted
from dashboard.threshold import Threshold, plain_limit, read_limit
from dashboard.ui.context import PageContext
from dashboard.ui.divisions import chosen_divisions, show_divisions
from dashboard.ui.switches import show_switch
from dashboard.ui.text import plain_html
from dashboard.ui.view import choose, declare, forget, parameter, seeded, selected

TABLES = {"period": "本期", "years": "逐年"}
declare("table", TABLES)
_LIMITS = {"above": "高于", "below": "低于"}


@dataclass(frozen=True, slots=True)
class TableChoice:
    """What a table of regions shows. ``indicator`` is the page's indicator, for its years;
    ``offered`` are those that a threshold may stand on, ``by`` the one it stands on.
    ``threshold`` is None for all regions. ``divisions`` are those of the years, '' where there is
    nothing to choose."""

    indicator: Indicator
    years: bool
    offered: tuple[Indicator, ...]
    by: Indicator
    threshold: Threshold | None
    divisions: str = ""

    def keeps(self, observation: Observation) -> bool:
        """Whether the region of an observation of ``by`` is shown."""
        return self.threshold is None or self.threshold.keeps(observation)

    @property
    def words(self) -> str:
        """The threshold in words, for a title: （安置完成率低于 90%）; '' for all regions."""
        return "" if self.threshold is None else f"（{self.threshold.words()}）"

    def sentence(self, observations: Sequence[Observation], word: str) -> str:
        """How many regions are shown, of how many: 5 个县（市、区）中有 1 个符合“完成率低于 90%”.

        ``observations`` are those of ``by`` of all the regions, ``word`` is what counts these.
        """
        every = counted(len(observations), word)
        if self.threshold is None:
            return f"共 {every}"
        kept = sum(self.keeps(one) for one in observations)
        without = sum(one.value is None for one in observations)
        said = f"{every}中有 {kept:,} 个符合“{self.threshold.words()}”"
        return said + (f"（{without:,} 个没有数值，不在其内）" if without else "")


def none_left(choice: TableChoice, word: str) -> str:
    """What stands in place of a table without rows."""
    words = choice.threshold.words() if choice.threshold else ""
    return f'<p class="none-left">没有{word}符合“{plain_html(words)}”。</p>'


def table_choice(context: PageContext, first: Indicator, limits: CategoryFilter) -> TableChoice:
    """The choice in the address. ``first`` is the page's indicator if the address names none."""
    notices, known = context.view.notices, context.catalogue.indicators
    indicator = known.get(st.query_params.get("indicator", ""), first)
    years = selected("table", list(TABLES), "period", notices) == "years"
    headlines = context.reader.present(context.system.page.headlines)
    offered = {one.code: one for one in (indicator, *headlines)}
    above, below = (_limit(name, notices) for name in _LIMITS)
    asked = st.query_params.get("by", "")
    limited = above is not None or below is not None
    by = offered[
        selected("by", list(offered), indicator.code, notices, _no_such_by if limited else None)
    ]
    if asked not in ("", by.code):
        # What was a limit of an indicator that is not offered is no limit of another.
        forget(*_LIMITS)
        limited = False
    threshold = Threshold(by, above, below) if limited else None
    divisions = ""
    if years:
        regions = [one.region for one in context.compared(indicator, limits)]
        divisions = chosen_divisions(context, [indicator], limits, regions)
    return TableChoice(indicator, years, tuple(offered.values()), by, threshold, divisions)


def _no_such_by(shown: str) -> str:
    return f"地址中的“by={shown}”无效，按它筛选的范围一并略去。"


def _limit(name: str, notices: list[str]) -> float | None:
    said = parameter(name, lambda value: None if read_limit(value) is None else value, "", notices)
    return read_limit(said) if said else None


def show_table_choice(choice: TableChoice) -> None:
    """Shows the switch between this period and every year, what opens the threshold and, of years,
    the divisions."""
    show_divisions(choice.divisions, "children")
    opened = st.popover("按数值筛选", key="pick_threshold", on_change="rerun", width="content")
    if opened.open:
        with opened:
            _show_threshold(choice)
    show_switch("本期或逐年", "table", TABLES, "years" if choice.years else "period")


def _show_threshold(choice: TableChoice) -> None:
    """Shows the indicator of the threshold and its two limits."""
    units = {one.code: f"{one.short_name}（{one.unit}）" for one in choice.offered}
    st.selectbox(
        "只看这一指标",
        list(units),
        key=seeded("pick_by", choice.by.code),
        format_func=units.__getitem__,
        on_change=lambda: choose(by=st.session_state["pick_by"]),
    )
    now = choice.threshold or Threshold(choice.by, None, None)
    for name, word in _LIMITS.items():
        limit = now.above if name == "above" else now.below
        st.text_input(
            f"{word}（{choice.by.unit}）",
            key=seeded(f"pick_{name}", "" if limit is None else plain_limit(limit)),
            placeholder="如 90" if choice.by.is_percentage else "如 500、1.5万",
            on_change=_take_limit,
            args=(name, choice.by.code),
        )
    st.button(
        "显示全部地区",
        key="pick_all",
        type="tertiary",
        disabled=choice.threshold is None,
        on_click=choose,
        kwargs={"by": None, "above": None, "below": None},
    )


def _take_limit(name: str, by: str) -> None:
    """Writes a limit to the address, and the indicator that it was written for."""
    said = st.session_state[f"pick_{name}"].strip()
    limit = read_limit(said)
    # What is no number stands in the address as it was written: the page says that it is none.
    written = said if limit is None else plain_limit(limit)
    choose(**{"by": by, name: written or None})
