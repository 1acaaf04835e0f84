"""docs/reasons.md: every reason why a build refuses, waits or remarks, with its sentences."""

from dashboard.contracts import Contract
from dashboard.pipeline.reasons import Grade, Reason, reasons

_GRADES = {
    Grade.HELD: (
        "Held",
        "The build is made and not published until `--accept REASON[:TABLE]` says yes to it.",
    ),
    Grade.REFUSED: (
        "Refused",
        "It can't be right and is not taken. Of a row: the others are. Of a file, a table or the "
        "build: nothing is published.",
    ),
    Grade.REMARK: ("Remarks", "Taken, and worth knowing."),
}


def reasons_document(contracts: dict[str, Contract]) -> str:
    """The registry, and the rules and remarks of single tables from their contracts."""
    parts = [
        "# Reasons",
        "Written by `make docs` from `data/reasons.yml` and `data/contracts/`; change them there. "
        "Words in braces are filled in where it is found.",
    ]
    for grade, (title, meaning) in _GRADES.items():
        parts += [f"## {title}", meaning]
        parts += [_entry(reason) for reason in reasons().values() if reason.grade is grade]
        parts += _of_contracts(contracts, grade)
    return "\n\n".join(parts) + "\n"


def _entry(reason: Reason) -> str:
    return (
        f"- `{reason.code}` (of a {reason.of}): {reason.zh}；{reason.do_zh}。 "
        f"{reason.en[0].upper()}{reason.en[1:]}: {reason.do_en}."
    )


def _of_contracts(contracts: dict[str, Contract], grade: Grade) -> list[str]:
    return [
        f"- `{one.code}` (of a row of {contract.name}): {one.zh}。 {one.en[0].upper()}{one.en[1:]}."
        for contract in contracts.values()
        for one in {Grade.REFUSED: contract.rules, Grade.REMARK: contract.warnings}.get(grade, ())
    ]
