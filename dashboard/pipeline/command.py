"""``python -m dashboard build | publish | discard | builds | rollback``."""

import argparse
import json
import re
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dashboard.command_line import BUSY, NOT_ALLOWED, folder
from dashboard.settings import Home

if TYPE_CHECKING:
    from dashboard.pipeline import Progress, Report
    from dashboard.pipeline.findings import Finding


LONGEST_NOTE = 200


def register(subparsers: argparse._SubParsersAction) -> None:
    build = subparsers.add_parser(
        "build",
        help="check the exports and publish them as a new build",
        description="Reads every Parquet export, keeps the rows that meet their contract, sets "
        "the others aside with the reason, and publishes (with --check, shows what would move and "
        "waits). The exit status is 0 if it did, 1 if "
        "the exports are refused or held, 2 if another build is running, 3 if the command or the "
        "machine does not allow it.",
    )
    build.add_argument(
        "--exports", type=folder, metavar="DIR", help="the exports (exports/ of the home)"
    )
    _add_home(build)
    build.add_argument("--json", action="store_true", help="print the report as JSON")
    build.add_argument(
        "--accept",
        action="append",
        default=[],
        type=_acceptance,
        metavar="REASON[:TABLE]",
        help="publish although the build is held for this reason (the report names it); "
        "may be given several times",
    )
    build.add_argument(
        "--accept-refused",
        action="append_const",
        dest="accept",
        const="too_many_refused",
        help="the same as --accept too_many_refused",
    )
    build.add_argument(
        "--check",
        action="store_true",
        help="make the build and compare it with the published one; publish it later by its id",
    )
    _add_note(build)
    build.set_defaults(run=run_build)

    publish = subparsers.add_parser("publish", help="publish a build that waits (build --check)")
    publish.add_argument("id", type=_build_id, help="its id or the beginning of it")
    _add_home(publish)
    _add_note(publish)
    publish.set_defaults(run=run_publish)

    discard = subparsers.add_parser("discard", help="remove a build that waits (build --check)")
    discard.add_argument("id", type=_build_id, help="its id or the beginning of it")
    _add_home(discard)
    discard.set_defaults(run=run_discard)

    builds = subparsers.add_parser("builds", help="list the builds that are kept")
    _add_home(builds)
    builds.add_argument("--json", action="store_true", help="print the list as JSON")
    builds.set_defaults(run=run_builds)

    rollback = subparsers.add_parser("rollback", help="publish an older build again")
    rollback.add_argument(
        "id", nargs="?", type=_build_id, help="its id or the beginning of it (the one before)"
    )
    _add_home(rollback)
    rollback.set_defaults(run=run_rollback)


def run_build(parsed: argparse.Namespace) -> int:
    """0: published, or waits. 1: refused or held. 2: another build runs. 3: the machine refused."""
    from dashboard.pipeline.findings import (
        BuildRefusedError,
        BuildRunningError,
        EnvironmentRefusedError,
        finding,
    )
    from dashboard.pipeline.run import build

    with _ProgressBar(shown=not parsed.json and sys.stderr.isatty()) as bar:
        try:
            report = build(
                parsed.home,
                exports=parsed.exports,
                accept=parsed.accept,
                check=parsed.check,
                note=parsed.note or "",
                on_progress=bar.advance,
            )
            status = 0
        except BuildRunningError as running:
            bar.hide()
            return _say(running.problems[0], BUSY, as_json=parsed.json)
        except EnvironmentRefusedError as refused:
            bar.hide()
            return _say(refused.problems[0], NOT_ALLOWED, as_json=parsed.json)
        except KeyboardInterrupt:
            bar.hide()
            return _say(finding("interrupted"), NOT_ALLOWED, as_json=parsed.json)
        except BuildRefusedError as refused:
            report, status = refused.report, 1
    if report:
        _print_report(report, as_json=parsed.json)
    return status


