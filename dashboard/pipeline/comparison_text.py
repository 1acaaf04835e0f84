"""What a build would move, as a steward reads it before it is published."""

from collections.abc import Iterable

from dashboard.build_comparison import BuildComparison, FileChange, Moved, export_title
from dashboard.indicators import format_count, format_share
from dashboard.pipeline.bounds import LISTED_SHARE

# So many totals, files and regions of one kind are printed; the JSON has more.
LISTED = 30
REGIONS_LISTED = 5
_KINDS = {"new": "新增", "changed": "更改", "gone": "不见了"}
_GRADES = {"refused": "拒收", "held": "暂缓", "remark": "提醒"}


def comparison_lines(compared: BuildComparison, before: str) -> list[str]:
    """What differs from the published build ``before``, one line each."""
    lines = [f"与已发布的 {before} 比较："]
    if compared.is_empty:
        return [*lines, "  没有变化。"]
    lines += _moved_lines(compared)
    for table, months in compared.new_months.items():
        lines.append(f"  {export_title(table)}：只有一版有的月份 {'、'.join(months)}")
    lines += _cut([f"  文件{_KINDS[file.kind]}：{_file(file)}" for file in compared.files])
    for table in compared.tables:
        lines.append(
            f"  {table.title}：入库 {table.kept_before:,} → {table.kept_after:,} 行，"
            f"拒收 {table.refused_before:,} → {table.refused_after:,} 行"
        )
    for source in compared.regions:
        parts = [
            f"{word} {len(codes):,} 个地区（{_codes(codes)}）"
            for word, codes in (("多了", source.came), ("少了", source.went))
            if codes
        ]
        lines.append(f"  {source.name}：{'，'.join(parts)}")
    for reason in compared.reasons:
        title = export_title(reason.table) if reason.table else "本版"
        lines.append(
            f"  新的{_GRADES[reason.grade]}：{title} {reason.reason} {reason.count:,} 处，"
            f"如：{reason.message}"
        )
    return lines


def _moved_lines(compared: BuildComparison) -> list[str]:
    regions = dict.fromkeys(one.region_code for one in compared.moved)
    beyond = [one for code in regions for one in compared.moved_in(code, LISTED_SHARE)]
    within = len(compared.moved) - len(beyond)
    lines = _cut([f"  {_moved(one)}" for one in beyond])
    if within:
        lines.append(f"  另有 {within:,} 个年度合计变动不超过 {LISTED_SHARE:.0%}")
    return lines


def _moved(one: Moved) -> str:
    before, after = (format_count(value, one.unit) for value in (one.before, one.after))
    return f"{one.name}（{one.measure}）{one.year}年：{before} → {after}{share_words(one)}"


def share_words(one: Moved) -> str:
    """How far it moved, in brackets: （+1.2%）; '' where there was nothing before."""
    if one.share is None or one.before is None or one.after is None:
        return ""
    sign = "+" if one.share > 0 else "−"
    return f"（{sign}{format_share(abs(one.after - one.before), abs(one.before))}）"


def _file(file: FileChange) -> str:
    rows = [f"{rows:,}" for rows in (file.rows_before, file.rows_after) if rows is not None]
    return f"{file.path}（{' → '.join(rows)} 行）"


def _cut(lines: list[str]) -> list[str]:
    more = len(lines) - LISTED
    return lines if more <= 0 else [*lines[:LISTED], f"  ……还有 {more:,} 项，见记录"]


def _codes(codes: Iterable[str]) -> str:
    every = list(codes)
    return "、".join(every[:REGIONS_LISTED]) + ("等" if len(every) > REGIONS_LISTED else "")
