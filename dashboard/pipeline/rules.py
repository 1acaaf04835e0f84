"""The contract's rules across columns, as faults of a row."""

from dashboard.contract_rules import (
    AbsentWhen,
    AtMost,
    Counted,
    Grows,
    InPercent,
    LengthWhen,
    NotBefore,
    Reachable,
    Rule,
    SomeGiven,
    When,
)
from dashboard.contracts import Contract
from dashboard.indicators import Indicator
from dashboard.pipeline.bound import Bound
from dashboard.pipeline.columns import Column, Fault
from dashboard.systems import catalogue
from dashboard.targets import adds_up

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
        case InPercent():
            of_it = [one.code for one in _indicators() if _must_be_large(one)]
            return f"t.{rule.column} > 0 and t.{rule.column} <= 1 and {_among(rule.of, of_it)}"
        case Grows():
            of_it = [one.code for one in _indicators() if adds_up(one)]
            return f"{_given(rule)} <> list_sort({_given(rule)}) and {_among(rule.of, of_it)}"
        case Counted():
            counts = [one.code for one in catalogue().other_measures.values() if one.is_count]
            fraction = f"t.{rule.column} <> trunc(t.{rule.column})"
            return f"{fraction} and {_among(rule.of, counts)}"
        case SomeGiven():
            return " and ".join(f"({empty[name]})" for name in rule.columns)
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


def _indicators() -> list[Indicator]:
    return list(catalogue().indicators.values())


def _must_be_large(indicator: Indicator) -> bool:
    """Whether nobody sets a target of one percent or less to it."""
    return indicator.is_percentage and indicator.polarity == "higher"


def _among(of: str, codes: list[str]) -> str:
    listed = ", ".join(f"'{code}'" for code in codes)
    return f"t.{of} in ({listed})"


def _given(rule: Grows) -> str:
    """The numbers of several columns in their order; those that are empty aside."""
    columns = ", ".join(f"t.{name}" for name in (*rule.others, rule.column))
    return f"list_filter([{columns}], lambda one: one is not null)"


def _value(rule: Rule, raw: dict[str, str]) -> str:
    """The values that the rule is about, in the words of its kind (12 > 10)."""
    match rule:
        case AtMost():
            return f"concat({raw[rule.column]}, ' > ', {raw[rule.limit]})"
        case NotBefore():
            return f"concat({raw[rule.column]}, ' < ', {raw[rule.limit]})"
        case AbsentWhen() | LengthWhen() | SomeGiven() | Counted():
            return raw[rule.column]
        case Reachable():
            return f"concat({raw[rule.of]}, ' = ', {_largest(rule)})"
        case InPercent():
            return f"concat({raw[rule.of]}, ' = ', t.{rule.column})"
        case Grows():
            return f"concat({raw[rule.of]}, ' = ', array_to_string({_given(rule)}, ', '))"
        case _:
            pairs = ", ', ', ".join(f"'{name} = ', {raw[name]}" for name in rule.columns)
            return f"concat({pairs})"
