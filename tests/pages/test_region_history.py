"""区划沿革: a region's changes, those below it, both ways, found by what people remember."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.region_history import history_below, mentions
from dashboard.regions import RegionTree
from dashboard.settings import Home
from tests.pages.opening import open_page

TREE = RegionTree.load()
HANGZHOU, SHANGCHENG, GONGSHU, CHONGQING = "330100", "330102", "330105", "500000"


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_a_merger_is_found_from_both_sides() -> None:
    """下城区 became a part of 拱墅区 in 2021."""
    for code in (HANGZHOU, GONGSHU):
        found = [one for one in history_below(TREE, code) if one.change.old_name == "下城区"]
        assert [(one.change.year, one.kind, one.today[-1]) for one in found] == [
            (2021, "并入", GONGSHU)
        ]
        assert found[0].mapped == "按并入后的地区计入"
    assert not [o for o in history_below(TREE, SHANGCHENG) if o.change.old_name == "下城区"]


def test_the_newest_stand_first_and_a_divided_region_names_all_its_heirs() -> None:
    changes = history_below(TREE, CHONGQING)
    assert [one.change.year for one in changes] == sorted(
        (one.change.year for one in changes), reverse=True
    )
    divided = [one for one in changes if one.change.kind == "split" and len(set(one.today)) > 1]
    assert divided
    assert {one.mapped for one in divided} == {"未分到县区，计在上级地区"}


@pytest.mark.parametrize("text", ["下城区", "330103", "2021年", "并入"])
def test_what_people_remember_finds_it(text: str) -> None:
    (merger,) = [o for o in history_below(TREE, GONGSHU) if o.change.old_name == "下城区"]
    assert mentions(merger, text)
    assert not mentions(merger, "江干区")


def test_the_page(tiny_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    body = html(open_page(monkeypatch, tiny_home, "regions", region=HANGZHOU))
    assert "下城区（330103）" in body
    searched = html(
        open_page(monkeypatch, tiny_home, "regions", region=HANGZHOU, history_search="下城")
    )
    assert "下城区（330103）" in searched
    assert "江干区（330104）" not in searched
    nothing = html(open_page(monkeypatch, tiny_home, "regions", region="430302"))
    assert "没有区划变动的记录" in nothing or "条区划变动" in nothing


def test_the_search_leads_to_what_became_of_a_region(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """杭州's 下城区 is looked for on a dashboard of the nation."""
    app = open_page(monkeypatch, tiny_home, "overview")
    (search,) = [one for one in app.text_input if one.label == "查找地区"]
    search.set_value("下城区").run()
    assert any("2021年由下城区并入" in one.label for one in app.button)
    (link,) = re.findall(r'href="([^"]*history_search=[^"]*)"', html(app))
    asked = parse_qs(urlsplit(unescape(link)).query)
    assert urlsplit(link).path.endswith("/regions")
    assert (asked["region"], asked["history_search"]) == ([GONGSHU], ["下城区"])
    (search,) = [one for one in app.text_input if one.label == "查找地区"]
    search.set_value("广州").run()
    assert "history_search" not in html(app)
