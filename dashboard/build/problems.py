"""Why a build was not published, in one clear sentence of Chinese and English each."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.build.identities import Identity
    from dashboard.build.report import Report


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason. ``path`` is the file's, relative to the exports; None where no file is at fault.

    ``detail`` is what the reader of the file said, for whoever has to mend the file.
    """

    reason: str
    zh: str
    en: str
    table: str | None = None
    path: str | None = None
    detail: str | None = None


class BuildRefusedError(Exception):
    """The exports can't be published as they are; what was published stays.

    ``problems`` are all that was found, the first one is the exception's text (Chinese).
    ``report`` says how far the build came; None where it did not begin.
    """

    def __init__(self, found: list[Problem]) -> None:
        super().__init__(found[0].zh)
        self.problems = found
        self.report: Report | None = None


class BuildRunningError(BuildRefusedError):
    """Another build holds the lock; nothing was done."""

    def __init__(self) -> None:
        super().__init__(
            [
                Problem(
                    "build_running",
                    "另一个构建正在进行，本次没有执行。",
                    "Another build is running; nothing was done.",
                )
            ]
        )


class NoSuchBuildError(Exception):
    """There is no such build to go back to; the text says it in Chinese, ``en`` in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.en = en


def no_exports(folder: str) -> Problem:
    return Problem(
        "no_exports",
        f"文件夹 {folder} 中没有任何可识别的 Parquet 导出文件，没有构建。",
        f"The folder {folder} holds no Parquet export that is known; nothing was built.",
    )


def not_opened(table: str, path: str, detail: str) -> Problem:
    return Problem(
        "not_opened",
        f"文件 {path} 无法打开，请检查读取权限或是否被其他程序占用；没有构建。",
        f"The file {path} can't be opened: see whether it may be read and whether another program "
        "holds it. Nothing was built.",
        table,
        path,
        detail,
    )


def not_parquet(table: str, path: str) -> Problem:
    return Problem(
        "not_parquet",
        f"文件 {path} 不是 Parquet 文件，没有构建。",
        f"The file {path} is not a Parquet file; nothing was built.",
        table,
        path,
    )


def cut_short(table: str, path: str) -> Problem:
    return Problem(
        "cut_short",
        f"文件 {path} 不完整（末尾缺失），请重新导出或重新复制；没有构建。",
        f"The file {path} is cut short (its end is missing): export or copy it again; "
        "nothing was built.",
        table,
        path,
    )


def encrypted(table: str, path: str) -> Problem:
    return Problem(
        "encrypted",
        f"文件 {path} 已加密，无法读取；没有构建。",
        f"The file {path} is encrypted and can't be read; nothing was built.",
        table,
        path,
    )


def damaged(table: str, path: str, detail: str) -> Problem:
    return Problem(
        "damaged",
        f"文件 {path} 已损坏，无法完整读取，请重新导出或重新复制；没有构建。",
        f"The file {path} is damaged and can't be read to its end: export or copy it again; "
        "nothing was built.",
        table,
        path,
        detail,
    )


def changed(table: str, path: str) -> Problem:
    return Problem(
        "changed_during_build",
        f"文件 {path} 在构建过程中发生变化，请等文件复制完成后重新构建。",
        f"The file {path} changed while it was being read: build again once it has been copied.",
        table,
        path,
    )


def missing_columns(
    table: str, path: str, columns: list[tuple[str, str]], headers: list[str]
) -> Problem:
    """``columns`` are names and Chinese titles; ``headers`` what the file has instead."""
    zh = "、".join(f"{title}（{name}）" for name, title in columns)
    en = ", ".join(name for name, _ in columns)
    return Problem(
        "missing_column",
        f"文件 {path} 缺少必需的列：{zh}；没有构建。",
        f"The file {path} lacks a required column: {en}; nothing was built.",
        table,
        path,
        "columns in the file: " + ", ".join(headers),
    )


def ambiguous_column(table: str, path: str, column: str, headers: list[str]) -> Problem:
    listed = ", ".join(headers)
    return Problem(
        "ambiguous_column",
        f"文件 {path} 有多列都可作为 {column}：{listed}，请只保留一列；没有构建。",
        f"The file {path} has several columns for {column}: {listed}; keep one. Nothing was built.",
        table,
        path,
    )


def unreadable_type(table: str, path: str, column: str, header: str, type_name: str) -> Problem:
    return Problem(
        "unreadable_type",
        f"文件 {path} 的列 {header} 的类型 {type_name} 无法作为 {column} 读取；没有构建。",
        f"The file {path} holds {header} as {type_name}, which can't be read as {column}; "
        "nothing was built.",
        table,
        path,
    )


def too_many_refused(table: str, title: str, refused: int, read: int, share: float) -> Problem:
    return Problem(
        "too_many_refused",
        f"“{title}”（{table}）读入 {read:,} 行，其中 {refused:,} 行不合格，超过 {share:.0%}，"
        "没有发布；改正后重新构建，或加 --accept-refused 发布其余的行。",
        f"{refused:,} of {read:,} rows of {table} were refused, more than {share:.0%}; nothing was "
        "published. Correct them, or publish the rest with --accept-refused.",
        table,
    )


def failed_identity(identity: "Identity") -> Problem:
    """Names the first breaks: the measure, the region, the month, what it should be and what it is."""
    zh, en = [], []
    for one in identity.breaks:
        month = f"{one.month:%Y-%m}" if one.month else ""
        sides = f"{one.expected} ≠ {one.found}"
        zh.append(f"{one.region_code} {month or '合计'} {one.measure} 应为 {one.expected}，实为 {one.found}")
        en.append(f"{one.region_code} {month or 'in all'} {one.measure} {sides}")
    return Problem(
        "failed_identity",
        f"汇总核对未通过（{identity.name}，{identity.failed:,} 处：{'；'.join(zh)}），没有发布。",
        f"A sum that must hold does not ({identity.name}, {identity.failed:,} times: {'; '.join(en)}); "
        "nothing was published.",
    )
