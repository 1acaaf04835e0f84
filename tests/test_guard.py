import unicodedata

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.guard import FORMULA_PATTERN, FORMULA_STARTS, guard, guarded_sql
from dashboard.settings import QUERIES

DANGEROUS = "=+-@＝＋－＠\t\r"
# Texts that look for trouble far more often than any random text would.
awkward = st.text(
    st.sampled_from([*DANGEROUS, *" \u3000\u200b\ufeff\u061c\u3164\x00\n\",;'1Aa北"]), max_size=8
)
texts = st.one_of(st.text(), awkward)
FORMULAS = [
    "=1+1",
    "+86 20 1234",
    "-5",
    "@sum(a1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠a",
    "\t=1",
    "\tplain",
    "\rplain",
    "  =1+1",
    "\u3000=1+1",
    "\u00a0@a",
    "\ufeff=cmd|' /C calc'!A0",
    "\u200b-1",
    "\u2060=1",
    "\u3164=1",
    "\U000e0020=1",
    "\x00=1",
    "\n+1",
]
PLAIN = ["", "广州市", "a=b", "1-2", "'=1", "（=1）", '"=1"', "《-》", " 北", "\\=1", "'"]


def first_seen(text: str) -> str:
    """The first character that shows, as a spreadsheet looks for it; '' for none."""
    for character in text:
        if not character.isspace() and unicodedata.category(character) not in ("Cc", "Cf"):
            return character
    return ""


def in_sql(values: list[str | None]) -> list[str | None]:
    with duckdb.connect() as connection:
        query = f"select {guarded_sql('v')} from (select unnest($values::varchar[]) as v)"  # noqa: S608
        return [row[0] for row in connection.execute(query, {"values": values}).fetchall()]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guard(text) == text


@given(texts)
@example("=")
@example(" \t\u3000\u200b=x")
def test_no_text_starts_a_formula(text: str) -> None:
    guarded = guard(text)
    assert guarded.removeprefix("'") == text or guarded == text
    assert first_seen(guarded) not in set(FORMULA_STARTS)
    assert guarded[:1] not in set(DANGEROUS)


def test_a_query_guards_what_python_guards() -> None:
    assert in_sql([*FORMULAS, *PLAIN, None]) == ["'" + text for text in FORMULAS] + [*PLAIN, None]


@given(st.lists(texts, min_size=1, max_size=20))
def test_python_arrow_and_sql_agree_on_any_text(values: list[str]) -> None:
    guarded = [guard(value) for value in values]
    found = pc.match_substring_regex(pa.array(values), FORMULA_PATTERN).to_pylist()
    assert found == [shown != value for shown, value in zip(guarded, values, strict=True)]
    assert in_sql(list(values)) == guarded


def test_no_query_has_a_guard_of_its_own() -> None:
    """A list that is copied to a file takes its guard through a slot."""
    queries = [path.read_text(encoding="utf-8") for path in QUERIES.rglob("*.sql")]
    assert queries
    assert not [text for text in queries if "concat('''" in text]
