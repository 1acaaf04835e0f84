"""The stations page lists the stations whose unit is none or lies elsewhere, if any."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pipeline import build
from dashboard.settings import ROOT, Home
from tests.pages.opening import go_to_page
from tests.tiny_exports import TODAY, tiny_rows, write_tiny_exports

TITLE = "服务单位有疑问的站点"


@pytest.fixture
def open_stations(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    def opened(home: Home, region: str) -> AppTest:
        monkeypatch.setenv("DASHBOARD_HOME", str(home.path))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.query_params["region"] = region
        app.run()
        go_to_page(app, "stations")
        app.query_params["region"] = region
        app.run()
        assert not app.exception
        return app

    return opened


def written(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.fixture
def doubtful_home(tiny_copy: Home) -> Home:
    stations = tiny_rows()["stations"]
    town = next(row for row in stations if row["tier"] == "town")
    stations += [
        town | {"station_id": "X1", "name": "无此镇服务站", "unit_code": "440103999"},
        town | {"station_id": "X2", "name": "邻县服务站", "region_code": "440104"},
    ]
    write_tiny_exports(tiny_copy.exports, {"stations": stations})
    build(tiny_copy, today=TODAY)
    return tiny_copy


def test_they_are_listed_with_what_is_doubtful(doubtful_home: Home, open_stations) -> None:
    shown = written(open_stations(doubtful_home, "440100"))
    assert TITLE in shown
    for text in ("无此镇服务站", "440103999", "单位不在名录中", "邻县服务站", "单位不在所填地区"):
        assert text in shown
    # X2's unit lies in 荔湾, and X2 in 越秀.
    assert "邻县服务站" not in written(open_stations(doubtful_home, "440103"))


def test_where_there_are_none_there_is_no_list(tiny_home: Home, open_stations) -> None:
    assert TITLE not in written(open_stations(tiny_home, "440100"))
