"""What a build says of itself: as JSON beside the build, and as text for the steward."""

from dataclasses import asdict, dataclass, field
from typing import Any

from dashboard.build.problems import Problem


@dataclass(slots=True)
class FileReport:
    """One file read. ``path`` is relative to the exports folder."""

    file_id: int
    path: str
    sha256: str
    bytes: int
    rows: int
    writer: str
    demonstration: bool
    columns_ignored: list[str]


@dataclass(slots=True)
class TableReport:
    """One export. read = kept + refused + duplicate + superseded.

    ``recoded`` are kept rows whose region was carried from an old code. ``refused_by_reason``
    counts faults: a row with two faults counts under both.
    """

    table: str
    title: str
    files: list[FileReport] = field(default_factory=list)
    read: int = 0
    kept: int = 0
    refused: int = 0
    duplicate: int = 0
    superseded: int = 0
    recoded: int = 0
    refused_by_reason: dict[str, int] = field(default_factory=dict)
    warnings: dict[str, int] = field(default_factory=dict)

    @property
    def absent(self) -> bool:
        return not self.files


@dataclass(slots=True)
class Report:
    """One run of a build, published or not. Months are first days as ISO text."""

    build_id: str
    exports: str
    built_at: str = ""
    published: bool = False
    problems: list[Problem] = field(default_factory=list)
    tables: list[TableReport] = field(default_factory=list)
    files_ignored: list[str] = field(default_factory=list)
    refused_rows: list[dict[str, Any]] = field(default_factory=list)
    refused_rows_file: str | None = None
    warnings: list[dict[str, Any]] = field(default_factory=list)
    identities: list[dict[str, Any]] = field(default_factory=list)
    data_from: str | None = None
    data_through: str | None = None
    demonstration: bool = False
    seconds: float = 0.0
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def tables_absent(self) -> list[str]:
        return [table.table for table in self.tables if table.absent]

    def as_json(self) -> dict[str, Any]:
        """Everything, ready for json.dumps."""
        return {
            **asdict(self),
            "tables": [{**asdict(table), "absent": table.absent} for table in self.tables],
            "tables_absent": self.tables_absent,
        }


def report_text(report: Report) -> str:
    """The report as a steward reads it: Chinese, with the English of every problem."""
    lines = []
    for problem in report.problems:
        lines += [f"✗ {problem.zh}", f"  {problem.en}"]
        if problem.detail:
            lines.append(f"  （{problem.detail}）")
    if report.problems:
        lines.append("")
    lines += [_table_line(table) for table in report.tables]
    lines += _refused_lines(report)
    warned = sum(sum(table.warnings.values()) for table in report.tables)
    if warned:
        lines.append(f"\n提醒 {warned:,} 处（不影响入库）：")
        lines += [
            f"  {row['table_name']} {row['region_code']} {row['month'] or ''} "
            f"{row['message_zh']}：{row['value']}"
            for row in report.warnings
        ]
        if warned > len(report.warnings):
            lines.append("  ……其余见构建中的 build_warnings 表")
    if report.files_ignored:
        lines.append("\n未读取的文件（名称不属于任何表，或不是 .parquet）：")
        lines += [f"  {path}" for path in report.files_ignored]
    for table in report.tables:
        ignored = sorted({name for file in table.files for name in file.columns_ignored})
        if ignored:
            lines.append(f"{table.title}：未使用的列 {'、'.join(ignored)}")
    lines.append("")
    if report.published:
        failed = sum(identity["failed"] for identity in report.identities)
        checked = sum(identity["checked"] for identity in report.identities)
        lines.append(f"核对 {checked:,} 项，{failed:,} 项不符。")
        demonstration = "（演示数据）" if report.demonstration else ""
        lines.append(
            f"✓ 已发布 {report.build_id}{demonstration}，数据截至 {report.data_through}，"
            f"用时 {report.seconds:.1f} 秒。"
        )
    else:
        lines.append(f"没有发布；原有数据不受影响。用时 {report.seconds:.1f} 秒。")
    return "\n".join(lines)


def _table_line(table: TableReport) -> str:
    if table.absent:
        return f"{table.title}（{table.table}）：没有文件"
    parts = [f"读入 {table.read:,} 行", f"入库 {table.kept:,} 行"]
    for count, word in (
        (table.refused, "拒收"),
        (table.duplicate, "重复"),
        (table.superseded, "被新文件取代"),
        (table.recoded, "由旧代码转入"),
    ):
        if count:
            parts.append(f"{word} {count:,} 行")
    return f"{table.title}（{table.table}）：{len(table.files)} 个文件，{'，'.join(parts)}"


def _refused_lines(report: Report) -> list[str]:
    reasons = [
        f"  {table.title}：{reason} {count:,} 处"
        for table in report.tables
        for reason, count in table.refused_by_reason.items()
    ]
    if not reasons:
        return []
    lines = ["\n拒收原因：", *reasons, "其中："]
    lines += [
        f"  {row['path']} 第 {row['row_number']:,} 行 "
        f"{row['column_name']} = {_shown(row['value'])}：{row['message_zh']}"
        for row in report.refused_rows
    ]
    if report.refused_rows_file:
        lines.append(f"全部拒收的行：{report.refused_rows_file}")
    return lines


def _shown(value: str | None) -> str:
    """A value that may hold anything, on one line of a terminal."""
    if value is None:
        return "（空）"
    text = "".join(c if c.isprintable() else "�" for c in value)
    return text if len(text) <= 60 else f"{text[:60]}……"
