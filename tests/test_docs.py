"""Everything registered is documented, and what is documented exists."""

import argparse
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from dashboard.__main__ import COMMANDS, parser
from dashboard.docs.command import documents
from dashboard.docs.queries import Query, described_queries
from dashboard.queries import named_queries
from dashboard.settings import QUERIES, ROOT
from dashboard.systems import catalogue

READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DOCUMENTS = [*READMES, ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"]
DOCUMENTS += [ROOT / "data" / "README.md"]
DOCUMENTS += sorted((ROOT / "docs").glob("*.md"))
PAGE_QUERIES = described_queries(QUERIES / "pages")
VERBS = ("run", "test", "check", "bench")
_PARAMETER = re.compile(r"\$(\w+)")


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
    declared = {name.strip() for name in query.parameters.split(",") if name.strip()}
    assert set(_PARAMETER.findall(named_queries()[query.name])) == declared


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


def test_architecture_names_every_package_and_module() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    packages = {file.parent.name for file in (ROOT / "dashboard").glob("*/__init__.py")}
    assert len(packages) > 5
    assert not {name for name in packages if f"`dashboard/{name}/`" not in text}
    modules = {file.name for file in (ROOT / "dashboard").glob("*.py")}
    assert not {name for name in modules if f"`{name}`" not in text}


def test_architecture_lists_modules_from_the_bottom_up() -> None:
    """No module imports one that stands in a later row."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.split("from the bottom up")[1].split("##")[0]
    rows = [
        re.findall(r"`(\w+)\.py`", line.split("|")[1]) for line in table.splitlines() if "|" in line
    ]
    row_of = {module: number for number, row in enumerate(rows) for module in row}
    for module, row in row_of.items():
        source = (ROOT / "dashboard" / f"{module}.py").read_text(encoding="utf-8")
        for other in re.findall(r"^from dashboard\.(\w+) import", source, re.MULTILINE):
            assert row_of.get(other, -1) <= row, f"{module} imports {other}"


def test_every_document_is_named_by_the_readmes() -> None:
    for readme in READMES:
        text = readme.read_text(encoding="utf-8")
        for name in ("docs/architecture.md", "docs/glossary.md", "docs/recipes.md"):
            assert f"]({name})" in text
        assert "](CONTRIBUTING.md)" in text


def test_every_verb_and_setting_has_its_place() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for verb in ("run", "test", "check", "format", "docs", "bench", "pins"):
        assert f"\n{verb}:" in makefile
        assert f"`make {verb}" in text


TERMS = (
    *("measure", "indicator", "dimension", "numerator", "denominator", "rate", "flow", "stock"),
    *("region", "leaf", "own region", "period", "settled", "like for like", "reporter", "filter"),
    *("observation", "change", "shortfall", "export", "download", "contract", "registry", "source"),
    *("facts", "mart", "build", "identity", "finding", "reason", "grade", "refused", "held"),
    *("remark", "steward", "department", "owner", "category", "unit", "view"),
)


def glossary() -> dict[str, tuple[str, str]]:
    """The Chinese word and the meaning of every entry."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {row[0]: (row[1], row[2]) for row in rows if row[0] not in ("word", "---")}


def test_the_glossary_has_one_meaning_a_word() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    entries = glossary()
    assert text.count("\n| ") - text.count("\n| word") - text.count("\n| ---") == len(entries)
    words = [word for entry in entries for word in entry.split(", ")]
    assert len(set(words)) == len(words)
    assert not set(TERMS) - set(words)


def test_chinese_words_of_the_glossary_stand_somewhere() -> None:
    """On a page, in a file, a report or a contract; those in brackets stand nowhere."""
    files = [ROOT / "app.py", *(ROOT / "data").glob("*.yml")]
    for folder in ("dashboard", "pages", "data/contracts", "data/systems"):
        files += [path for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".yml")]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    for word, (chinese, _) in glossary().items():
        for one in re.split("[、，]", re.sub("（.*）", "", chinese)):
            assert one in ("", "—") or one in text, (word, one)
