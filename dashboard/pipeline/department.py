"""A department's settings as a build reads them: what is wrong with them refuses it."""

from datetime import datetime
from pathlib import Path

from dashboard import department
from dashboard.department import (
    Department,
    DepartmentError,
    Wrong,
    department_in_use,
    given_by,
    wrong_setting,
)
from dashboard.pipeline.codes import RegionCodes
from dashboard.pipeline.findings import BuildRefusedError, Finding, finding
from dashboard.regions import RegionTree


def read_department(path: Path) -> Department:
    """The settings of a file that may be absent.

    Raises BuildRefusedError naming everything in it that is none.
    """
    try:
        return department.read_department(path)
    except DepartmentError as error:
        raise BuildRefusedError([_bad(path, wrong) for wrong in error.wrong]) from error


def now_on_clock(path: Path) -> datetime:
    """This moment on the department's clock. Settings that can't be used give the default clock;
    the build is refused once it reads them."""
    return department_in_use(path)[0].now()


def region_codes(tree: RegionTree, department: Department, path: Path) -> RegionCodes:
    """The codes that are known, with the counties that the department names for zones.

    Raises BuildRefusedError where one is no zone, or leads to none of today's regions.
    """
    try:
        return RegionCodes(tree, department.zones)
    except ValueError as error:
        wrong = wrong_setting("zones", error, given_by("zones"))
        raise BuildRefusedError([_bad(path, wrong)]) from error


def own_region(tree: RegionTree, department: Department, path: Path) -> str | None:
    """The region that the department chooses for its own; None where it chooses none.

    Raises BuildRefusedError where the code is of no region of today.
    """
    code = department.own_region
    if code is not None and code not in tree:
        wrong = wrong_setting("own_region", code, given_by("own_region"))
        raise BuildRefusedError([_bad(path, wrong)])
    return code


def _bad(path: Path, wrong: Wrong) -> Finding:
    return finding(
        "bad_settings", path=wrong.variable or path, wrong_zh=wrong.zh, wrong_en=wrong.en
    )
