"""What a department decides for itself: settings.yml of its home, checked whole.

An environment variable wins over the file: ``DASHBOARD_TITLE`` over ``title``, written as the value
would be in the file. The build reads it anew each time; a server reads it again once it changes.
"""

import os
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
)

from dashboard.coverage import STANDARD, CoverageGrades, not_a_boolean
from dashboard.settings import SETTLED_SHARE, SHOWN_BYTES, TIME_ZONE
from dashboard.setup_error import SetupError
from dashboard.systems import catalogue
from dashboard.yaml_files import parse_yaml, read_text

OVERVIEW = "overview"
TITLE = "退役军人事务数据看板"
_VARIABLE = "DASHBOARD_"
# Characters of a wrong setting that its sentence repeats.
_LONGEST_TOLD = 100


def _as_text(code: object) -> object:
    """YAML takes a code without quotes for a number."""
    return str(code) if isinstance(code, int) and not isinstance(code, bool) else code


def _one_line(text: str) -> str:
    """A text on one line, without blanks at its ends. Raises ValueError for invisible characters:
    they reverse the direction of text or control a terminal."""
    line = " ".join(text.split())
    if not line.isprintable():
        raise ValueError("unseen characters")
    return line


_Code = Annotated[str, BeforeValidator(_as_text)]
_Line = Annotated[_Code, AfterValidator(_one_line)]
_Number = Annotated[float, BeforeValidator(not_a_boolean), Field(allow_inf_nan=False)]
_Language = Literal["zh", "en"]


