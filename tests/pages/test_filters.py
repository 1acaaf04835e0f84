"""The filters of pages: each dimension under its own name in the address, any number at once."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.settings import Home
from tests.pages.opening import open_page as at_page

Open = Callable[..., AppTest]


@pytest.fixture
def open_page(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> Open:
    def opened(page: str, **parameters: str) -> AppTest:
        return at_page(monkeypatch, tiny_home, page, **parameters)

    return opened


def html(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def card(app: AppTest, name: str) -> str:
    return next(part for part in html(app).split('<div class="card') if f">{name}</div>" in part)


def test_stations_by_national_model(open_page: Open) -> None:
    app = open_page("stations", region="440000")
    assert app.multiselect(key="pick_national_model").label == "示范型"
    app.multiselect(key="pick_national_model").set_value(["model"]).run()
    assert app.query_params["national_model"] == "model"
    body = html(app)
    assert "已筛选：全国示范型。" in body
    assert ">1<" in card(app, "在用服务中心（站）")
    assert "名录只记现状，没有往年的数据" in html(
        open_page("stations", region="440000", national_model="model", indicator="stations_active")
    )
    others = open_page("stations", region="440000", national_model="other")
    assert "不适用" in card(others, "全国示范型站点")
    assert "全国示范型站点不适用于所选类别" in html(others)


def test_memorial_sites_by_public_ceremony(open_page: Open) -> None:
    app = open_page("memorial")
    assert app.multiselect(key="pick_public_ceremony").label == "公祭"
    app.multiselect(key="pick_public_ceremony").set_value(["other"]).run()
    assert app.query_params["public_ceremony"] == "other"
    assert "已筛选：非公祭场所。" in html(app)
    assert "不适用" in card(app, "提质改造完成率")
    assert ">1<" in card(app, "县级以上纪念设施")
    # The list of what sites lack obeys it, too.
    assert "M7烈士陵园" in html(app)
    assert "M2烈士陵园" not in html(app)


def test_an_address_with_two_dimensions(open_page: Open) -> None:
    app = open_page("relief", region="440000", programme="hardship,emergency", fund="county")
    body = html(app)
    assert "已筛选：应急救助、困难帮扶、县级资金。" in body
    assert app.multiselect(key="pick_programme").value == ["emergency", "hardship"]
    assert app.multiselect(key="pick_fund").value == ["county"]
    assert "6.00" in card(app, "帮扶支出")
    app.multiselect(key="pick_fund").set_value([]).run()
    assert "fund" not in app.query_params
    assert "16.00" in card(app, "帮扶支出")


def test_addresses_from_before_dimensions_had_names(open_page: Open) -> None:
    app = open_page("relief", region="440000", category="hardship", subcategory="county")
    assert "已筛选：困难帮扶、县级资金。" in html(app)
    assert app.query_params["programme"] == "hardship"
    assert app.query_params["fund"] == "county"
    assert "category" not in app.query_params


def test_a_past_month_has_no_stars(open_page: Open) -> None:
    """What the registry says of today is not said of then: no bars of nothing."""
    app = open_page("stations", region="440000", year="2024", period="q1")
    assert "名录只记现状，截至2024年3月末的星级没有数据" in html(app)
