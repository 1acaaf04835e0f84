"""The contract's rules across columns, as faults of a row."""

from dashboard.contract_rules import (
    AbsentWhen,
    AtMost,
    LengthWhen,
    NotBefore,
    Reachable,
    Rule,
    When,
)
from dashboard.contracts import Contract
from dashboard.pipeline.bound import Bound
from dashboard.pipeline.columns import Column, Fault
from dashboard.systems import catalogue

# No rate is more percent than this; a larger one is a number of another unit.
MOST_PERCENT = 1000


def rule_faults(contract: Contract, columns: list[Column], bound: Bound) -> list[Fault]:
    """One fault a rule. A column that is empty breaks no comparison, one that can't be read is
    faulty by itself."""
    raw = {column.field.name: f"t.{column.raw}::varchar" for column in columns}
    empty = {column.field.name: column.says_nothing for column in columns}
    return [
        Fault(rule.column, rule.code, _faulty(rule, empty, bound), _value(rule, raw))
        for rule in contract.rules
    ]


def _faulty(rule: Rule, empty: dict[str, str], bound: Bound) -> str:
    match rule:
        case AtMost():
            return f"t.{rule.column} > t.{rule.limit}"
        case NotBefore():
            return f"t.{rule.column} < t.{rule.limit}"
        case AbsentWhen():
            return f"{_when(rule.when)} and t.{rule.column} is not null"
        case LengthWhen():
            length = f"coalesce(length(t.{rule.column}), 0)"
            return f"{_when(rule.when)} and {length} <> {bound(rule.length)}"
        case Reachable():
            return f"{_largest(rule)} > {_reachable(rule.of)}"
        case _:
            first, *others = rule.columns
            return " or ".join(f"({empty[first]}) <> ({empty[name]})" for name in others)


def _when(when: When) -> str:
    """Codes of a category, written out so that they are compared as numbers, not as text."""
    listed = ", ".join(f"'{value}'" for value in when.values)
    return f"t.{when.column} in ({listed})"


def _largest(rule: Reachable) -> str:
    """The largest number of several columns; those that are empty aside."""
    return f"greatest({', '.join(f't.{name}' for name in (rule.column, *rule.others))})"


def _reachable(of: str) -> str:
    """What an indicator can be at most: its ceiling, so many percent; null without a bound."""
    bounds = {
        code: one.ceiling or MOST_PERCENT
        for code, one in catalogue().indicators.items()
        if one.ceiling is not None or one.is_percentage
    }
    cases = " ".join(f"when '{code}' then {bound:g}" for code, bound in bounds.items())
    return f"case t.{of} {cases} end"


def _value(rule: Rule, raw: dict[str, str]) -> str:
    """The values that the rule is about, in the words of its kind (12 > 10)."""
    match rule:
        case AtMost():
            return f"concat({raw[rule.column]}, ' > ', {raw[rule.limit]})"
        case NotBefore():
            return f"concat({raw[rule.column]}, ' < ', {raw[rule.limit]})"
        case AbsentWhen() | LengthWhen():
            return raw[rule.column]
        case Reachable():
            return f"concat({raw[rule.of]}, ' = ', {_largest(rule)})"
        case _:
            pairs = ", ', ', ".join(f"'{name} = ', {raw[name]}" for name in rule.columns)
            return f"concat({pairs})"
