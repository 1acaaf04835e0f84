"""Sentences made from the numbers: what a page, a chart or a list shows, in words.

Chinese, short, without judgement where an indicator has none. Every figure in a
sentence is one that stands on the page too.
"""

from collections.abc import Sequence

from dashboard.indicators import CHANGE_DECIMALS, NO_VALUE, Indicator, format_change, format_value
from dashboard.readings import Absence, Ranked, Reading
from dashboard.rounding import digits, round_half_up


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
    """Who reported, in words: 115 县区报全，9 县区缺月; of a leaf region 报 9/10 个月.

    Where one month (or a registry) is all that is asked for, nobody can lack a part of it:
    120 县区已报，4 县区未报. 未上报 where nobody reported anything.
    """
    who = reading.reporting
    if not who.any:
        return str(Absence.NOT_REPORTED)
    if reading.region.is_leaf:
        return f"报 {who.months}/{who.months_expected} 个月" if who.some else "已上报"
    said = [f"{who.all:,} 县区{'已报' if who.months_expected <= who.expected else '报全'}"]
    if who.some:
        said.append(f"{who.some:,} 县区缺月")
    if who.none:
        said.append(f"{who.none:,} 县区未报")
    return "，".join(said)


def change_basis(reading: Reading) -> str:
    """What the change is made of where it is not of everything reported: 可比口径，全部口径 −6.8%;
    '' where both read alike."""
    if not reading.is_adjusted:
        return ""
    plain = reading.plain_change
    unit = "个百分点" if reading.indicator.unit == "%" else "%"
    sign = "" if plain is None or not round_half_up(plain, CHANGE_DECIMALS) else "+−"[plain < 0]
    said = "无" if plain is None else f"{sign}{digits(abs(plain), CHANGE_DECIMALS)}{unit}"
    return f"可比口径，全部口径 {said}"


def no_change_words(reading: Reading) -> str:
    """Why there is no change: the source knows no past, nobody reported both years, or — where
    the year before is zero."""
    if reading.previous is None:
        return "无往年数据"
    like = reading.comparable
    before = (
        reading.previous.value
        if like is None
        else reading.indicator.value(like.previous_numerator, like.previous_denominator)
    )
    return NO_VALUE if before == 0 and reading.value is not None else "无可比数据"


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
