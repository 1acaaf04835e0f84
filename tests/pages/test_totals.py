"""Rows of files beside what the page shows: the row that closes a table, the periods of a trend."""

import re

import pytest

from dashboard.settings import Home
from dashboard.ui.files import OFFERS
from tests.exports.support import of_table
from tests.pages.opening import open_page
from tests.pages.test_figures import html


@pytest.mark.parametrize("region", ["440100", "440104"])
def test_the_table_of_a_region_s_parts_ends_in_its_own_values(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch, region: str
) -> None:
    """广州 placed 394 of 365, of which 4 of 5 by its own office; a page of one of its counties,
    which compares the same counties, says so, too."""
    body = html(open_page(monkeypatch, tiny_home, "placement", region=region))
    foot = body.split("<tfoot>")[1].split("</tfoot>")[0]
    own, total = foot.split("</tr>")[:2]
    assert 'class="name">广州本级<' in own
    assert 'class="name">全市合计<' in total
    values = [float(value) for value in re.findall(r'bar[^"]*" data-value="([^"]+)"', total)]
    assert values[0] == pytest.approx(394 / 365 * 100)
    assert values[-2:] == [394, 365]
    # A sum has no bar, which would dwarf those of its parts.
    assert total.count('class="number bar bare"') == 2
    (token,) = re.findall(r'/files/([^"/]+)/csv" aria-label="[^"]*：广州市各区一览"', body)
    offer = OFFERS.find(token)
    assert offer is not None
    records = [r for r in of_table(offer.table()) if r["地区"] == "全市合计"]
    by_code = {record["指标代码"]: record for record in records}
    assert float(by_code["placement_rate"]["指标值"]) == values[0]
    assert (by_code["placement_rate"]["分子"], by_code["placement_rate"]["分母"]) == ("394", "365")
    assert {(r["区划代码"], r["名次"]) for r in records} == {("440100", "")}
    ranked = [r for r in of_table(offer.table()) if r["指标代码"] == "placement_rate"]
    # 荔湾 and 越秀 placed 130 of 120 for each of their weight: both are first.
    assert sorted(r["名次"] for r in ranked)[-2:] == ["1", "1"]


def test_a_trend_of_quarters_has_no_row_of_a_quarter_that_is_not_over(
    tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data reach October."""
    asked = {"region": "440000", "indicator": "volunteers"}
    body = html(open_page(monkeypatch, tiny_home, "strengths", **asked))
    (token,) = re.findall(r'/files/([^"/]+)/csv" aria-label="[^"]*：[^"：]*走势"', body)
    offer = OFFERS.find(token)
    assert offer is not None
    quarters = [record["期间"] for record in of_table(offer.table())]
    assert quarters == ["2025年一季度", "2025年二季度", "2025年三季度"]
