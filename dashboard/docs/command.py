"""``python -m dashboard docs``: writes the generated documents, or says which are out of date."""

import argparse

from dashboard.settings import QUERIES, ROOT


def register(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser(
        "docs", help="write the generated documents in docs/ from what they describe"
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if one is out of date"
    )
    parser.set_defaults(run=run)


def documents() -> dict[str, str]:
    """Every generated document by its file name in docs/."""
    from dashboard.contracts import load_contracts
    from dashboard.docs.indicators import indicators_document
    from dashboard.docs.queries import queries_document
    from dashboard.docs.reasons import reasons_document
    from dashboard.docs.rules import rules_document
    from dashboard.rules import load_rules
    from dashboard.systems import load_catalogue

    return {
        "indicators.md": indicators_document(load_catalogue()),
        "queries.md": queries_document(QUERIES),
        "reasons.md": reasons_document(load_contracts()),
        "rules.md": rules_document(load_rules()),
    }


def run(parsed: argparse.Namespace) -> int:
    """0 when every document is as it should be (with ``--check``) or was written."""
    stale = []
    for name, text in documents().items():
        path = ROOT / "docs" / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not parsed.check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote docs/{name}")
    if parsed.check and stale:
        print(f"Out of date: docs/{', docs/'.join(stale)}. Run: make docs")
        return 1
    return 0
