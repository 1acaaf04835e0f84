"""``python -m dashboard demo``: writes demonstration exports."""

import argparse
import re
from datetime import date

from dashboard.command_line import NOT_ALLOWED, folder, writing_into

DESCRIPTION = """Write demonstration exports of all ten tables on the real region tree.

The numbers are invented, but wherever a figure published in the source documents speaks of
something the exports hold, and its period lies within --from and --to, the total equals it.
The same arguments give the same bytes; a province is the same whatever others are made with it.
Every file is marked as demonstration data in its Parquet metadata. A folder with other exports in
it is left alone."""

# The contracts refuse months before this one.
EARLIEST = date(2000, 1, 1)
LATEST_YEAR = 2100
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "demo",
        help="write demonstration exports",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--out",
        type=folder,
        metavar="DIR",
        help="folder to write to (default: the exports folder of the data home)",
    )
    parser.add_argument(
        "--from",
        dest="first",
        type=_month,
        default=date(2021, 1, 1),
        metavar="YYYY-MM",
        help="first month (default: 2021-01)",
    )
    parser.add_argument(
        "--to",
        dest="last",
        type=_month,
        default=date(2026, 10, 1),
        metavar="YYYY-MM",
        help="last month (default: 2026-10); a build refuses months that have not come yet",
    )
    parser.add_argument(
        "--provinces",
        type=_provinces,
        default=(),
        metavar="all|44,43",
        help="codes of the provinces to make, two or six digits (default: all 31)",
    )
    parser.add_argument(
        "--cities",
        type=_cities,
        default=(),
        metavar="4401,4407",
        help="in place of provinces, codes of cities or prefectures to make, four or six digits: "
        "the same rows that their province's demonstration holds",
    )
    parser.add_argument(
        "--seed", type=_natural, default=7, metavar="N", help="of the random numbers (default: 7)"
    )
    parser.add_argument(
        "--scale",
        type=_positive,
        default=1,
        metavar="K",
        help="for benchmarks: K times the rows of the monthly tables, by repeating the whole range "
        "K-1 times further back in time, each time moved by whole years, so that every key stays "
        "unique; registries stay as they are. No contract takes months before 2000, so a large K "
        "needs a short range: --from 2025-11 --scale 20 makes twenty years (default: 1)",
    )
    parser.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    """Writes the exports and says what was written; 0 when all is there, 1 where the folder
    holds real exports, 3 where the command or the machine does not allow it."""
    from rich.console import Console

    from dashboard import published
    from dashboard.demo.calendar import Calendar
    from dashboard.demo.generation import Plan
    from dashboard.demo.holding import divide
    from dashboard.regions import Level, RegionTree
    from dashboard.settings import Home

    console = Console(highlight=False, soft_wrap=True)
    tree = RegionTree.load()
    known = [region.code for region in tree.children("100000") if region.reports]
    unknown = [code for code in parsed.provinces if code not in known]
    if unknown:
        console.print(f"No such province: {', '.join(unknown)}")
        return NOT_ALLOWED
    unknown = [c for c in parsed.cities if c not in tree or tree[c].level is not Level.CITY]
    if unknown:
        console.print(f"No such city: {', '.join(unknown)}")
        return NOT_ALLOWED
    if parsed.cities and parsed.provinces:
        console.print("Choose --provinces or --cities, not both")
        return NOT_ALLOWED
    if parsed.first > parsed.last:
        console.print(f"--from {parsed.first:%Y-%m} lies after --to {parsed.last:%Y-%m}")
        return NOT_ALLOWED
    calendar = Calendar(parsed.first, parsed.last)
    back = (parsed.scale - 1) * calendar.earlier_years()
    if (parsed.first.year - back, parsed.first.month) < (EARLIEST.year, EARLIEST.month):
        console.print(
            f"This would reach back {back} years before {parsed.first:%Y-%m}, and exports hold "
            f"nothing before {EARLIEST:%Y-%m}: choose a later --from or a smaller --scale"
        )
        return NOT_ALLOWED
    of_cities = {f"{code[:2]}0000" for code in parsed.cities}
    provinces = tuple(c for c in known if c in (parsed.provinces or of_cities or known))
    codes = {region.code for code in provinces for region in (tree[code], *tree.descendants(code))}
    held, left_out = divide(published.load(), calendar, codes)
    plan = Plan(
        out=(parsed.out or Home.default().exports).absolute(),
        calendar=calendar,
        provinces=provinces,
        seed=parsed.seed,
        scale=parsed.scale,
        figures=tuple(held),
        cities=parsed.cities,
    )
    from dashboard.demo.report import carry_out

    with writing_into(plan.out):
        return carry_out(plan, left_out, tree, console)


def _month(text: str) -> date:
    found = _MONTH.fullmatch(text)
    if not found or not EARLIEST.year <= int(found[1]) <= LATEST_YEAR:
        raise argparse.ArgumentTypeError(
            f"not a month from {EARLIEST.year} to {LATEST_YEAR} like 2021-01: {text!r}"
        )
    return date(int(found[1]), int(found[2]), 1)


def _provinces(text: str) -> tuple[str, ...]:
    if text == "all":
        return ()
    codes = tuple(code.strip() for code in text.split(","))
    for code in codes:
        if not re.fullmatch(r"[0-9]{2}(0000)?", code):
            raise argparse.ArgumentTypeError(f"not a province code like 44: {code!r}")
    return tuple(code[:2] + "0000" for code in codes)


def _cities(text: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code.strip() for code in text.split(",")))
    for code in codes:
        if not re.fullmatch(r"[0-9]{4}(00)?", code):
            raise argparse.ArgumentTypeError(f"not a city code like 4401: {code!r}")
    return tuple(code[:4] + "00" for code in codes)


def _natural(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(f"not a whole number: {text!r}")
    return int(text)


def _positive(text: str) -> int:
    number = _natural(text)
    if not 1 <= number <= 100:
        raise argparse.ArgumentTypeError("from 1 to 100")
    return number
