"""What a contract says across the columns of a row: rules that refuse it, and what it warns of."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

# Names go into SQL as they are, so only such names are accepted.
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class When(Model):
    """The rows a rule is about: those whose category is one of ``values``."""

    column: Identifier
    values: tuple[Identifier, ...]


class Explained(Model):
    """What a rule or warning is called, and its sentence in Chinese and English."""

    code: Identifier
    zh: str
    en: str


class AtMost(Explained):
    """``column`` may not exceed ``limit``."""

    kind: Literal["at_most"]
    column: Identifier
    limit: Identifier


class NotBefore(Explained):
    """The day ``column`` may not lie before the day ``limit``; the same day is accepted."""

    kind: Literal["not_before"]
    column: Identifier
    limit: Identifier


class AbsentWhen(Explained):
    """``column`` must be empty in certain rows."""

    kind: Literal["absent_when"]
    column: Identifier
    when: When


class LengthWhen(Explained):
    """``column`` must be there in certain rows, with exactly ``length`` characters."""

    kind: Literal["length_when"]
    column: Identifier
    length: int
    when: When


class Together(Explained):
    """``columns`` are all given or all empty, since a rate is made of them."""

    kind: Literal["together"]
    columns: tuple[Identifier, ...]

    @property
    def column(self) -> str:
        return self.columns[0]


class SomeGiven(Explained):
    """One of ``columns`` at least is given: a row without any reports nothing."""

    kind: Literal["some_given"]
    columns: tuple[Identifier, ...]

    @property
    def column(self) -> str:
        return self.columns[0]


class Reachable(Explained):
    """``column`` and ``others`` may not exceed what the indicator that ``of`` names can be."""

    kind: Literal["reachable"]
    column: Identifier
    others: tuple[Identifier, ...] = ()
    of: Identifier


class InPercent(Explained):
    """``column`` is no share of one (0.95 for 95) where ``of`` names an indicator in %. Indicators
    of which less is better are left out: 0.5 % may be meant."""

    kind: Literal["in_percent"]
    column: Identifier
    of: Identifier


class Grows(Explained):
    """``others`` and then ``column`` never fall where ``of`` names an indicator that adds up over
    the year; those that are empty aside."""

    kind: Literal["grows"]
    column: Identifier
    others: tuple[Identifier, ...]
    of: Identifier


class Counted(Explained):
    """``column`` is a whole number where ``of`` names a measure that is counted, not measured."""

    kind: Literal["counted"]
    column: Identifier
    of: Identifier


class RatioAbove(Explained):
    """Warns of a row where numerator ÷ denominator exceeds ``limit`` and the numerator is at
    least ``floor``; a denominator of zero gives no ratio."""

    kind: Literal["ratio_above"]
    numerator: Identifier
    denominator: Identifier
    limit: float
    floor: float


class Jump(Explained):
    """Warns where a region's sum of a month is ``factor`` times the sum of the month before or
    more, and at least ``floor``; by further columns where ``by`` names them."""

    kind: Literal["jump"]
    column: Identifier
    by: tuple[Identifier, ...] = ()
    factor: float
    floor: float


Rule = Annotated[
    AtMost
    | NotBefore
    | AbsentWhen
    | LengthWhen
    | Together
    | SomeGiven
    | Reachable
    | InPercent
    | Grows
    | Counted,
    Field(discriminator="kind"),
]
Outlier = Annotated[RatioAbove | Jump, Field(discriminator="kind")]


def columns_of(explained: Rule | Outlier) -> tuple[str, ...]:
    """The columns that a rule or a warning looks at."""
    match explained:
        case Together() | SomeGiven():
            return explained.columns
        case AbsentWhen() | LengthWhen():
            return (explained.column, explained.when.column)
        case Reachable() | Grows():
            return (explained.column, *explained.others, explained.of)
        case InPercent() | Counted():
            return (explained.column, explained.of)
        case RatioAbove():
            return (explained.numerator, explained.denominator)
        case Jump():
            return (explained.column, *explained.by)
        case _:
            return (explained.column, explained.limit)
