"""A province's, a city's and a county's own dashboard: nothing above or beside it anywhere."""

import json
from collections.abc import Callable

import pytest

from dashboard.pipeline import build
from dashboard.settings import Home
from dashboard.systems import catalogue
from tests.pages.opening import open_page
from tests.pages.test_pages import html, notices
from tests.tiny_exports import TODAY, tiny_rows, write_tiny_exports

Homes = Callable[..., Home]
PAGES = ("overview", *catalogue().systems)


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    """A home with the tiny exports of regions whose codes begin so, made once."""
    made: dict[tuple[str, str], Home] = {}

    def of(prefix: str, own: str = "") -> Home:
        if (prefix, own) not in made:
            home = Home(tmp_path_factory.mktemp("own"))
            rows = {
                table: [row for row in rows if row["region_code"].startswith(prefix)]
                for table, rows in tiny_rows().items()
            }
            write_tiny_exports(home.exports, {name: found for name, found in rows.items() if found})
            if own:
                home.settings.write_text(f'own_region: "{own}"', encoding="utf-8")
            build(home, today=TODAY)
            made[prefix, own] = home
        return made[prefix, own]

    return of


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("prefix", "own", "name"),
    [
        ("44", "", "广东省"),
        ("4401", "", "广州市"),
        ("441900", "", "东莞市"),
        ("440103", "440103", "荔湾区"),
    ],
)
def test_a_page_opens_on_it(
    monkeypatch, homes, page: str, prefix: str, own: str, name: str
) -> None:
    app = open_page(monkeypatch, homes(prefix, own), page)
    body = html(app)
    assert f"<h1>{name}</h1>" in body
    assert not notices(app)
    assert "全国" not in body.replace("全国示范型", "")
    assert "31 个省" not in body
    assert not [one for one in app.button if one.key and one.key.startswith("up_")]
    assert "pick_sibling" not in {one.key for one in app.selectbox}


def test_it_ends_at_the_own_region(monkeypatch, homes) -> None:
    """Breadcrumb, search and addresses; the files still say which province a county lies in."""
    home = homes("44")
    app = open_page(monkeypatch, home, "placement", region="440103")
    ups = [one.key for one in app.button if one.key and one.key.startswith("up_")]
    assert ups == ["up_440000", "up_440100"]
    app = open_page(monkeypatch, home, "placement", region="430000")
    assert "没有代码为“430000”的地区，或不在广东省范围内，已改为广东省" in notices(app)
    app.text_input(key="find_region_440000").set_value("湘潭").run()
    assert "没有找到“湘潭”" in html(app)


def test_a_department_with_nothing_below_it_is_told_of_nothing_below_it(monkeypatch, homes) -> None:
    """Warnings, what needs attention, the items of sites, and the files of every page."""
    home = homes("441900")
    body = html(open_page(monkeypatch, home, "warnings"))
    assert "东莞市2025年1–10月有 " in body
    assert "按规则逐项检查本地区，" in body
    for nonsense in ("下级地区", "下一级地区", "为本地区整体的问题"):
        assert nonsense not in body
    overview = open_page(monkeypatch, home, "overview")
    assert "本地区的全部预警见“预警”页" in html(overview)
    assert "下一级" not in html(overview)
    governance = html(open_page(monkeypatch, home, "governance"))
    assert "张月报</div>" in governance
    for nonsense in ("缺报县区", "应报县区", "县区月", "没有缺报的县区"):
        assert nonsense not in governance
    app = open_page(monkeypatch, homes("440103", "440103"), "memorial")
    assert "荔湾区，完成比重<" in html(app)
    assert "点击进入" not in html(app)
    (grid,) = (
        json.loads(one.proto.spec)
        for one in app.get("plotly_chart")
        if "单项完成情况" in one.proto.alt
    )
    assert grid["layout"]["yaxis"]["ticktext"] == ["荔湾"]


def test_items_that_no_site_owes_are_not_told_as_done_alike(monkeypatch, homes) -> None:
    """仙桃's one site is no public-ceremony site: it owes neither a wall of names nor a hall, and
    has nothing of the other four."""
    body = html(open_page(monkeypatch, homes("429004", "429004"), "memorial"))
    assert "逐项完成情况：4 项均为 0.0%" in body
