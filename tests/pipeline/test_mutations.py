"""Some hundred damaged files: each is published or refused with a sentence, none is a traceback."""

import random
from collections import Counter

import pytest

from tests.pipeline.mutations import answer, lay, mutate, sound_files
from tests.pipeline.support import Builder

FILES = 200
_SOUND = sound_files()


@pytest.mark.parametrize("table", ["placements", "stations"])
def test_sound_files_are_published(builder: Builder, table: str) -> None:
    for of, content in _SOUND:
        if of == table:
            lay(builder.home, table, content)
            assert answer(builder.home, builder.reference) == "published"


def test_every_damaged_file_is_answered(builder: Builder) -> None:
    choose = random.Random(20_261_126)
    answers: Counter[str] = Counter()
    ways = set()
    for _ in range(FILES):
        table, content = choose.choice(_SOUND)
        way, damaged = mutate(choose, content)
        ways.add(way)
        lay(builder.home, table, damaged)
        answers[answer(builder.home, builder.reference)] += 1
    assert len(ways) == 10
    assert answers["damaged"] > FILES / 3
    assert answers["cut_short"] > 0
    assert "reading_failed" not in answers
    assert "failed_identity" not in answers
