"""The placement page as it is usually written: plotly.express, pandas, raw facts, defaults.

Only the benchmarks run it. It asks the same questions of the same DuckDB file as
pages/placement.py: four figures with last year's, their course over two years and their place
among the siblings; a map, a ranking, a trend, the categories, a table of the children.
"""

import json
import os
from pathlib import Path

import duckdb
import pandas as pd
import plotly.express as px
import streamlit as st

PERIODS = {
    "全年": (1, 12),
    "一季度": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
}
MEASURES = ["due", "placed", "placed_on_time"]


@st.cache_resource
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(os.environ["BENCH_DATABASE"], read_only=True)


def ask(query: str, **parameters) -> pd.DataFrame:
    return connection().cursor().execute(query, parameters).df()


def with_rates(frame: pd.DataFrame) -> pd.DataFrame:
    frame["placement rate"] = frame["placed"] / frame["due"] * 100
    frame["on time"] = frame["placed_on_time"] / frame["placed"] * 100
    return frame


def by_region(parent: str, year: int, first: int, last: int) -> pd.DataFrame:
    """A row a child of the parent: its sums and rates in those months."""
    return with_rates(
        ask(
            """
            select r.code, r.name, sum(f.due) as due, sum(f.placed) as placed,
                sum(f.placed_on_time) as placed_on_time
            from facts_placements as f
            inner join region_ancestors as a on f.region_code = a.code
            inner join regions as r on a.ancestor = r.code
            where r.parent = $parent and year(f.month) = $year
                and month(f.month) between $first and $last
            group by r.code, r.name
            """,
            parent=parent,
            year=year,
            first=first,
            last=last,
        )
    )


def over_time(region: str, by: str) -> pd.DataFrame:
    """The region's sums and rates by month and by another column."""
    return with_rates(
        ask(
            f"""
            select year(f.month) as year, month(f.month) as month, {by} as grouped,
                sum(f.due) as due, sum(f.placed) as placed,
                sum(f.placed_on_time) as placed_on_time
            from facts_placements as f
            inner join region_ancestors as a on f.region_code = a.code
            where a.ancestor = $region
            group by all
            order by all
            """,  # noqa: S608 - a column of this file
            region=region,
        )
    )


st.set_page_config(layout="wide")
regions = ask("select code, name, parent from regions").set_index("code")
region = st.query_params.get("region", "440000")
year = int(st.query_params.get("year", "2025"))
first, last = 1, 12
if "-" in st.query_params.get("period", ""):
    first, last = map(int, st.query_params["period"].removeprefix("m").split("-"))
with st.sidebar:
    codes = list(regions.index)
    st.selectbox("Region", codes, codes.index(region), format_func=lambda c: regions["name"][c])
    st.selectbox("Year", [year, year - 1, year - 2])
    chosen = st.pills("Period", list(PERIODS))
    if chosen:
        first, last = PERIODS[chosen]
st.title(regions["name"][region])

months = over_time(region, "''")
within = months[months["month"].between(first, last)].groupby("year")[MEASURES].sum()
within = with_rates(within.reset_index()).set_index("year")
parent = regions["parent"][region]
siblings = by_region(parent, year, first, last) if pd.notna(parent) else pd.DataFrame()
for column, figure in zip(
    st.columns(4), ["placement rate", "on time", "placed", "due"], strict=True
):
    now, before = within[figure][year], within[figure][year - 1]
    recent = months[months["year"].isin([year - 1, year])][figure]
    column.metric(figure, f"{now:,.1f}", f"{now - before:,.1f}", chart_data=recent)
    if len(siblings):
        place = siblings.set_index("code")[figure].rank(ascending=False)[region]
        column.caption(f"{place:.0f} of {len(siblings)}")

children = by_region(region, year, first, last)
earlier = by_region(region, year - 1, first, last)
table = children.merge(earlier, on=["code", "name"], suffixes=("", " a year before"))
if pd.isna(parent):
    path = Path(os.environ["BENCH_GEOMETRY"], "provinces.geojson")
else:
    path = next(
        path
        for path in (
            Path(os.environ["BENCH_GEOMETRY"], "cities", f"{region}.geojson"),
            Path(os.environ["BENCH_GEOMETRY"], "counties", f"{region[:2]}0000.geojson"),
        )
        if path.exists()
    )
shapes = json.loads(path.read_text(encoding="utf-8"))
left, right = st.columns(2)
chart = px.choropleth(
    table,
    geojson=shapes,
    locations="code",
    featureidkey="id",
    color="placement rate",
    hover_name="name",
)
left.plotly_chart(chart.update_geos(fitbounds="locations", visible=False))
ranked = table.sort_values("placement rate")
right.plotly_chart(
    px.bar(
        ranked,
        x=["placement rate", "placement rate a year before"],
        y="name",
        orientation="h",
        barmode="group",
    )
)
trend = months[months["year"].isin([year - 1, year])].astype({"year": str})
st.plotly_chart(px.line(trend, x="month", y="placement rate", color="year"))
kinds = over_time(region, "category")
kinds = kinds[kinds["month"].between(first, last) & kinds["year"].isin([year - 1, year])]
kinds = with_rates(kinds.groupby(["year", "grouped"])[MEASURES].sum().reset_index())
kinds["year"] = kinds["year"].astype(str)
st.plotly_chart(px.bar(kinds, x="placement rate", y="grouped", color="year", barmode="group"))
st.dataframe(table)
st.download_button("CSV", table.to_csv().encode(), "placements.csv")
