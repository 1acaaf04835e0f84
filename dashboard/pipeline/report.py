"""What a build says of itself: as JSON beside the build, and as text for the steward."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from dashboard.build_comparison import BuildComparison
from dashboard.pipeline.comparison_text import comparison_lines
from dashboard.pipeline.findings import Finding
from dashboard.pipeline.reasons import Grade, reasons

# So many files of a table, and remarks of one kind, are printed; the JSON has more.
FILES_LISTED = 30
REMARKS_LISTED = 5


@dataclass(slots=True)
class FileReport:
    """One file read. ``path`` is relative to the exports folder.

    rows = kept + refused + identical + superseded. Of the rows that are kept, ``added`` have a key
    that no older file has, and ``won`` say something else than an older file; ``superseded`` are
    those that this file lost.
    """

    file_id: int
    path: str
    sha256: str
    bytes: int
    rows: int
    writer: str
    demonstration: bool
    columns_ignored: list[str]
    kept: int = 0
    refused: int = 0
    identical: int = 0
    superseded: int = 0
    added: int = 0
    won: int = 0

    @property
    def unaccounted(self) -> int:
        """Rows of which nobody knows what became; none in a build that is published."""
        return self.rows - self.kept - self.refused - self.identical - self.superseded


@dataclass(slots=True)
class TableReport:
    """One export. read = kept + refused + identical + superseded.

    ``recoded`` are kept rows whose region was carried from an old code. ``refused_by_reason``
    counts faults: a row with two faults counts under both.
    """

    table: str
    title: str
    files: list[FileReport] = field(default_factory=list)
    read: int = 0
    kept: int = 0
    refused: int = 0
    identical: int = 0
    superseded: int = 0
    recoded: int = 0
    refused_by_reason: dict[str, int] = field(default_factory=dict)
    optional: bool = False

    @property
    def absent(self) -> bool:
        return not self.files


@dataclass(slots=True)
class Report:
    """One run of a build, published, waiting to be, or neither. Months are first days as ISO text.

    ``problems`` are what prevents it from being published, ``accepted`` the held findings that the
    steward said yes to. ``remarks`` are the first of each table and reason, ``remark_counts`` says
    how many there are of each (table, reason, count).
    """

    build_id: str
    exports: str
    built_at: str = ""
    published: bool = False
    waiting: bool = False
    note: str = ""
    compared_with: str | None = None
    comparison: BuildComparison | None = None
    problems: list[Finding] = field(default_factory=list)
    tables: list[TableReport] = field(default_factory=list)
    files_ignored: list[str] = field(default_factory=list)
    refused_rows: list[dict[str, Any]] = field(default_factory=list)
    refused_reasons_file: str | None = None
    refused_rows_files: list[str] = field(default_factory=list)
    corrections: list[dict[str, Any]] = field(default_factory=list)
    corrections_file: str | None = None
    accepted: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    remark_counts: list[dict[str, Any]] = field(default_factory=list)
    identities: list[dict[str, Any]] = field(default_factory=list)
    data_from: str | None = None
    data_through: str | None = None
    demonstration: bool = False
    seconds: float = 0.0
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def tables_absent(self) -> list[str]:
        """Those that a department would miss."""
        return [table.table for table in self.tables if table.absent and not table.optional]

    def as_json(self) -> dict[str, Any]:
        """Everything, ready for json.dumps."""
        return {
            **asdict(replace(self, tables=[])),
            "tables": [{**asdict(table), "absent": table.absent} for table in self.tables],
            "tables_absent": self.tables_absent,
        }


def report_text(report: Report) -> str:
    """The report as a steward reads it: Chinese, with the English of every problem.

    Nothing in it drives a terminal, whatever names and values the exports hold.
    """
    lines = []
    for problem in report.problems:
        lines += [f"{_MARKS[problem.grade]} {problem.zh}", f"  {problem.en}"]
        if problem.detail:
            lines.append(f"  （{problem.detail}）")
    for accepted in report.accepted:
        lines.append(f"✓ 已确认（--accept {accepted.acceptance}）：{accepted.zh}")
    if lines:
        lines.append("")
    for table in report.tables:
        if table.absent and table.optional:
            continue
        lines.append(_table_line(table))
        lines += [f"  {_file_line(file)}" for file in table.files[:FILES_LISTED]]
        if len(table.files) > FILES_LISTED:
            more = len(table.files) - FILES_LISTED
            lines.append(f"  ……还有 {more:,} 个文件，见 {report.build_id}.json")
    lines += _refused_lines(report)
    lines += _correction_lines(report)
    lines += _remark_lines(report)
    for table in report.tables:
        ignored = sorted({name for file in table.files for name in file.columns_ignored})
        if ignored:
            lines.append(f"{table.title}：未使用的列 {'、'.join(ignored)}")
    if report.comparison is not None:
        lines += ["", *comparison_lines(report.comparison, str(report.compared_with))]
    lines += ["", *_closing_lines(report)]
    return "\n".join(printable(line) for text in lines for line in text.split("\n"))


def printable(text: str) -> str:
    """A line without what drives a terminal: every control character becomes a sign of its own."""
    return "".join(c if c.isprintable() or c == "\u3000" else "�" for c in text)


_MARKS = {Grade.REFUSED: "✗", Grade.HELD: "‖", Grade.REMARK: "·"}


def _closing_lines(report: Report) -> list[str]:
    if not report.published and not report.waiting:
        return [f"没有发布；原有数据不受影响。用时 {report.seconds:.1f} 秒。"]
    failed = sum(identity["failed"] for identity in report.identities)
    checked = sum(identity["checked"] for identity in report.identities)
    demonstration = "（演示数据）" if report.demonstration else ""
    checks = f"核对 {checked:,} 项，{failed:,} 项不符。"
    if report.waiting:
        return [
            checks,
            f"◌ 待发布 {report.build_id}{demonstration}，数据截至 {report.data_through}，"
            f"用时 {report.seconds:.1f} 秒；页面仍显示原来的版本。",
            f"发布：python -m dashboard publish {report.build_id}；"
            f"放弃：python -m dashboard discard {report.build_id}",
        ]
    return [
        checks,
        f"✓ 已发布 {report.build_id}{demonstration}，数据截至 {report.data_through}，"
        f"用时 {report.seconds:.1f} 秒。",
    ]


def _table_line(table: TableReport) -> str:
    if table.absent:
        return f"{table.title}（{table.table}）：没有文件"
    recoded = f"；其中由旧代码转入 {table.recoded:,} 行" if table.recoded else ""
    return (
        f"{table.title}（{table.table}）：{len(table.files):,} 个文件，"
        f"{_accounted(table.read, table)}{recoded}"
    )


def _file_line(file: FileReport) -> str:
    moved = f"；其中新增 {file.added:,}、更正 {file.won:,}" if file.added != file.kept else ""
    return f"{file.path}：{_accounted(file.rows, file)}{moved}"


def _accounted(read: int, of: TableReport | FileReport) -> str:
    """What became of the rows read; the parts add up to them."""
    return (
        f"读入 {read:,} = 入库 {of.kept:,} + 拒收 {of.refused:,} + 重复 {of.identical:,} "
        f"+ 被取代 {of.superseded:,}"
    )


def _remark_lines(report: Report) -> list[str]:
    if not report.remark_counts:
        return []
    titles = {table.table: table.title for table in report.tables}
    lines = ["\n提醒（不影响发布）："]
    for counted in report.remark_counts:
        of_kind = [
            remark
            for remark in report.remarks
            if (remark.table, remark.reason) == (counted["table"], counted["reason"])
        ]
        title = titles.get(counted["table"], "本版")
        lines.append(f"  {title} {counted['reason']} {counted['count']:,} 处：")
        # What a table's contract warns of is its own, and is about rows.
        known = reasons().get(counted["reason"])
        listed = FILES_LISTED if known and known.of == "file" else REMARKS_LISTED
        for remark in of_kind[:listed]:
            place = " ".join(part for part in (remark.region_code, remark.month) if part)
            value = f"：{remark.value}" if remark.value and remark.value not in remark.zh else ""
            lines.append(f"    {place + ' ' if place else ''}{remark.zh}{value}")
        if counted["count"] > listed:
            lines.append("    ……其余见构建中的 findings 表")
    return lines


def _correction_lines(report: Report) -> list[str]:
    if not report.corrections:
        return []
    return [
        "\n更正的数值，如：",
        *(
            f"  {row['path']} 第 {row['row_number']:,} 行（{row['key']}）{row['column_name']}："
            f"{_shown(row['old_value'])} → {_shown(row['new_value'])}"
            for row in report.corrections
        ),
        f"全部更正的数值：{report.corrections_file}",
    ]


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
    if report.refused_reasons_file:
        lines.append(f"按原因汇总：{report.refused_reasons_file}")
    lines += [f"全部拒收的行：{path}" for path in report.refused_rows_files]
    return lines


def _shown(value: str | None) -> str:
    """A value that may be of any length, on one line of a terminal."""
    if value is None:
        return "（空）"
    return value if len(value) <= 60 else f"{value[:60]}……"
