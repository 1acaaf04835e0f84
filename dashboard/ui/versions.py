"""The page of two builds side by side: which builds, what moved, where, and because of what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack

import streamlit as st

from dashboard.build_comparison import BuildComparison, Moved, compare_builds, export_title
from dashboard.builds_folder import (
    UnreadableBuildError,
    kept_builds,
    read_record,
    waiting_builds,
)
from dashboard.exports.versions import FILE_KINDS, file_words, versions_table
from dashboard.indicators import format_count, format_share
from dashboard.session import Session
from dashboard.settings import Home
from dashboard.ui.build_record import is_everything
from dashboard.ui.context import PageContext, other_build, waiting_build
from dashboard.ui.copied_link import possible_build
from dashboard.ui.downloads import download
from dashboard.ui.files import READING_BYTES
from dashboard.ui.markup import show_html
from dashboard.ui.notes import show_finding, show_note, show_title
from dashboard.ui.table_parts import table_heads, table_html, table_row
from dashboard.ui.text import plain_html
from dashboard.ui.view import choose, page_address, parameter, seeded

MOST_LISTED = 50
WAITS = "待发布"
_FILES_NAMED = 2
_REGIONS_NAMED = 8
_GRADES = {"refused": "拒收", "held": "经确认后发布", "remark": "提示"}


def show_versions(context: PageContext) -> None:
    """Two builds of the address (?a=…&b=…), by default the one shown against the one before; one
    that waits to be published may be either."""
    home = Home.default()
    kept, waiting = kept_builds(home), waiting_builds(home)
    known = sorted({*kept, *waiting}, reverse=True)
    notices, shown = context.view.notices, context.build.build_id
    alone = waiting[0] if waiting and len(kept) < 2 else shown
    after = parameter("b", possible_build, alone, notices)
    older = [one for one in kept if one < after]
    before = parameter("a", possible_build, older[0] if older else "", notices)
    if len(known) < 2 and after in known and before in ("", *known):
        show_finding("只保存了一个数据版本，还没有可以对比的。")
        return
    _show_choices(context, home, known, waiting, before, after)
    if not before:
        st.caption("这是保存的最早一个版本，请在“前一版”中选择另一个版本。")
        return
    if before == after:
        st.caption("两边是同一个版本，请另选一个。")
        return
    with ExitStack() as opened:
        sides: list[Session] = []
        for one in (before, after):
            try:
                sides.append(_opened(context, home, (kept, waiting), one, opened))
            except UnreadableBuildError as refused:
                st.caption(f"数据版本 {one} {refused}，不能对比，请另选一个。")
                return
        if len({side.info.demonstration for side in sides}) > 1:
            st.caption("两个版本中有一个是演示数据，不能对比。")
            return
        _show_comparison(context, *sides, waits=after in waiting)


def _opened(
    context: PageContext,
    home: Home,
    builds: tuple[Sequence[str], Sequence[str]],
    build_id: str,
    opened: ExitStack,
) -> Session:
    """A build of those kept or waiting, asked as the page's own is. Raises
    UnreadableBuildError."""
    kept, waiting = builds
    if build_id == context.build.build_id:
        return context.session
    if build_id in kept:
        return other_build(context, home, build_id)
    if build_id in waiting:
        return opened.enter_context(waiting_build(context, home, build_id))
    raise UnreadableBuildError("已不再保存")


def _show_choices(
    context: PageContext,
    home: Home,
    known: Sequence[str],
    waiting: Sequence[str],
    before: str,
    after: str,
) -> None:
    names = {one: _named(context, home, one, waits=one in waiting) for one in known}
    alike = Counter(names.values())
    # Of one minute the id tells them apart.
    names = {one: f"{name}（{one}）" if alike[name] > 1 else name for one, name in names.items()}
    with st.container(horizontal=True, key="versions_chosen", vertical_alignment="bottom"):
        for name, title, chosen in (("a", "前一版", before), ("b", "后一版", after)):
            key = f"pick_version_{name}"
            st.selectbox(
                title,
                [*known, *([chosen] if chosen and chosen not in known else [])],
                index=None,
                key=seeded(key, chosen or None),
                format_func=lambda one: names.get(one, f"{one}（已不再保存）"),
                placeholder="选择数据版本",
                on_change=_choose,
                args=(name, key),
                width=420,
            )
    if not waiting:
        return
    if after in waiting:
        show_note(
            f"后一版待发布：各页仍显示已发布的版本。发布请运行 "
            f"python -m dashboard publish {after}，不要请运行 python -m dashboard discard {after}。"
        )
    else:
        show_note(f"有 {len(waiting)} 个版本待发布，可在“后一版”中选择，发布前看数字会怎样变动。")


def _choose(name: str, key: str) -> None:
    choose(**{name: st.session_state[key]})


def _named(context: PageContext, home: Home, build_id: str, *, waits: bool) -> str:
    """A build by its time, its id if no record has it, whether it waits, and the steward's line on
    it."""
    record = read_record(home, build_id)
    try:
        built = context.department.on_its_clock(str(record.get("built_at") or ""))
        name = f"{built:%Y-%m-%d %H:%M}"
    except ValueError:
        name = build_id
    name += f" {WAITS}" if waits else ""
    note = record.get("note")
    return f"{name} {note}" if isinstance(note, str) and note else name


def _show_comparison(context: PageContext, before: Session, after: Session, *, waits: bool) -> None:
    tree, region = context.tree, context.view.region
    whole = all(side.info.own_region == context.build.own_region for side in (before, after))
    everything = whole and is_everything(context)
    children = [one.code for one in tree.children(region.code) if one.reports]
    ids = before.info.build_id, after.info.build_id
    compared = context.cached(
        lambda: compare_builds(
            before, after, tree, [region.code, *children], everything=everything
        ),
        "versions",
        *ids,
    )
    own = compared.moved_in(region.code)
    show_finding(_sentence(region.title, compared, own))
    if compared.is_empty:
        return
    _show_moved(compared, own)
    moved = [*own, *(one for code in children for one in compared.moved_in(code))]
    build = after.info
    download(
        context,
        "versions",
        "版本对比",
        len(moved),
        lambda: versions_table(
            compared,
            moved=moved,
            before=ids[0],
            region=region.title,
            tree=tree,
            build=build,
            note=WAITS if waits else "",
        ),
        what=(region.code, *ids),
        bytes_held=READING_BYTES * len(moved),
    )
    _show_children(context, compared, children, ids)
    _show_files(compared)
    _show_regions(context, compared)
    _show_reasons(compared)


def _sentence(region: str, compared: BuildComparison, own: Sequence[Moved]) -> str:
    if compared.is_empty:
        return f"两版数据中，{region}的数字没有变化。"
    new = f"；新增月份的有{_titles(compared.new_months)}" if compared.new_months else ""
    if not own:
        return f"两版都有的月份里，{region}的年度合计没有变化{new}。"
    tables = _titles(dict.fromkeys(one.table for one in own))
    return f"两版都有的月份里，{region}有 {len(own):,} 个年度合计不同，来自{tables}{new}。"


def _titles(tables: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(export_title(table) for table in tables))


def _show_moved(compared: BuildComparison, own: Sequence[Moved]) -> None:
    if not own:
        return
    rows = [
        table_row(
            f"{one.name}（{one.year}年）",
            numbers=[
                format_count(one.before, one.unit),
                format_count(one.after, one.unit),
                _difference(one),
                _share(one),
            ],
        )
        + f"<td>{plain_html(_source(compared, one))}</td>"
        for one in own[:MOST_LISTED]
    ]
    title = "变动的年度合计"
    more = f"；只列 {MOST_LISTED} 项，文件中有全部" if len(own) > MOST_LISTED else ""
    show_title(title, f"只比较两版都有的月份，变动大的在前{more}")
    heads = ("前一版", "后一版", "差", "变动")
    texts = table_heads("数据", numbers=heads) + "<th>来自</th>"
    show_html(table_html(title, texts, rows))


def _source(compared: BuildComparison, one: Moved) -> str:
    """The export that a measure is read from, with its files that differ."""
    files = file_words(compared, one.table, _FILES_NAMED)
    return f"{export_title(one.table)}：{files}" if files else export_title(one.table)


def _difference(one: Moved) -> str:
    if one.difference is None:
        return "—"
    sign = "+" if one.difference > 0 else "−"
    return sign + format_count(abs(one.difference), "")


def _share(one: Moved) -> str:
    if one.share is None or one.difference is None or one.before is None:
        return "—"
    sign = "+" if one.share > 0 else "−"
    return sign + format_share(abs(one.difference), abs(one.before))


def _show_children(
    context: PageContext, compared: BuildComparison, children: Sequence[str], ids: tuple[str, str]
) -> None:
    """One row a child that moved: how many totals, and the one that moved most."""
    found = [(code, moved) for code in children if (moved := compared.moved_in(code))]
    if not children:
        return
    title = "变动在哪些地区"
    show_title(title, f"{context.view.region.title}的下级；点地区名看它的变动")
    if not found:
        st.caption("下级地区的年度合计没有变化。")
        return
    found.sort(key=lambda one: -len(one[1]))
    rows = []
    for code, moved in found:
        most = moved[0]
        link = page_address("versions", context.view, region=code, a=ids[0], b=ids[1])
        texts = (f"{most.name}（{most.year}年）", _titles(dict.fromkeys(m.table for m in moved)))
        rows.append(
            f'<th scope="row" class="name"><a href="{plain_html(link)}" target="_self">'
            f"{plain_html(context.tree[code].name)}</a></th>"
            + "".join(f"<td>{plain_html(text)}</td>" for text in texts)
            + f'<td class="number">{len(moved):,}</td><td class="number">{_share(most)}</td>'
        )
    heads = table_heads("地区", "变动最大的", "导出", numbers=("不同的合计", "最大变动"))
    show_html(table_html(title, heads, rows))


def _show_files(compared: BuildComparison) -> None:
    """The files that differ, and the rows of the exports that do."""
    if compared.files:
        title = "变动的文件"
        rows = [
            table_row(
                one.path,
                export_title(one.table),
                FILE_KINDS[one.kind],
                numbers=[_count(one.rows_before), _count(one.rows_after)],
            )
            for one in compared.files
        ]
        show_title(title, "按校验和比较；行数是读入的行数")
        heads = table_heads("文件", "导出", "变动", numbers=("前一版行数", "后一版行数"))
        show_html(table_html(title, heads, rows))
    if compared.tables:
        title = "入库和拒收的行"
        rows = [
            table_row(
                one.title,
                numbers=[
                    f"{count:,}"
                    for count in (
                        one.kept_before,
                        one.kept_after,
                        one.refused_before,
                        one.refused_after,
                    )
                ],
            )
            for one in compared.tables
        ]
        show_title(title, "只列行数不同的导出")
        heads = ("入库：前一版", "入库：后一版", "拒收：前一版", "拒收：后一版")
        show_html(table_html(title, table_heads("导出", numbers=heads), rows))


def _count(rows: int | None) -> str:
    return "—" if rows is None else f"{rows:,}"


def _show_regions(context: PageContext, compared: BuildComparison) -> None:
    if not compared.regions:
        return
    title = "多了或少了的地区"
    rows = [
        table_row(
            one.name,
            _regions(context, one.came),
            _regions(context, one.went),
            numbers=[f"{len(one.came):,}", f"{len(one.went):,}"],
        )
        for one in compared.regions
    ]
    show_title(title, "只在一个版本中报送过的地区")
    heads = table_heads("报表", "多了", "少了", numbers=("多了（个）", "少了（个）"))
    show_html(table_html(title, heads, rows))


def _regions(context: PageContext, codes: Sequence[str]) -> str:
    names = [
        context.tree[code].title if code in context.tree else code
        for code in codes[:_REGIONS_NAMED]
    ]
    more = f" 等 {len(codes):,} 个" if len(codes) > _REGIONS_NAMED else ""
    return "、".join(names) + more or "—"


def _show_reasons(compared: BuildComparison) -> None:
    if not compared.reasons:
        return
    title = "新出现的情况"
    rows = [
        table_row(
            export_title(one.table) if one.table else "本版",
            _GRADES[one.grade],
            one.message,
            numbers=[f"{one.count:,}"],
        )
        for one in compared.reasons
    ]
    show_title(title, "前一版没有的拒收原因和提示")
    show_html(table_html(title, table_heads("导出", "级别", "情况（例）", numbers=["处数"]), rows))
