"""Whatever an address says: a short notice once, as plain text, and the default."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pipeline import build
from dashboard.settings import ROOT, Home
from dashboard.ui.view import LONGEST_SEARCH, shortened
from tests.pages.opening import go_to_page
from tests.pages.test_pages import html, notices
from tests.tiny_exports import TODAY

Open = Callable[..., AppTest]


@pytest.fixture
def open_at(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page of a home (the tiny one) at an address, once."""

    def opened(page: str = "overview", home: Home = tiny_home, **parameters: str) -> AppTest:
        monkeypatch.setenv("DASHBOARD_HOME", str(home.path))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        if page != "overview":
            app.run()
            go_to_page(app, page)
        for name, value in parameters.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return opened


EVIL = (
    "https://evil.example/x",
    ":material/home: :red[x]",
    "[a](https://evil.example)",
    "<img src=x onerror=alert(1)>",
    "**粗** `x` $y$",
)


@pytest.mark.parametrize(
    ("page", "parameter"),
    [
        ("overview", "region"),
        ("overview", "tier"),
        ("overview", "grain"),
        *(("placement", n) for n in ("year", "period", "indicator", "extent", "rows", "build")),
    ],
)
@pytest.mark.parametrize("value", ["9" * 5000, *EVIL])
def test_garbage_is_told_shortly_as_text_once_and_taken_out(
    open_at: Open, page: str, parameter: str, value: str
) -> None:
    app = open_at(page, **{parameter: value})
    said = notices(app)
    assert value[:15] in said
    assert len(said) < 120
    assert "<img src=x" not in html(app)
    assert not app.warning
    assert parameter not in app.query_params
    app.run()
    assert notices(app) == ""


def test_it_does_not_follow_to_the_next_page(open_at: Open) -> None:
    app = open_at("placement", year="9" * 5000, region="440000")
    go_to_page(app, "relief").run()
    assert not app.exception
    assert notices(app) == ""
    assert "<h1>广东省</h1>" in html(app)


@pytest.mark.parametrize(
    "year", ["２０２５", "2025 ", "+2025", "2025.0", "-1", "1e3", "0", "二〇二五"]
)
def test_only_a_year_is_a_year(open_at: Open, year: str) -> None:
    app = open_at(year=year)
    assert "年的数据，已改为 2025 年" in notices(app)


@pytest.mark.parametrize(
    "period", ["m1-13", "m0-1", "m5-3", "m" + "9" * 5000 + "-1", "m１-３", "\x00", "m1-3\n", "q5"]
)
def test_only_a_period_is_a_period(open_at: Open, period: str) -> None:
    app = open_at(period=period)
    assert "这个时段，已改为至最新月" in notices(app)
    assert "1–10月" in html(app)


def test_empty_ones_are_none(open_at: Open) -> None:
    app = open_at(region="", year="", period="", indicator="", category="", extent="")
    assert notices(app) == ""


def test_of_several_categories_the_known_stay(open_at: Open) -> None:
    app = open_at("placement", placement_category="nonsense,retired_cadres," + "x" * 3000)
    assert "nonsense" in notices(app)
    assert len(notices(app)) < 80
    assert app.query_params["placement_category"] in ("retired_cadres", ["retired_cadres"])


def test_a_former_code_is_written_anew(open_at: Open) -> None:
    app = open_at(region="371202")
    assert "现为莱芜区（370116）" in notices(app)
    assert app.query_params["region"] in ("370116", ["370116"])
    app.run()
    assert notices(app) == ""
    assert "<h1>莱芜区</h1>" in html(app)


def test_pages_of_lists_and_searches(open_at: Open) -> None:
    app = open_at("stations", region="440103", weak_page="9" * 5000)
    assert "无效，已显示第一页" in notices(app)
    app = open_at("stations", region="440103", weak_search="长" * (LONGEST_SEARCH + 1))
    assert f"最多 {LONGEST_SEARCH} 个字" in notices(app)
    assert "共 2 条" in html(app)


def test_what_is_shown_of_a_visitor_s_text() -> None:
    assert shortened("abc") == "abc"
    assert shortened("x" * 5000) == "x" * 20 + "…"
    assert shortened("a\x00b\u202ec\u200bd\ne") == "abcde"


def test_a_name_without_end_is_cut_and_told_in_the_hover(open_at: Open, tiny_copy: Home) -> None:
    path = next(p for p in tiny_copy.exports.rglob("*.parquet") if "memorial" in str(p))
    sites = pq.read_table(path)
    name = "烈" * 10_000
    sites = sites.set_column(
        sites.schema.get_field_index("name"), "name", pa.array([name] * sites.num_rows)
    )
    pq.write_table(sites, path)
    build(tiny_copy, today=TODAY)
    written = html(open_at("memorial", tiny_copy, region="440000"))
    assert f'<td class="long" title="{name}"><span>{"烈" * 160}…</span></td>' in written
