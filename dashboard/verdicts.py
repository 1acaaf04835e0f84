"""Whether a figure of the dashboard's own is what a document says, by what the document writes.

==========================  ==================================================================
no qualifier                equal at the digits written: 2.2亿 is met by 215 to below 225 million,
                            568 by 568 alone; 100 % and nothing at all by themselves alone
余 超 逾 多 以上             at least the published number, and less than one more in its last digit
                            that is not zero: 9000余 by 9,000 to below 10,000; 98%以上 says the
                            least alone
约                          within 2 %
近                          at most the published number, and not more than 5 % below it
==========================  ==================================================================

An own value equal to the published one always agrees. Where counties have not reported in full, a
value that doesn't agree is not judged, unless it is an amount that is too large already: what is
missing can only add to it.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dashboard.indicators import Indicator
from dashboard.published_figure import AT_LEAST, PublishedFigure
from dashboard.published_measures import Counterpart

ABOUT = Decimal("0.02")
NEARLY = Decimal("0.05")
_REACHED = (0, 100)
# In words, what the verdicts above are: below the page's table.
RULES = (
    (
        "没有余、约等字样",
        "按公开的位数四舍五入后相等：“2.2亿”看到千万位，“568”须为 568；100% 须为 100%",
    ),
    (
        "余、超、逾、多、以上",
        "不少于公开数，且不到其末位非零数字加一：“9000余”为 9,000 至不足 10,000；“98%以上”只是下限",
    ),
    ("约", "与公开数相差不超过 2%"),
    ("近", "不多于公开数，且少于公开数不超过 5%"),
    (
        "未报齐、名录不全",
        "有县区缺报或不在名录中时，相符的仍为相符；数量已超过上限的为不符；其余无法比对",
    ),
)


class Verdict(StrEnum):
    AGREES = "相符"
    DIFFERS = "不符"
    NOT_COMPARABLE = "无法比对"


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A published figure beside the dashboard's own.

    ``own`` is in the figure's base unit (percent for a rate) and may be there where nothing is
    judged. ``reason`` says why not, or that reports are missing; '' where there is nothing to say.
    ``system`` is the code of the line of work, '' without one; ``indicator`` what its page shows,
    None where it shows none.
    """

    figure: PublishedFigure
    subject: str
    verdict: Verdict
    own: Decimal | None = None
    reason: str = ""
    system: str = ""
    other: Counterpart | None = None

    @property
    def indicator(self) -> Indicator | None:
        return self.other.indicator if self.other and self.other.catalogued else None

    @property
    def difference(self) -> Decimal | None:
        """The own value less the published one."""
        return None if self.own is None else self.own - self.figure.value

    @property
    def share(self) -> Decimal | None:
        """The difference in percent of what was published; None for rates, which differ by
        points, and of nothing."""
        if self.difference is None or self.figure.unit == "%" or not self.figure.value:
            return None
        return self.difference * 100 / self.figure.value


def bounds(figure: PublishedFigure) -> tuple[Decimal, Decimal]:
    """From and to which value an own one agrees; the end alone is open for all but 约 and 近."""
    value, half = figure.value, figure.step / 2
    if figure.qualifier == "以上" and figure.unit == "%":
        return value, Decimal("Infinity")
    if figure.qualifier in AT_LEAST:
        return value, value + figure.loose_step
    if figure.qualifier == "约":
        return value * (1 - ABOUT), value * (1 + ABOUT)
    if figure.qualifier == "近":
        return value * (1 - NEARLY), value
    return value - half, value + half


def agrees(figure: PublishedFigure, own: Decimal) -> bool:
    """Whether an own value is what the document says, by the rules of the docstring above."""
    if figure.value in _REACHED and not figure.qualifier and own != figure.value:
        # Rounding never reaches what was not reached; an amount of 100 is written whole anyway.
        return False
    low, high = bounds(figure)
    return low <= own <= high if figure.qualifier in ("约", "近") else low <= own < high


def judge(figure: PublishedFigure, own: Decimal, late: int = 0) -> Verdict:
    """The verdict on an own value of which ``late`` counties have not reported every month."""
    if agrees(figure, own):
        return Verdict.AGREES
    too_much = figure.denominator is None and own >= bounds(figure)[1]
    return Verdict.DIFFERS if not late or too_much else Verdict.NOT_COMPARABLE
