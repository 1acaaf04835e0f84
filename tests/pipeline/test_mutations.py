"""Some hundred damaged files: each is published or refused with a sentence, none is a traceback."""

import random
from collections import Counter

import duckdb
import pytest

from dashboard.pipeline import BuildRefusedError
from dashboard.pipeline.ingest import taking_no_files_word
from tests.pipeline.mutations import answer, lay, mutate, reasons, sound_files
from tests.pipeline.support import Builder

FILES = 200
_SOUND = sound_files()


@pytest.mark.parametrize("table", ["placements", "stations"])
def test_sound_files_are_published(builder: Builder, table: str) -> None:
    """Whoever wrote them, the same rows are read of them, of which a build can be made."""
    sound = [content for of, content in _SOUND if of == table]
    found = set()
    for content in sound:
        lay(builder.home, table, content)
        found.add(str(facts(builder, table)))
    assert len(found) == 1
    assert answer(builder.home, builder.reference) == "published"


def facts(builder: Builder, table: str) -> list[tuple[object, ...]]:
    """The rows that are kept of the one file, where nothing is refused."""
    rows = builder.read(accept=()).rows(f"select * from facts_{table} order by all")  # noqa: S608
    builder.close()
    return rows


def test_every_damaged_file_is_answered(builder: Builder) -> None:
    """A whole build is made of all rows that were not read before."""
    choose = random.Random(20_261_126)
    answers: Counter[str] = Counter()
    ways, seen = set(), set()
    for _ in range(FILES):
        table, content = choose.choice(_SOUND)
        way, damaged = mutate(choose, content)
        ways.add(way)
        lay(builder.home, table, damaged)
        try:
            rows = str(facts(builder, table))
        except BuildRefusedError as refused:
            answers[reasons(refused)] += 1
            continue
        if rows not in seen:
            seen.add(rows)
            answers[answer(builder.home, builder.reference)] += 1
    assert len(ways) == 10
    assert len(seen) > 5
    assert answers["damaged"] > FILES / 3
    assert answers["cut_short"] > 0
    assert "reading_failed" not in answers
    assert "internal_error" not in answers
    assert "failed_identity" not in answers


def test_a_file_that_costs_the_connection_is_named(builder: Builder) -> None:
    """A number of the footer is negative, and DuckDB answers nothing any more."""
    choose = random.Random("2027/1174")
    table, content = choose.choice(_SOUND)
    _, damaged = mutate(choose, content)
    lay(builder.home, table, damaged)
    assert answer(builder.home, builder.reference) == "damaged"


def test_what_was_wrong_with_a_file_outlives_the_connection() -> None:
    connection = duckdb.connect()

    def lose() -> None:
        with taking_no_files_word(connection):
            connection.close()
            raise ValueError("damaged")

    with pytest.raises(ValueError, match="damaged"):
        lose()
