"""A province's, a city's and a county's own dashboard: nothing above or beside it anywhere."""

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
