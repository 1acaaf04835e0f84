"""Which table the name of a file or folder means."""

import re
import unicodedata
from dataclasses import dataclass

from dashboard.contracts import Contract

# A short name (安置, 帮扶, 站点) is a beginning of unrelated ones, too (安置房): behind it stand
# the words of people who name a table. Behind a longer one may stand anything.
_LEAST_OF_A_LONG_NAME = 4
_WORDS_OF_TABLES = (
    *("表", "册", "报表", "月报", "季报", "年报", "台账", "名册", "名录", "清单", "登记", "信息"),
    *("情况", "明细", "汇总", "统计", "数据", "资料", "工作", "任务", "完成", "支出", "资金"),
    *("导出", "全量", "增量", "更正", "修订", "备份", "副本", "最新", "终稿"),
)
# Words of what is about a table and is none.
_ABOUT_TABLES = ("字典", "说明", "模板", "样例", "样表", "代码表", "码表", "对照表")
# How the name of whoever sends a table ends, or a date: 湖南省移交安置表, 2026年10月就业情况.
_SENDERS = tuple("省市县区州盟旗厅局部委处办年月日号季度")
_HAN = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[a-z]")
_BETWEEN_WORDS = re.compile(r"[\s-]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """``table`` is what a name means; None where it means none, or several: ``tables``.

    ``exact``: the name is the table's, with nothing beside it.
    """

    table: str | None
    tables: tuple[str, ...] = ()
    exact: bool = False


class TableNames:
    """The names by which files and folders mean a table: its own, its title, its aliases."""

    def __init__(self, contracts: dict[str, Contract]) -> None:
        self._tables = {
            plain_name(name): table
            for table, contract in contracts.items()
            for name in (table, contract.title, *contract.aliases)
        }
        self._titles = {plain_name(contract.title) for contract in contracts.values()}
        # Longer names first: 零散烈士墓集中 before 零散烈士墓.
        self._longest_first = sorted(self._tables, key=lambda name: (-len(name), name))

    def meaning(self, name: str) -> Meaning:
        """The table that a file's or a folder's name means.

        Case, width and blanks make no difference. A Latin name may have digits, signs and letters
        of other scripts around it (``2026-10 placements_v2``), no Latin ones. A Chinese one stands
        at the beginning or behind who sends it or a date (湖南省移交安置表_10月), and a title
        anywhere. A name that means several tables means none.
        """
        plain = plain_name(name)
        if exact := self._tables.get(plain) or self._tables.get(plain.removesuffix(".parquet")):
            return Meaning(exact, exact=True)
        if any(word in plain for word in _ABOUT_TABLES):
            return Meaning(None)
        found: dict[str, None] = {}
        left = plain
        for known in self._longest_first:
            if self._stands_in(known, left):
                found[self._tables[known]] = None
                # What a longer name has taken is no shorter name's.
                left = left.replace(known, "\0" * len(known))
        return Meaning(next(iter(found))) if len(found) == 1 else Meaning(None, tuple(found))

    def _stands_in(self, known: str, name: str) -> bool:
        before, found, behind = name.partition(known)
        if not found:
            return False
        if _LATIN.search(known):
            return not _LATIN.search(before) and not _LATIN.match(behind)
        long = len(_HAN.findall(known)) >= _LEAST_OF_A_LONG_NAME
        if not long and _HAN.match(behind) and not behind.startswith(_WORDS_OF_TABLES):
            return False
        if known in self._titles:
            return True
        last = before[-1:]
        return not _LATIN.search(before) and (not _HAN.match(last) or last in _SENDERS)


def plain_name(name: str) -> str:
    """A name without what makes no difference to people: case, width, form, kinds of blanks."""
    return _BETWEEN_WORDS.sub("_", unicodedata.normalize("NFKC", name).strip().casefold())
