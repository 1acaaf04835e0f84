"""指标字典: every indicator of the catalogue, found by what stands in it, and as a file."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.settings import Home
from dashboard.systems import catalogue
from dashboard.ui.files import OFFERS
from tests.exports.support import of_table
from tests.pages.opening import open_page


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def file_of(body: str) -> list[dict[str, str]]:
    (token,) = re.findall(r'data-file="[^"]*/files/([^"]+)/csv"', body)
    offer = OFFERS.find(token)
    assert offer is not None
    return of_table(offer.table())


def test_every_indicator_stands_in_it_and_links_to_its_page(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = html(open_page(monkeypatch, tiny_home, "dictionary", region="440000"))
    indicators = catalogue().indicators
    assert body.count("<section id=") == len(indicators)
    assert "<dt>计算</dt><dd>已安置人数 ÷ 应安置人数</dd>" in body
    assert "<dt>参加排名</dt><dd>分母不少于 20</dd>" in body
    link = "/placement?region=440000&amp;year=2025&amp;period=latest&amp;indicator=placement_rate"
    assert f'href="{link}"' in body
    assert [record["指标代码"] for record in file_of(body)] == list(indicators)


def test_source_columns_are_told_in_chinese(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = html(open_page(monkeypatch, tiny_home, "dictionary", region="440000"))
    told = re.findall(r"<dt>来源列</dt><dd>(.*?)</dd>", body)
    assert len(told) == len(catalogue().indicators)
    # Names of columns stand alone; two words beside each other are English.
    assert [words for words in told if re.search("[a-z],? [a-z]", words)] == []
    assert "帮扶预算 = relief.budget，抚恤补助除外" in body


def test_a_search_finds_by_name_code_and_source(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text, code in (
        ("按时安置率", "placement_on_time_rate"),
        ("PLACEMENT_RATE", "placement_rate"),
    ):
        body = html(open_page(monkeypatch, tiny_home, "dictionary", dictionary_search=text))
        assert f'<section id="{code}">' in body
        assert body.count("<section id=") < 4
        assert len(file_of(body)) == body.count("<section id=")
    nothing = open_page(monkeypatch, tiny_home, "dictionary", dictionary_search="不存在的指标")
    assert "没有含有这些文字的指标。" in [caption.value for caption in nothing.caption]
