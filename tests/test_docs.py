"""Everything registered is documented, and what is documented exists."""

import argparse
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from dashboard.__main__ import COMMANDS, parser
from dashboard.docs.command import documents
from dashboard.docs.queries import Query, described_queries
from dashboard.settings import QUERIES, ROOT
from dashboard.systems import catalogue

READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DOCUMENTS = [*READMES, ROOT / "CHANGELOG.md", ROOT / "data" / "README.md"]
DOCUMENTS += sorted((ROOT / "docs").glob("*.md"))
PAGE_QUERIES = described_queries(QUERIES / "pages")
VERBS = ("run", "test", "check", "bench")
_PARAMETER = re.compile(r"(?<![:\w]):(\w+)")


def named(query: Query) -> str:
    return query.name


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command of ``python -m dashboard`` by its name."""
    (choices,) = [
        action.choices
        for action in parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    ]
    return dict(choices)


def test_there_are_queries_to_speak_of() -> None:
    assert len(PAGE_QUERIES) > 5
    assert len({query.name for query in PAGE_QUERIES}) == len(PAGE_QUERIES)


@pytest.mark.parametrize("query", PAGE_QUERIES, ids=named)
def test_a_named_query_says_what_one_row_is(query: Query) -> None:
    assert query.text.startswith("One row")


@pytest.mark.parametrize("query", PAGE_QUERIES, ids=named)
def test_a_named_query_declares_the_parameters_that_it_uses(query: Query) -> None:
    text = query.file.read_text(encoding="utf-8")
    body = text.split(f"-- name: {query.name}", 1)[1].split("-- name:", 1)[0]
    sql = "\n".join(line for line in body.splitlines()[1:] if not line.startswith("--"))
    declared = {name.strip() for name in query.parameters.split(",") if name.strip()}
    assert set(_PARAMETER.findall(sql)) == declared


@pytest.mark.parametrize("query", described_queries(QUERIES), ids=named)
def test_every_query_says_something_of_itself(query: Query) -> None:
    assert query.text


@pytest.mark.parametrize("name", documents())
def test_generated_documents_are_up_to_date(name: str) -> None:
    path = ROOT / "docs" / name
    assert path.read_text(encoding="utf-8") == documents()[name], "run: make docs"


def test_every_indicator_is_in_the_dictionary() -> None:
    text = documents()["indicators.md"]
    indicators = catalogue().indicators.values()
    assert len(indicators) > 20
    for indicator in indicators:
        assert f"`{indicator.code}`" in text
        assert indicator.definition in text
        assert indicator.definition_en in text


def test_every_command_package_is_registered() -> None:
    packages = {file.parent.name for file in (ROOT / "dashboard").glob("*/command.py")}
    assert packages == set(COMMANDS)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_readme_names_every_verb_command_page_and_setting(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    for verb in VERBS:
        assert f"make {verb}" in text
    for command in commands():
        assert f"python -m dashboard {command}" in text
    for page in (ROOT / "pages").glob("*.py"):
        assert f"pages/{page.name}" in text
    assert "DASHBOARD_HOME" in text


def test_every_command_explains_its_options() -> None:
    unexplained = [
        (name, action.dest)
        for name, command in commands().items()
        for action in command._actions
        if not action.help
    ]
    assert not unexplained


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text)
    for link in (first or second for first, second in links):
        if re.match(r"[a-z]+:|#", link):
            continue
        assert (document.parent / unquote(link.split("#")[0])).exists(), link
