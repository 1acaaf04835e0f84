"""The legend of words, signs and colours. Each has one meaning on all pages and in files."""

from functools import cache

from dashboard.coverage import PARTIAL_SIGN, Coverage
from dashboard.indicators import NO_VALUE
from dashboard.observations import Absence
from dashboard.targets import INHERITED, Pace, Standing
from dashboard.ui.text import plain_html

ABSENCES = {
    Absence.NOT_REPORTED: "应当上报，这一时段没有上报",
    Absence.NO_DATA: "不在上报范围，或来源不记这一时段",
    Absence.NOT_THERE: "本地区在那一年还没有设立",
    Absence.NO_SUCH: "已上报，但没有所选类别的记录，算不出比率",
    Absence.NOT_APPLICABLE: "所选类别中没有这项指标要统计的内容",
    NO_VALUE: "分母为零，算不出比率；同比列中为上年同期为零",
}
STANDINGS = {
    Standing.REACHED: "已达到全年目标；越低越好的累计数要到年底才算",
    Standing.ON_PACE: "未到年底，达到或接近应有的进度",
    Standing.BEHIND: "落后于应有的进度；到年底或没有进度可比的，未达到目标",
    Standing.FAR_BEHIND: "比应有的进度或目标差得多",
    str(Pace.LAST_YEAR): "累计数按本地区去年同期占全年的比重推算应达到的数；"
    "没有时用上级的，再没有时按时间进度",
    str(Pace.FROM_LAST_YEAR): "时点数和比率从去年末的数值匀速走到目标",
    INHERITED: "本地区没有目标的比率和平均数，用最近的上级的；数量和金额不沿用",
}
OTHERS = {
    "未齐": "时段的最后一个月，多数单位尚未上报",
    Coverage.PARTIAL: "应报的县区和月份中，已报的比例低于界限（见数据治理）；"
    f"表和排名中记作“{PARTIAL_SIGN}”",
    Coverage.NEARLY: "应报的没有报全，但已报的比例不低于界限",
    "可比口径": "同比只算两年都上报的县区和月份",
    "无往年": "来源只记现状，没有往年",
    "无可比": "没有两年都上报的县区和月份",
}


@cache
def meanings_html(*, targets: bool) -> str:
    """What each colour and word means, as an HTML list; with the words of ``targets``."""
    colours = (
        '<dt><span class="better">蓝色</span></dt><dd>好于去年同期</dd>'
        '<dt><span class="worse">橙色</span></dt><dd>不及去年同期；只反映规模的指标不作判断</dd>'
    )
    words = "".join(
        f"<dt>{plain_html(word)}</dt><dd>{plain_html(meaning)}</dd>"
        for word, meaning in (ABSENCES | OTHERS | (STANDINGS if targets else {})).items()
    )
    return f"<dl>{colours}{words}</dl>"


def symbols_html(*, targets: bool) -> str:
    """The folded legend as HTML, for the foot of every page."""
    return (
        '<div class="foot symbols"><details><summary>符号说明</summary>'
        f"<section>{meanings_html(targets=targets)}</section></details></div>"
    )
