"""Streamlit's Plotly, cut to the traces that pages draw."""

import re
from pathlib import Path

import pytest
from streamlit import file_util

from dashboard.settings import ROOT
from dashboard.ui import plotly_bundle
from dashboard.ui.plotly_bundle import TRACES, cut, without_unused_traces

SMALL = (
    'var aa=_({"src/core.js"(e,t){t.exports=bb()}}),bb=_({"src/lib/used.js"(e,t){'
    "t.exports=`}${'}'+{a:`}`}.a}`.replace(/[/}]/g,\"}\")}}),"
    'cc=_({"src/lib/unused.js"(e,t){t.exports=1}}),dd=_({"src/lib/of_pie.js"(e,t){t.exports=cc()}});'
    'function between(){return 1}var ee=_({"lib/bar.js"(e,t){t.exports=bb()}}),'
    'ff=_({"lib/pie.js"(e,t){t.exports=[dd(),cc()]}});return _({"lib/index.js"(e,t){var n=aa();'
    "n.register([ee(),ff()]),t.exports=n}})()"
)


def test_only_what_the_traces_need_is_left() -> None:
    assert cut(SMALL) == (
        SMALL.replace("{t.exports=1}", "{}")
        .replace("{t.exports=cc()}", "{}")
        .replace("{t.exports=[dd(),cc()]}", "{}")
        .replace("[ee(),ff()]", "[ee()]")
    )


def test_what_is_made_otherwise_is_refused_and_sent_whole() -> None:
    for script in ("var a=1", SMALL.replace("t.exports=1}", "t.exports=(1}")):
        with pytest.raises(ValueError, match=r"lib/index\.js|brackets"):
            cut(script)
        assert without_unused_traces(script.encode()) == script.encode()


def test_the_traces_are_those_that_figures_are_made_of() -> None:
    made = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "dashboard/charts").glob("*.py")
    )
    kinds = set(re.findall(r'"type": "([a-z0-9]+)"', made)) - {
        "category",
        "line",
        "mercator",
        "rect",
    }
    assert kinds == TRACES


def test_the_installed_streamlit_is_the_one_that_is_cut() -> None:
    """Where this fails after an upgrade: try the new file, and name it in TRIED_WITH."""
    [file] = (Path(file_util.get_static_dir()) / "static" / "js").glob("PlotlyChart.*.js")
    whole = file.read_bytes()
    assert len(without_unused_traces(whole)) < len(whole) * 0.4
    assert plotly_bundle.TRIED_WITH
