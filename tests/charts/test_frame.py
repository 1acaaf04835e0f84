import json

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.frame import Figure, config, empty, figure
from dashboard.charts.palette import LIGHT

TRACE = {"type": "bar", "x": [1, 2], "y": [3, 4]}


def test_a_figure_is_handed_over_as_the_dictionary_it_was_made_of():
    specification = {"data": [TRACE], "layout": {"height": 100}}
    made = Figure(specification)
    assert isinstance(made, go.Figure)
    assert made.to_dict() is specification


def test_asking_for_anything_else_makes_it_in_full():
    made = Figure({"data": [dict(TRACE)], "layout": {"height": 100}})
    assert made.layout.height == 100
    made.update_layout(height=200)
    assert made.data[0].type == "bar"
    assert made.to_dict()["layout"]["height"] == 200


def test_a_property_that_plotly_does_not_know_is_refused_then():
    made = Figure({"data": [TRACE | {"no_such_property": 1}], "layout": {}})
    with pytest.raises(ValueError, match="no_such_property"):
        _ = made.data


def test_an_attribute_that_no_figure_has_is_an_error():
    with pytest.raises(AttributeError):
        _ = figure([dict(TRACE)], LIGHT, height=100).no_such_attribute


def test_layout_of_a_figure_wins_over_the_shared_one():
    made = figure([dict(TRACE)], LIGHT, height=100, margin=(1, 2, 3, 4), hovermode="y")
    layout = made.to_dict()["layout"]
    assert layout["hovermode"] == "y"
    assert layout["margin"] == {"l": 1, "r": 2, "t": 3, "b": 4, "pad": 0}


def _page() -> None:
    import streamlit as st

    from dashboard.charts.frame import config, figure
    from dashboard.charts.palette import LIGHT

    trace = {"type": "scatter", "x": [1, None, 3], "y": [1.5, None, 2], "text": ["甲", "", "乙"]}
    st.plotly_chart(figure([trace], LIGHT, height=123), config=config(), theme=None, key="chart")


def test_streamlit_sends_what_plotly_would_have_checked():
    page = AppTest.from_function(_page).run()
    assert not page.exception
    sent = json.loads(page.get_by_key("chart").proto.spec)
    trace = {"type": "scatter", "x": [1, None, 3], "y": [1.5, None, 2], "text": ["甲", "", "乙"]}
    whole = go.Figure(figure([trace], LIGHT, height=123).to_dict()).to_dict()
    # Plotly's own template is all that its checks may add.
    whole["layout"].pop("template", None)
    assert sent == json.loads(json.dumps(whole))


def test_an_empty_figure_says_why_as_text():
    layout = go.Figure(empty("<b>无</b>", LIGHT).to_dict()).layout
    assert layout.annotations[0].text == "&lt;b&gt;无&lt;/b&gt;"
    # A line of text, and no void below it.
    assert layout.height < 80


def test_configuration_is_offline_and_chinese():
    found = config()
    assert found["topojsonURL"].startswith("data:application/json,")
    assert found["topojsonURL"].endswith("#")
    assert json.loads(found["topojsonURL"].split(",", 1)[1].removesuffix("#"))["objects"] == {}
    zoomed = config(zoom=True)
    assert zoomed["locale"] in zoomed["locales"]
    assert "locales" not in found  # no buttons, no words
    assert found["displaylogo"] is False
    assert found["displayModeBar"] is False
    assert config(zoom=True)["modeBarButtons"] == [["zoomInGeo", "zoomOutGeo", "resetGeo"]]
    assert "toImage" not in json.dumps(config(zoom=True))