def run_builds(parsed: argparse.Namespace) -> int:
    from dashboard.builds_folder import (
        InaccessibleBuildError,
        build_file,
        damage,
        read_current,
        read_record,
        unreadable,
        waiting_builds,
        waiting_file,
    )
    from dashboard.pipeline.publish import published_builds

    builds = published_builds(parsed.home)
    damages = {one.build_id: damage(one.path) for one in builds}
    home = parsed.home
    waiting = {
        one: (damage(waiting_file(home, one)), read_record(home, one))
        for one in waiting_builds(home)
    }
    if parsed.json:
        listed = [
            {
                "build_id": b.build_id,
                "current": b.current,
                "waiting": False,
                "damage": damages[b.build_id],
                "report": b.report,
            }
            for b in builds
        ]
        listed += [
            {
                "build_id": one,
                "current": False,
                "waiting": True,
                "damage": wrong,
                "report": record,
            }
            for one, (wrong, record) in waiting.items()
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    if not builds and not waiting:
        print("还没有构建。")
    for build_id, (wrong, record) in waiting.items():
        print(f"◌ {build_id}  待发布，{wrong or _of_record(record)}")
    for build in builds:
        mark = "●" if build.current else " "
        said = damages[build.build_id] or _of_record(build.report)
        print(f"{mark} {build.build_id}  {said}")
    pointer = read_current(parsed.home)
    wrong, inaccessible = pointer.damage, pointer.inaccessible
    if pointer.build_id is not None:
        why = unreadable(build_file(parsed.home, pointer.build_id))
        wrong = f"CURRENT 所写的数据版本 {pointer.build_id} {why}" if why else ""
        inaccessible = isinstance(why, InaccessibleBuildError)
    elif builds and not wrong:
        wrong = "CURRENT 不在了"
    if inaccessible:
        print(
            f"{wrong}。恢复之前，页面不能显示数据。 "
            "The system does not open what CURRENT names; until it does, pages show no data."
        )
    elif wrong:
        print(
            f"{wrong}。页面改用最近一个完好的版本（如有）。"
            "运行 rollback（可写上编号）或 build 修复。 "
            "CURRENT names no build that can be shown. Pages show the newest whole build, if any; "
            "rollback or build mends it."
        )
    return 0


def _of_record(record: dict[str, Any]) -> str:
    """What the list says of a build; a record may be absent or somebody else's."""
    from dashboard.pipeline.report import printable

    tables = record.get("tables")
    tables = tables if isinstance(tables, list) else []
    kept = [table.get("kept") for table in tables if isinstance(table, dict)]
    if not kept:
        return "没有可读的记录"
    rows = sum(count for count in kept if isinstance(count, int))
    through = record.get("data_through") or "？"
    demonstration = "，演示数据" if record.get("demonstration") else ""
    note = record.get("note")
    said = f"；{note}" if isinstance(note, str) and note else ""
    return printable(f"数据截至 {through}，{rows:,} 行{demonstration}{said}")


def run_rollback(parsed: argparse.Namespace) -> int:
    """0: done. 1: there is no such build. 2: another build is running. 3: the machine refused."""
    from dashboard.pipeline.publish import rollback

    return _point_out("已退回到", lambda: rollback(parsed.home, parsed.id))


def run_publish(parsed: argparse.Namespace) -> int:
    """0: published. Otherwise as run_rollback."""
    from dashboard.pipeline.waiting import publish_waiting

    return _point_out("已发布", lambda: publish_waiting(parsed.home, parsed.id, parsed.note))


def run_discard(parsed: argparse.Namespace) -> int:
    """0: removed. Otherwise as run_rollback."""
    from dashboard.pipeline.waiting import discard

    return _point_out("已放弃", lambda: discard(parsed.home, parsed.id))


def _point_out(done: str, act: Callable[[], str]) -> int:
    """Does something to one build, whose id it returns, and says so, or why not."""
    from dashboard.pipeline.findings import (
        BuildRunningError,
        EnvironmentRefusedError,
        NoSuchBuildError,
    )

    try:
        build_id = act()
    except BuildRunningError as running:
        return _say(running.problems[0], BUSY, as_json=False)
    except EnvironmentRefusedError as refused:
        return _say(refused.problems[0], NOT_ALLOWED, as_json=False)
    except NoSuchBuildError as missing:
        print(f"{missing} {missing.en}", file=sys.stderr)
        return 1
    print(f"✓ {done} {build_id}。")
    return 0


def _add_home(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--home",
        type=lambda text: Home(folder(text)),
        default=Home.default(),
        metavar="DIR",
        help="the folder of exports/ and builds/ ($DASHBOARD_HOME, or data/)",
    )


def _build_id(text: str) -> str:
    """The id of a build or its beginning. An empty one, of a variable of a script that was not set,
    would mean whichever there is; argparse says what is wrong with it."""
    written = text.strip()
    if not re.fullmatch(r"[0-9A-Za-z-]{1,40}", written, re.ASCII):
        raise argparse.ArgumentTypeError(
            f"“{text[:40]}”不是构建编号，运行 builds 可列出（no id of a build; builds lists them）"
        )
    return written


def _add_note(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--note",
        type=_note,
        metavar="TEXT",
        help="a line on what is new, shown at the foot of pages and in the list of builds",
    )


def _note(text: str) -> str:
    """One line of at most LONGEST_NOTE characters, without what drives a terminal."""
    from dashboard.pipeline.report import printable

    line = printable(" ".join(text.split()))
    if len(line) > LONGEST_NOTE:
        raise argparse.ArgumentTypeError(
            f"说明最多 {LONGEST_NOTE} 个字，这里有 {len(line)} 个（the note is too long）"
        )
    return line


def _acceptance(text: str) -> str:
    """A held reason, perhaps of one table; argparse says what is wrong with another text."""
    from dashboard.contracts import load_contracts
    from dashboard.pipeline.reasons import Grade, reasons

    code, colon, table = text.partition(":")
    held = sorted(one.code for one in reasons().values() if one.grade is Grade.HELD)
    if code not in held:
        raise argparse.ArgumentTypeError(
            f"“{code}”不是可以确认的原因（no such reason）。可以确认的有：{'、'.join(held)}"
        )
    tables = load_contracts() if colon else {}
    if colon and table not in tables:
        raise argparse.ArgumentTypeError(
            f"没有名为“{table}”的表（no such table）。有：{'、'.join(tables)}"
        )
    return text


def _say(problem: "Finding", status: int, *, as_json: bool) -> int:
    """Why nothing was built, in one sentence; returns the exit status."""
    from dashboard.pipeline.report import printable

    if as_json:
        print(json.dumps({"published": False, "problems": [asdict(problem)]}, ensure_ascii=False))
    print(printable(f"{problem.zh} {problem.en}"), file=sys.stderr)
    return status


def _print_report(report: "Report", *, as_json: bool) -> None:
    from dashboard.pipeline.report import report_text

    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        print(report_text(report))


class _ProgressBar:
    """One line on the terminal that says how far the build is; nothing where it isn't shown."""

    def __init__(self, *, shown: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not shown,
        )
        self._task = self._bar.add_task("", total=1.0)

    def __enter__(self) -> "_ProgressBar":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hide()

    def hide(self) -> None:
        self._bar.stop()

    def advance(self, progress: "Progress") -> None:
        self._bar.update(self._task, completed=progress.share, description=progress.message_zh)
