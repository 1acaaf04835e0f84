"""The registry of reasons: why a build refuses, waits, or remarks (data/reasons.yml).

Reasons that belong to one table alone (its rules across columns, its jumps) stand in its contract
and are refusals and remarks in the same sense.
"""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from dashboard.settings import REASONS
from dashboard.yaml_files import invalid_entries, malformed, read_yaml


class Grade(StrEnum):
    """How a doubtful input is answered.

    ``refused``: a row, file or table that can't be right is not taken; of a file, a table or the
    build it also means that nothing is published. ``held``: the build is made and waits until the
    steward accepts exactly that. ``remark``: taken, and worth knowing.
    """

    REFUSED = "refused"
    HELD = "held"
    REMARK = "remark"


class Reason(BaseModel):
    """One reason. The texts are templates; ``of`` is what the reason is about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    grade: Grade
    of: Literal["row", "file", "table", "build"]
    zh: str
    en: str
    do_zh: str
    do_en: str

    def seen(self, **slots: Any) -> tuple[str, str]:
        """What was seen, in Chinese and in English."""
        return self.zh.format_map(slots), self.en.format_map(slots)

    def sentences(self, **slots: Any) -> tuple[str, str]:
        """What was seen and what to do, in Chinese and in English."""
        zh, en = self.seen(**slots)
        do_zh, do_en = self.do_zh.format_map(slots), self.do_en.format_map(slots)
        return f"{zh}；{do_zh}。", f"{en[0].upper()}{en[1:]}: {do_en}."


def load_reasons(path: Path = REASONS) -> dict[str, Reason]:
    """Reads and checks the registry. Raises SetupError naming the file and what is wrong."""
    raw = read_yaml(path)
    try:
        named = {code: {"code": code, **entry} for code, entry in raw.items()}
        return TypeAdapter(dict[str, Reason]).validate_python(named)
    except ValidationError as error:
        raise invalid_entries(path, error) from error
    except (TypeError, AttributeError) as error:
        raise malformed(path, error) from error


@cache
def reasons() -> dict[str, Reason]:
    """The project's own registry by code, read once a process."""
    return load_reasons()
