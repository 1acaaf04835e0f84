"""The placement page as it is usually written: plotly.express, pandas, raw facts, defaults.

Only the benchmarks run it. It asks the same questions as pages/placement.py.
"""

import json
import os
from pathlib import Path

import duckdb
import plotly.express as px
import streamlit as st

st.set_page_config(layout="wide")
region = st.query_params.get("region", "440000")
database = duckdb.connect(os.environ["BENCH_DATABASE"], read_only=True)
facts = database.execute(
    """
    select f.*, r.parent, year(f.month) as year from facts_placements as f
    inner join region_ancestors as a on f.region_code = a.code and a.ancestor = ?
    inner join regions as r on f.region_code = r.code
    """,
    [region],
).df()
children = database.execute("select code, name from regions where parent = ?", [region]).df()
ancestors = database.execute("select code, ancestor from region_ancestors").df()
last = facts["month"].max()
months = facts[facts["month"].dt.month <= last.month]
this, previous = months[months["year"] == last.year], months[months["year"] == last.year - 1]
for column, field in zip(st.columns(3), ("due", "placed", "placed_on_time"), strict=True):
    column.metric(field, int(this[field].sum()), int(this[field].sum() - previous[field].sum()))
joined = this.merge(ancestors, left_on="region_code", right_on="code")
by_child = (
    joined[joined["ancestor"].isin(children["code"])]
    .groupby("ancestor")[["due", "placed"]]
    .sum()
    .reset_index()
    .merge(children, left_on="ancestor", right_on="code")
)
by_child["rate"] = by_child["placed"] / by_child["due"] * 100
shapes = json.loads(Path(os.environ["BENCH_GEOMETRY"], f"{region}.geojson").read_text())
chart = px.choropleth(
    by_child, geojson=shapes, locations="code", featureidkey="id", color="rate", hover_name="name"
)
st.plotly_chart(chart.update_geos(fitbounds="locations", visible=False))
st.plotly_chart(px.bar(by_child.sort_values("rate"), x="rate", y="name", orientation="h"))
trend = facts.groupby(["year", facts["month"].dt.month])[["due", "placed"]].sum().reset_index()
trend["rate"] = trend["placed"] / trend["due"] * 100
st.plotly_chart(px.line(trend, x="month", y="rate", color="year"))
kinds = this.groupby("category")[["due", "placed"]].sum().reset_index()
kinds["rate"] = kinds["placed"] / kinds["due"] * 100
st.plotly_chart(px.bar(kinds, x="category", y="rate"))
st.dataframe(by_child)
