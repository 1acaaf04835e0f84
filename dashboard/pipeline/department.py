"""What a department decides for itself (settings.yml of its home), read once and checked whole."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from dashboard.pipeline.codes import RegionCodes
from dashboard.pipeline.environment import first_line
from dashboard.pipeline.findings import BuildRefusedError, Finding, finding
from dashboard.regions import RegionTree
from dashboard.settings import SETTLED_SHARE


def _as_text(code: object) -> object:
    """YAML takes a code without quotes for a number."""
    return str(code) if isinstance(code, int) and not isinstance(code, bool) else code


def _no_truth(share: object) -> object:
    """YAML takes yes for true, which counts as 1."""
    if isinstance(share, bool):
        raise ValueError("no number")
    return share


_Code = Annotated[str, BeforeValidator(_as_text)]


class Department(BaseModel):
    """A department's settings; what the file does not say is as it comes.

    ``own_region`` is what pages are of, by default the lowest city or province that holds all data.
    ``zones`` lead from a development zone to the county that it counts in. ``settled_share``: the
    share of those who reported before that settles a month.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    own_region: _Code | None = None
    zones: dict[_Code, _Code] = {}
    settled_share: Annotated[float, BeforeValidator(_no_truth), Field(gt=0, le=1)] = SETTLED_SHARE


def read_department(path: Path) -> Department:
    """The settings of a file that may be absent.

    Raises BuildRefusedError naming everything in it that is none.
    """
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None
    except (ValueError, yaml.YAMLError) as error:
        detail = first_line(error)
        zh, en = f"读不出（{detail}），应为 UTF-8 的 YAML", f"it is no YAML in UTF-8 ({detail})"
        raise BuildRefusedError([_bad(path, zh, en)]) from error
    if said is not None and not isinstance(said, dict):
        raise BuildRefusedError(
            [_bad(path, f"应逐行写作“项: 值”，而不是 {said}", f"it says {said} and no key: value")]
        )
    # A key with nothing behind it says nothing.
    given = {key: value for key, value in (said or {}).items() if value is not None}
    try:
        return Department.model_validate(given)
    except ValidationError as error:
        raise BuildRefusedError(list(_wrong(path, given, error.errors()))) from error


def region_codes(tree: RegionTree, department: Department, path: Path) -> RegionCodes:
    """The codes that are known, with the counties that the department names for zones.

    Raises BuildRefusedError where one is no zone, or leads to none of today's regions.
    """
    try:
        return RegionCodes(tree, department.zones)
    except ValueError as error:
        raise BuildRefusedError([_bad_zones(path, str(error))]) from error


def own_region(tree: RegionTree, department: Department, path: Path) -> str | None:
    """The region that the department chooses for its own; None where it chooses none.

    Raises BuildRefusedError where the code is of no region of today.
    """
    code = department.own_region
    if code is not None and code not in tree:
        raise BuildRefusedError(
            [
                _bad(
                    path,
                    f"的 own_region 写为 {code}：应为现行的六位地区代码，如 440000",
                    f"own_region is {code}: it is the code of a region of today, as 440000",
                )
            ]
        )
    return code


def _wrong(path: Path, given: Mapping[Any, Any], errors: list[ErrorDetails]) -> Iterator[Finding]:
    for key in dict.fromkeys(error["loc"][0] for error in errors):
        if key == "zones":
            yield _bad_zones(path, str(given[key]))
        elif key == "settled_share":
            yield _bad(
                path,
                f"的 settled_share 写为 {given[key]}：应为大于 0、不大于 1 的数，如 0.5",
                f"settled_share is {given[key]}: it is a number above 0 and not above 1, as 0.5",
            )
        else:
            known = list(Department.model_fields)
            yield _bad(
                path,
                f"写有“{key}”，没有这一项（有 {'、'.join(known)}）",
                f"there is no setting {key} ({', '.join(known)} there are)",
            )


def _bad_zones(path: Path, value: str) -> Finding:
    return _bad(
        path,
        f"的 zones 写有 {value}：冒号前应为统计部门的开发区代码，冒号后应为现行地区代码",
        f"zones says {value}: the bureau's code of a zone leads to the code of a region of today",
    )


def _bad(path: Path, zh: str, en: str) -> Finding:
    return finding("bad_settings", path=path, wrong_zh=zh, wrong_en=en)
