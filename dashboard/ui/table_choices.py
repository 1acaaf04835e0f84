"""The choices of a table of regions, kept in the address: this period or every year, all regions
or those whose rate is below a threshold."""

import re
from dataclasses import dataclass

import streamlit as st

from dashboard.indicators import Indicator, comparable_value
from dashboard.observations import CategoryFilter, Observation
from dashboard.ui.context import PageContext
from dashboard.ui.divisions import chosen_divisions, show_divisions
from dashboard.ui.view import choose, declare, parameter, seeded, selected

TABLES = {"period": "本期", "years": "逐年"}
THRESHOLDS = ("50", "60", "70", "80", "85", "90", "95", "100")
declare("table", TABLES)


@dataclass(frozen=True, slots=True)
class TableChoice:
    """What a table of regions shows. ``indicator`` is the page's indicator, for its years and the
    threshold. ``below`` is the threshold in %, None for all regions. ``divisions`` are those of the
    years, '' where there is nothing to choose."""

    indicator: Indicator
    years: bool
    below: float | None
    divisions: str = ""

    def keeps(self, observation: Observation) -> bool:
        """Whether the observation's region is shown: its value, as written, is below the threshold.
        A region without a value is not."""
        if self.below is None:
            return True
        value = observation.value
        return value is not None and comparable_value(value, self.indicator) < self.below

    @property
    def words(self) -> str:
        """The threshold in words: 安置完成率低于 90%; '' for all regions."""
        if self.below is None:
            return ""
        return f"{self.indicator.short_name}低于 {self.below:g}%"


def table_choice(context: PageContext, first: Indicator, limits: CategoryFilter) -> TableChoice:
    """The choice in the address. ``first`` is the indicator if the address names none."""
    notices = context.view.notices
    indicator = context.catalogue.indicators.get(st.query_params.get("indicator", ""), first)
    years = selected("table", list(TABLES), "period", notices) == "years"
    below = parameter(
        "below", lambda said: said if re.fullmatch(r"\d{1,3}(\.\d)?", said) else None, "", notices
    )
    limit = float(below) if below and indicator.is_percentage else None
    divisions = ""
    if years:
        regions = [one.region for one in context.compared(indicator, limits)]
        divisions = chosen_divisions(context, [indicator], limits, regions)
    return TableChoice(indicator, years, limit, divisions)


def show_table_choice(choice: TableChoice) -> None:
    """Shows the switch between this period and every year, for a rate the threshold, and of years
    the divisions."""
    show_divisions(choice.divisions, "children")
    if choice.indicator.is_percentage:
        current = "" if choice.below is None else f"{choice.below:g}"
        offered = sorted({*THRESHOLDS, current} - {""}, key=float)
        st.selectbox(
            f"只看{choice.indicator.short_name}低于",
            ["", *offered],
            key=seeded("pick_below", current),
            format_func=lambda one: f"低于 {one}%" if one else "全部地区",
            label_visibility="collapsed",
            on_change=lambda: choose(below=st.session_state["pick_below"] or None),
            width=132,
        )
    st.segmented_control(
        "本期或逐年",
        list(TABLES),
        key=seeded("pick_table", "years" if choice.years else "period"),
        format_func=TABLES.__getitem__,
        label_visibility="collapsed",
        required=True,
        on_change=lambda: choose(table=st.session_state["pick_table"]),
    )