class Department(BaseModel):
    """A department's settings; what the file does not say is as it comes.

    ``own_region`` is what pages are of, by default the lowest city or province that holds all data.
    ``zones`` lead from a development zone to the county that it counts in. ``settled_share``: the
    share of those who reported before that settles a month. ``minimum_denominators`` are, by
    indicator, what a denominator must reach for a region to be ranked and named. ``time_zone`` is
    the department's clock, by its name in the IANA database. ``languages`` are those that files are
    offered in, the default first. ``coverage_grades`` grade a figure by what was reported of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    own_region: _Code | None = None
    zones: dict[_Code, _Code] = {}
    settled_share: Annotated[_Number, Field(gt=0, le=1)] = SETTLED_SHARE
    name: Annotated[_Line, Field(max_length=30)] = ""
    title: Annotated[_Line, Field(min_length=1, max_length=30)] = TITLE
    first_page: str = OVERVIEW
    headline_cards: Annotated[tuple[str, ...], Field(max_length=12)] = ()
    minimum_denominators: dict[str, Annotated[_Number, Field(ge=0)]] = {}
    map_review_number: Annotated[_Line, Field(max_length=40)] = ""
    contact: Annotated[_Line, Field(max_length=100)] = ""
    cache_megabytes: Annotated[int, BeforeValidator(not_a_boolean), Field(ge=16, le=8192)] = (
        SHOWN_BYTES // 1_000_000
    )
    time_zone: str = TIME_ZONE.key
    languages: Annotated[tuple[_Language, ...], Field(min_length=1)] = ("zh", "en")
    coverage_grades: CoverageGrades = STANDARD

    @cached_property
    def key(self) -> str:
        """What tells these settings from others: results that depend on them are kept under it."""
        return self.model_dump_json()

    def now(self) -> datetime:
        """This moment on the department's clock, wherever the server stands."""
        return datetime.now(ZoneInfo(self.time_zone))

    def on_its_clock(self, moment: str) -> datetime:
        """A moment in ISO 8601 on the department's clock; one without an offset stays as it is.

        Raises ValueError for text that is no moment.
        """
        read = datetime.fromisoformat(moment)
        return read.astimezone(ZoneInfo(self.time_zone)) if read.tzinfo else read

    @field_validator("first_page")
    @classmethod
    def _is_a_page(cls, page: str) -> str:
        if page != OVERVIEW and page not in catalogue().systems:
            raise ValueError(page)
        return page

    @field_validator("headline_cards", "minimum_denominators")
    @classmethod
    def _are_indicators(cls, codes: Any) -> Any:
        if unknown := [code for code in codes if code not in catalogue().indicators]:
            raise ValueError(str(unknown))
        if len(set(codes)) < len(codes):
            raise ValueError("one stands twice")
        return codes

    @field_validator("time_zone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, OSError) as error:
            raise ValueError(name) from error

    @field_validator("languages")
    @classmethod
    def _are_different(cls, languages: tuple[_Language, ...]) -> tuple[_Language, ...]:
        if len(set(languages)) < len(languages):
            raise ValueError(str(languages))
        return languages


# What a setting must be, in Chinese and in English.
_MUST_BE = {
    "zones": (
        "冒号前应为统计部门的开发区代码，冒号后应为开发区所在城市的现行县区代码",
        "the bureau's code of a zone leads to the code of a county of today in the zone's city",
    ),
    "settled_share": (
        "应为大于 0、不大于 1 的数，如 0.5",
        "it is a number above 0 and not above 1, as 0.5",
    ),
    "own_region": (
        "应为现行的六位地区代码，如 440000",
        "it is the code of a region of today, as 440000",
    ),
    "name": ("应为不超过 30 个字的名称", "it is a name of at most 30 characters"),
    "title": ("应为 1 至 30 个字的标题", "it is a title of 1 to 30 characters"),
    "first_page": (
        "应为 overview 或 data/systems 中的文件名，如 placement",
        "it is overview or the name of a file in data/systems, as placement",
    ),
    "headline_cards": (
        "应为至多 12 个不同指标代码的列表，如 [placement_rate]，代码见 docs/indicators.md",
        "it is a list of at most 12 different codes of docs/indicators.md, as [placement_rate]",
    ),
    "minimum_denominators": (
        "应逐行写作“指标代码: 不小于 0 的数”，代码见 docs/indicators.md",
        "a code of docs/indicators.md leads to a number not below 0",
    ),
    "map_review_number": ("应为不超过 40 个字的审图号", "it is a number of at most 40 characters"),
    "contact": ("应为不超过 100 个字的联系方式", "it is a text of at most 100 characters"),
    "cache_megabytes": ("应为 16 至 8192 的整数", "it is a whole number from 16 to 8192"),
    "time_zone": (
        "应为 IANA 时区名称，如 Asia/Shanghai、Asia/Urumqi",
        "it is the name of a zone of the IANA database, as Asia/Shanghai",
    ),
    "languages": (
        "应为 zh、en 或二者的列表，默认语言在前，如 [zh, en]",
        "it is a list of zh, en or both, the default first, as [zh, en]",
    ),
    "coverage_grades": (
        "应写作 {complete: 1, nearly: 0.95}，均大于 0、不大于 1，nearly（不写为 0.95）不大于 "
        "complete",
        "it is written {complete: 1, nearly: 0.95}, both above 0 and not above 1, nearly (0.95 "
        "unless written) not above complete",
    ),
}


class Wrong(NamedTuple):
    """What is wrong with a setting, in Chinese and in English, without the name of the file or
    variable. ``variable`` is the variable of the environment that holds it; empty for the file."""

    zh: str
    en: str
    variable: str = ""


class DepartmentError(ValueError):
    """The settings can't be used as they are; ``wrong`` says all that is wrong with them."""

    def __init__(self, wrong: list[Wrong]) -> None:
        super().__init__("; ".join(one.en for one in wrong))
        self.wrong = wrong


def read_department(path: Path, environment: Mapping[str, str] = os.environ) -> Department:
    """The settings of a file, which may be absent, and of the environment.

    Raises DepartmentError naming everything in them that is none.
    """
    try:
        # A folder of this name, or a broken link, is an error and no absent file.
        said = parse_yaml(read_text(path)) if os.path.lexists(path) else None
    except SetupError as error:
        raise DepartmentError([Wrong(f"读不出：{error.zh}", error.en)]) from error
    if said is not None and not isinstance(said, dict):
        raise DepartmentError(
            [Wrong(f"应逐行写作“项: 值”，而不是 {said}", f"it says {said} and no key: value")]
        )
    of_environment = _of_environment(environment)
    # A key with nothing behind it says nothing.
    given = {k: value for k, value in ((said or {}) | of_environment).items() if value is not None}
    try:
        return Department.model_validate(given)
    except ValidationError as error:
        wrong = dict.fromkeys(one["loc"][0] for one in error.errors())
        raise DepartmentError(
            [wrong_setting(key, given.get(key), given_by(str(key), environment)) for key in wrong]
        ) from error


def wrong_setting(key: Any, value: object, variable: str = "") -> Wrong:
    """What is wrong with a setting, and what it must be. ``variable`` is the variable of the
    environment that holds it; empty for the file."""
    if key not in _MUST_BE:
        known = list(Department.model_fields)
        return Wrong(
            f"写有“{key}”，没有这一项（有 {'、'.join(known)}）",
            f"there is no setting {key} ({', '.join(known)} there are)",
        )
    zh, en = _MUST_BE[key]
    said = str(value)
    said = said if len(said) <= _LONGEST_TOLD else f"{said[:_LONGEST_TOLD]}…"
    if variable:
        return Wrong(f"写为 {said}：{zh}", f"it is {said}: {en}", variable)
    return Wrong(f"的 {key} 写为 {said}：{zh}", f"{key} is {said}: {en}")


def given_by(key: str, environment: Mapping[str, str] = os.environ) -> str:
    """The variable of the environment that holds a setting; empty where none does."""
    return _variable(key) if environment.get(_variable(key)) else ""


def _variable(key: str) -> str:
    return _VARIABLE + key.upper()


def _of_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """The settings of the environment. Raises DepartmentError naming a variable that is no YAML."""
    said: dict[str, Any] = {}
    for key in Department.model_fields:
        if written := environment.get(_variable(key), ""):
            try:
                said[key] = parse_yaml(written)
            except SetupError as error:
                wrong = Wrong(f"读不出：{error.zh}", error.en, _variable(key))
                raise DepartmentError([wrong]) from error
    return said


def department_in_use(path: Path) -> tuple[Department, list[Wrong]]:
    """The settings that pages use: as they come where the file can't be used. And what is wrong."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = 0
    environment = {key: value for key, value in os.environ.items() if key.startswith(_VARIABLE)}
    return _read(path, changed, tuple(sorted(environment.items())))


@lru_cache(maxsize=4)
def _read(
    path: Path, changed: int, environment: tuple[tuple[str, str], ...]
) -> tuple[Department, list[Wrong]]:
    try:
        return read_department(path, dict(environment)), []
    except DepartmentError as error:
        return Department(), error.wrong
