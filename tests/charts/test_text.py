import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.text import cut, inert, listed, plain_number, round_ticks, signed, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("广州市", "广州市"),
        ("<b>粗</b>", "&lt;b&gt;粗&lt;/b&gt;"),
        ("A&B", "A&amp;B"),
        ("&lt;", "&amp;lt;"),
        ("%{text} 96%", "%&#123;text} 96%"),
        ("一\n二\x00", "一 二 "),
        ("安\u202e全\u2066", "安全"),
    ],
)
def test_inert(text: str, shown: str):
    assert inert(text) == shown


@given(st.text())
def test_nothing_that_plotly_acts_on_survives(text: str):
    shown = inert(text)
    assert "<" not in shown
    assert ">" not in shown
    assert "%{" not in shown
    assert shown.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").count("&") == (
        shown.count("&#123;")
    )


@given(st.text(max_size=60), st.integers(30, 200))
def test_cut_texts_fit(text: str, pixels: int):
    short = cut(text, pixels)
    assert short == text or (width(short) <= pixels and short.endswith("…"))


def test_widths():
    assert width("广州", 10) == 20
    assert width("96", 10) == pytest.approx(11.2)


@pytest.mark.parametrize(
    ("number", "written"),
    [(90.0, "90"), (95.5, "95.5"), (1000, "1,000"), (-3.0, "−3"), (0, "0"), (-1e-9, "0")],
)
def test_plain_number(number: float, written: str):
    assert plain_number(number) == written


@pytest.mark.parametrize(
    ("change", "written"), [(1.2, "+1.2"), (-0.5, "−0.5"), (0.04, "0.0"), (-0.04, "0.0")]
)
def test_signed(change: float, written: str):
    assert signed(change) == written


def test_round_ticks():
    assert round_ticks(0, 100) == [0, 20, 40, 60, 80, 100]
    assert round_ticks(88.3, 101.2, 4) == [90, 95, 100]
    assert round_ticks(5, 5) == [5]
    assert round_ticks(98.52, 98.71, 4, 0.1) == [98.6, 98.7]


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9), st.integers(2, 8))
def test_ticks_lie_inside(low: float, size: float, count: int):
    high = low + size
    ticks = round_ticks(low, high, count)
    air = (abs(low) + abs(high)) * 1e-6 + 1e-6
    assert all(low - air <= tick <= high + air for tick in ticks)
    assert len(ticks) <= count + 1


def test_listed():
    assert listed(["清远", "江门"]) == "清远、江门"
    assert listed(["清远", "江门", "汕头", "东莞"]) == "清远、江门、汕头等 4 个"
