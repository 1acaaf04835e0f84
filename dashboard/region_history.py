"""The history of codes and ground (区划沿革), as it concerns a region and what lies below."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.region_changes import Change
from dashboard.regions import RegionTree
from dashboard.rounding import written

KINDS = {
    "recode": "代码变更",
    "rename": "更名",
    "merge": "并入",
    "split": "拆分",
    "new": "新设",
    "boundary": "部分区域划转",
    "in_trust": "代管",
    "abolish": "撤销",
}
_MAPPED = {
    "recode": "按新代码计入",
    "rename": "不变",
    "merge": "按并入后的地区计入",
    "new": "新设前没有单独的数据",
    "boundary": "划转前的数据仍计在原地区",
    "in_trust": "仍计在原地区",
    "abolish": "不再计入",
}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change. ``today`` are the codes of today's regions in which the old region lives on."""

    change: Change
    today: tuple[str, ...]

    @property
    def kind(self) -> str:
        return KINDS[self.change.kind]

    @property
    def when(self) -> str:
        """2021年4月, or the year where the month is not known."""
        month = f"{self.change.month}月" if self.change.month else ""
        return f"{self.change.year}年{month}"

    @property
    def share(self) -> str:
        """How much of the old region it was; '' where nobody knows, and for all of it."""
        share = self.change.share
        return "" if share is None or share == 1 else f"约 {written(share * 100, 1, (0, 100))}%"

    @property
    def mapped(self) -> str:
        """What became of rows that were reported before."""
        if self.change.kind == "split":
            return "计入新地区" if len(self.today) == 1 else "未分到县区，计在上级地区"
        return _MAPPED[self.change.kind]


def history_below(tree: RegionTree, code: str) -> list[HistoryEntry]:
    """Every change of a region and of what lies below it, of former regions too; newest first."""
    below = {code, *(region.code for region in tree.descendants(code))}
    found = [
        HistoryEntry(change, today)
        for change in tree.whole.changes
        for today in [tuple(_today(tree, change))]
        if below & {change.old_code, change.new_code, *today}
    ]
    found.sort(
        key=lambda one: (-one.change.year, -(one.change.month or 0), one.change.new_code or "")
    )
    return found


def mentions(entry: HistoryEntry, text: str) -> bool:
    """Whether a text that somebody looks for stands in a change: a name, a code, a year, a way."""
    change = entry.change
    said = (
        change.old_code,
        change.old_name,
        change.new_code,
        change.new_name,
        change.how,
        entry.kind,
        entry.when,
    )
    return any(text in part for part in said if part)


def _today(tree: RegionTree, change: Change) -> Iterator[str]:
    whole = tree.whole
    for code in (change.old_code, change.new_code):
        if code is None:
            continue
        if code in whole:
            yield code
        else:
            yield from (heir.code for heir in whole.successors(code))
