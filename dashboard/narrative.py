"""Sentences made from the numbers: what a page, a chart or a list shows, in words.

Chinese, short, without judgement where an indicator has none. Every figure in a
sentence is one that stands on the page too.
"""

from collections.abc import Sequence

from dashboard.indicators import Indicator, format_change, format_value
from dashboard.readings import Ranked, Reading


def change_words(reading: Reading) -> str:
    """The change against the year before: 比去年同期高1.2个百分点, 同比增长8.2%, or ''."""
    change, indicator = reading.change, reading.indicator
    if change is None:
        return ""
    size = format_change(change, indicator).replace(" ", "")
    if reading.direction == "level":
        return "与去年同期持平"
    if indicator.unit == "%":
        return f"比去年同期{'高' if change > 0 else '低'}{size}"
    return f"同比{'增长' if change > 0 else '下降'}{size}"


def state(reading: Reading) -> str:
    """Region, period, indicator and value: 广东省2026年1–10月安置任务完成率96.3%."""
    value = format_value(reading.value, reading.indicator).replace(" ", "")
    return f"{reading.region.name}{reading.period.label}{reading.indicator.short_name}{value}"


def headline(readings: Sequence[Reading], children: dict[str, list[Reading]]) -> str:
    """The opening sentence of a page: its first indicator, then what moved most.

    ``children`` are the children's readings by indicator code; they name the
    regions behind the second clause.
    """
    known = [reading for reading in readings if reading.value is not None]
    if not known:
        return f"{readings[0].region.name}{readings[0].period.label}还没有可以显示的数据。"
    first, others = known[0], [r for r in known[1:] if r.judgement in ("better", "worse")]
    said = [part for part in (state(first), change_words(first)) if part]
    sentence = "，".join(said)
    if others:
        moved = max(others, key=lambda r: (r.judgement == "worse", abs(r.change or 0)))
        sentence += "；" + _moved(moved, children.get(moved.indicator.code, []))
    return sentence + "。"


def _moved(reading: Reading, children: Sequence[Reading]) -> str:
    size = format_change(reading.change, reading.indicator).replace(" ", "")
    verb = (
        ("上升" if (reading.change or 0) > 0 else "回落")
        if reading.indicator.unit == "%"
        else ("增长" if (reading.change or 0) > 0 else "下降")
    )
    sentence = f"{reading.indicator.short_name}{verb}{size}"
    same_way = [
        child
        for child in children
        if child.judgement == reading.judgement and child.change is not None
    ]
    same_way.sort(key=lambda child: -abs(child.change or 0))
    if len(children) > 2 and same_way:
        names = "、".join(child.region.short_name for child in same_way[:3])
        sentence += f"，{names}{'降幅' if (reading.change or 0) < 0 else '升幅'}最大"
    return sentence


def ranking_title(readings: Sequence[Reading], count_word: str) -> str:
    """What a ranking shows: 21 市中 15 市好于去年同期."""
    compared = [reading for reading in readings if reading.change is not None]
    total = f"{len(readings):,} {count_word}"
    if not compared:
        return f"{total}排名"
    indicator = compared[0].indicator
    if indicator.polarity == "neutral":
        more = sum((reading.change or 0) > 0 for reading in compared)
        return f"{total}中 {more:,} {count_word}高于去年同期"
    better = sum(reading.judgement == "better" for reading in compared)
    return f"{total}中 {better:,} {count_word}好于去年同期"


def map_title(ranked: Sequence[Ranked], indicator: Indicator, count_word: str) -> str:
    """What a map shows: 各市安置任务完成率：清远最高，中山最低."""
    placed = [item for item in ranked if item.rank is not None]
    title = f"各{count_word}{indicator.short_name}"
    if len(placed) < 2:
        return title
    best, worst = placed[0].reading, placed[-1].reading
    if best.value == worst.value:
        return f"{title}：都是 {format_value(best.value, indicator)}"
    ends = [_end(placed, item, count_word) for item in (placed[0], placed[-1])]
    if indicator.polarity == "lower":
        ends.reverse()
    return f"{title}：{ends[0]}最高，{ends[1]}最低"


def _end(placed: Sequence[Ranked], end: Ranked, count_word: str) -> str:
    """Who stands at an end of a ranking: its name, or how many share the place."""
    count = sum(item.rank == end.rank for item in placed)
    return f"{count} {count_word}并列" if count > 1 else end.reading.region.short_name


def trend_title(
    indicator: Indicator, this: Sequence[float | None], previous: Sequence[float | None], unit: str
) -> str:
    """What a trend shows: how many of this year's months stand above last year's."""
    pairs = [
        (a, b) for a, b in zip(this, previous, strict=False) if a is not None and b is not None
    ]
    if not pairs:
        return f"{indicator.short_name}逐{unit}走势"
    above = sum(a > b for a, b in pairs)
    way = {"higher": "好于", "lower": "差于", "neutral": "高于"}[indicator.polarity]
    if unit == "年":
        return f"{indicator.short_name}：{len(pairs)} 年中 {above} 年{way}上年"
    return f"{indicator.short_name}：{len(pairs)} 个{unit}中 {above} 个{way}去年"


def reported_words(reading: Reading) -> str:
    """118/122 县区已报; for a leaf region whether it has reported."""
    if reading.expected == 1:
        return "已上报" if reading.reported else "未上报"
    return f"{reading.reported:,}/{reading.expected:,} 县区已报"


def changes_title(changed: Sequence[Reading]) -> str:
    """What changed most, in words: the two first of a list that has at least one."""
    said = [
        f"{reading.region.short_name}{reading.indicator.short_name}"
        f"{'升' if (reading.change or 0) > 0 else '降'}"
        f"{format_change(reading.change, reading.indicator).replace(' ', '')}"
        for reading in changed[:2]
    ]
    return "，".join(said)


def biggest_changes(readings: Sequence[Reading], most: int = 5) -> list[Reading]:
    """The readings that changed most, judged ones only, one a region and indicator.

    Points and percents are not compared with each other: each indicator's changes
    are first divided by their own spread, so that none drowns the others.
    """
    by_indicator: dict[str, list[Reading]] = {}
    for reading in readings:
        if reading.judgement in ("better", "worse"):
            by_indicator.setdefault(reading.indicator.code, []).append(reading)
    scored = []
    for group in by_indicator.values():
        sizes = sorted(abs(reading.change or 0) for reading in group)
        middle = sizes[len(sizes) // 2] or 1
        scored += [(abs(reading.change or 0) / middle, reading) for reading in group]
    scored.sort(key=lambda pair: -pair[0])
    chosen: list[Reading] = []
    for _, reading in scored:
        if sum(r.region.code == reading.region.code for r in chosen) < 2:
            chosen.append(reading)
        if len(chosen) == most:
            break
    return chosen
