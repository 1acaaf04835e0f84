"""The grade of a figure's coverage: how much of what was due its regions have reported."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


class Coverage(StrEnum):
    """Complete, nearly complete, or partial, by the bounds of the department's settings."""

    COMPLETE = "完整"
    NEARLY = "基本完整"
    PARTIAL = "不完整"


# Beside the value of a region, where there is no room for a word, that its coverage is partial.
PARTIAL_SIGN = "缺"
COVERAGE_EN = {
    Coverage.COMPLETE: "complete",
    Coverage.NEARLY: "nearly complete",
    Coverage.PARTIAL: "partial",
}


def not_a_boolean(value: object) -> object:
    """YAML takes yes for true, which counts as 1."""
    if isinstance(value, bool):
        raise ValueError("no number")
    return value


_Share = Annotated[float, BeforeValidator(not_a_boolean), Field(gt=0, le=1)]


class CoverageGrades(BaseModel):
    """From which share of the reports due a figure is complete, and from which nearly complete."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    complete: _Share = 1.0
    nearly: _Share = 0.95

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.nearly > self.complete:
            raise ValueError("nearly passes complete")
        return self

    def of(self, reported: int, expected: int) -> Coverage | None:
        """The grade where so many reports came of those expected; None where none was expected or
        none came: 未上报 says it already."""
        if not reported or not expected:
            return None
        share = reported / expected
        if share >= self.complete:
            return Coverage.COMPLETE
        return Coverage.NEARLY if share >= self.nearly else Coverage.PARTIAL


STANDARD = CoverageGrades()
