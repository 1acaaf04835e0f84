from dashboard.charts.checklists import SHARES, item_checklist, item_checklist_alt
from dashboard.charts.palette import LIGHT
from tests.charts.samples import EVIL, checked, make_observation, make_region

ITEMS = ["英名墙", "不动产登记率"]
ONE, TWO = make_region("440100", "广州市"), make_region("440200", EVIL)
ROWS = [
    (ONE, [make_observation(ONE, 1000), make_observation(ONE, 1000)]),
    (TWO, [make_observation(TWO, 550), None]),
]


def cells(figure) -> dict[tuple[int, int], tuple[str, str, list[str]]]:
    return {
        (row, column): (text, trace["textfont"]["color"], facts)
        for trace in figure.to_dict()["data"]
        if trace.get("mode") == "text"
        for row, column, text, facts in zip(
            trace["y"], trace["x"], trace["text"], trace["customdata"], strict=True
        )
    }


def test_colours_are_the_fixed_classes_and_gaps_are_dashes():
    figure = item_checklist(ROWS, ITEMS, LIGHT)
    checked(figure)
    ground = figure.to_dict()["data"][0]
    assert ground["z"] == [[4, 4], [0, 5]]
    found = cells(figure)
    assert found[(0, 0)][0] == "100%"
    assert found[(1, 0)][0] == "55%"
    assert found[(1, 1)][0] == "—"
    assert found[(0, 0)][1] == LIGHT.surface
    assert found[(1, 0)][1] == LIGHT.ink


def test_a_share_below_a_hundred_is_never_written_as_one():
    almost = [(ONE, [make_observation(ONE, 997), make_observation(ONE, 1000)])]
    almost.append((TWO, [make_observation(TWO, 999.9), make_observation(TWO, 2)]))
    figure = item_checklist(almost, ITEMS, LIGHT)
    assert figure.to_dict()["data"][0]["z"] == [[3, 4], [3, 0]]
    found = cells(figure)
    assert (found[(1, 0)][0], found[(1, 1)][0]) == ("&gt;99%", "&lt;1%")
    assert found[(0, 0)][0] == "&gt;99%"
    assert found[(0, 1)][0] == "100%"


def test_a_cell_knows_its_region_and_its_numbers():
    found = cells(item_checklist(ROWS, ITEMS, LIGHT))
    assert found[(0, 0)][2] == ["440100", "广州市", "英名墙", "100.0%（1,000/1,000）"]
    assert found[(1, 1)][2][0] == "440200"
    assert "<" not in found[(1, 0)][2][1]


def test_headers_break_and_names_are_inert():
    layout = item_checklist(ROWS, ITEMS, LIGHT).to_dict()["layout"]
    assert layout["xaxis"]["ticktext"] == ["英名墙", "不动产登<br>记率"]
    assert "<" not in layout["yaxis"]["ticktext"][1]
    items = ["保护级别审批", "标识牌悬挂", "展陈馆（宣讲厅）"]
    rows = [(ONE, [make_observation(ONE, 1000)] * 3)]
    headers = item_checklist(rows, items, LIGHT).to_dict()["layout"]["xaxis"]["ticktext"]
    assert headers == ["保护级别<br>审批", "标识牌<br>悬挂", "展陈馆<br>（宣讲厅）"]


def test_nothing_to_list_is_said():
    assert "没有可以列出" in checked(item_checklist([], ITEMS, LIGHT)).layout.annotations[0].text


def test_alt_text_counts_what_is_finished():
    assert item_checklist_alt(ROWS, ITEMS) == (
        "2 个地区的单项完成情况：英名墙 1/2 个地区全部完成；不动产登记率 1/1 个地区全部完成。"
    )


def test_the_fixed_classes_agree_with_their_labels():
    assert [SHARES.index(value) for value in (0, 59.9, 60, 80, 90, 99.9, 100)] == [
        0, 0, 1, 2, 3, 3, 4
    ]  # fmt: skip
