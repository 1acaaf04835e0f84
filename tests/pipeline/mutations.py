"""Damaged Parquet files by the thousand: each is published or refused with a sentence.

``python -m tests.pipeline.mutations --count 5000 --seed 7`` builds each in a watched process:
one that dies, hangs or takes too much memory is named, and its file is kept. Some hundred run with
the tests (test_mutations.py).
"""

import argparse
import io
import multiprocessing
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.pipeline import BuildRefusedError, build
from dashboard.settings import Home
from tests.pipeline.support import placement, station, write_small_reference
from tests.tiny_exports import TODAY

_SECONDS = 60
_MEGABYTES = 1_500

Mutation = Callable[[random.Random, bytearray], bytearray]


def sound_files() -> list[tuple[str, bytes]]:
    """Table and content of sound files, as different writers' options make them."""
    months = [f"{year}-{month:02}-01" for year in range(2010, 2025) for month in range(1, 13)]
    placements = [placement(month=month, due=10 + n % 7) for n, month in enumerate(months)]
    stations = [station(station_id=f"S{n}", stars=n % 6) for n in range(150)]
    options: list[dict[str, Any]] = [
        {},
        {"compression": "none", "use_dictionary": False},
        {"compression": "zstd", "row_group_size": 50, "write_page_checksum": True},
        {"data_page_version": "2.0", "compression": "gzip", "store_schema": False},
        {"write_statistics": False, "write_page_index": False, "version": "1.0"},
    ]
    found = []
    for table, rows in (("placements", placements), ("stations", stations)):
        content = pa.Table.from_pylist(rows)
        for way in options:
            sink = io.BytesIO()
            pq.write_table(content, sink, **way)
            found.append((table, sink.getvalue()))
    return found


def mutate(choose: random.Random, content: bytes) -> tuple[str, bytes]:
    """The name of a way of damage, and the content damaged so."""
    name = choose.choice(sorted(_WAYS))
    return name, bytes(_WAYS[name](choose, bytearray(content)))


def _footer(content: bytearray) -> int:
    """Where the footer begins."""
    return max(4, len(content) - 8 - int.from_bytes(content[-8:-4], "little"))


def _cut(choose: random.Random, content: bytearray) -> bytearray:
    return content[: choose.randrange(len(content))]


def _cut_and_closed(choose: random.Random, content: bytearray) -> bytearray:
    """Without a piece of its middle, but with its end."""
    begin = choose.randrange(4, len(content) - 8)
    return content[:begin] + content[choose.randrange(begin, len(content) - 8) :]


def _flipped(begin: float, end: float) -> Mutation:
    def flip(choose: random.Random, content: bytearray) -> bytearray:
        footer = _footer(content)
        low, high = (4, footer) if end <= 1 else (footer, len(content) - 8)
        for _ in range(choose.choice([1, 1, 1, 2, 5])):
            content[choose.randrange(low, max(low + 1, high))] ^= 1 << choose.randrange(8)
        return content

    return flip


def _overwritten(choose: random.Random, content: bytearray) -> bytearray:
    begin = choose.randrange(4, len(content) - 8)
    length = choose.choice([4, 16, 100])
    fill = choose.choice([b"\x00", b"\xff", choose.randbytes(1)])
    return content[:begin] + (fill * length)[: len(content) - 8 - begin] + content[begin + length :]


def _bomb(choose: random.Random, content: bytearray) -> bytearray:
    """A length or a number of the footer becomes the greatest there is."""
    place = choose.randrange(_footer(content), len(content) - 8)
    huge = choose.choice(
        [b"\xff\xff\xff\xff\x07", b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01", b"\xf9\xff\xff\x7f"]
    )
    content[place : place + choose.choice([0, 1, len(huge)])] = huge
    return content


def _footer_length(choose: random.Random, content: bytearray) -> bytearray:
    length = choose.choice([0, 1, 2**31 - 1, 2**32 - 1, len(content), choose.randrange(2**16)])
    content[-8:-4] = length.to_bytes(4, "little")
    return content


def _other_number(choose: random.Random, content: bytearray) -> bytearray:
    """A byte of the footer becomes another small number: types, encodings, counts, offsets."""
    place = choose.randrange(_footer(content), len(content) - 8)
    content[place] = choose.randrange(32)
    return content


def _other_page_size(choose: random.Random, content: bytearray) -> bytearray:
    """Bytes at the beginning of the first page's header."""
    content[choose.randrange(4, 16)] = choose.randrange(256)
    return content


def _doubled(choose: random.Random, content: bytearray) -> bytearray:
    begin = choose.randrange(4, len(content) - 8)
    return content[:begin] + content[begin - choose.randrange(min(begin, 200)) :]


_WAYS: dict[str, Mutation] = {
    "bomb": _bomb,
    "cut": _cut,
    "cut_and_closed": _cut_and_closed,
    "doubled": _doubled,
    "flipped_footer": _flipped(1, 2),
    "flipped_pages": _flipped(0, 1),
    "footer_length": _footer_length,
    "other_number": _other_number,
    "other_page_size": _other_page_size,
    "overwritten": _overwritten,
}


def answer(home: Home, reference: Path) -> str:
    """``published``, or the reasons for which the exports are refused or held. Whatever else a
    build raises is for the caller."""
    home.current.unlink(missing_ok=True)
    try:
        build(home, today=TODAY, reference=reference)
    except BuildRefusedError as refused:
        return reasons(refused)
    return "published"


def reasons(refused: BuildRefusedError) -> str:
    """Why the exports are refused or held; a problem without a sentence counts for nothing."""
    return ", ".join(sorted({problem.reason for problem in refused.problems if problem.zh}))


def lay(home: Home, table: str, content: bytes) -> None:
    """Puts the one file into the exports."""
    home.exports.mkdir(parents=True, exist_ok=True)
    for path in home.exports.iterdir():
        path.unlink()
    (home.exports / f"{table}.parquet").write_bytes(content)


def _work(numbers: Any, said: Any, seed: int, folder: str) -> None:
    """A process of its own: builds one number's file after another."""
    home = Home(Path(folder) / f"home_{multiprocessing.current_process().pid}")
    files = sound_files()
    while (number := numbers.get()) is not None:
        said.put((number, "begun", 0))
        choose = random.Random(f"{seed}/{number}")
        table, content = choose.choice(files)
        way, damaged = mutate(choose, content)
        lay(home, table, damaged)
        try:
            found = answer(home, Path(folder))
        except Exception:  # noqa: BLE001 - whatever a build raises is what is looked for
            kept = Path(folder) / f"{number}_{way}_{table}.parquet"
            kept.write_bytes(damaged)
            found = f"TRACEBACK {kept}\n{traceback.format_exc()}"
        said.put((number, found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


def main() -> int:
    """0: every file was answered. 1: one was not; its file and how to have it again are printed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parsed = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="mutations-")
    write_small_reference(Path(folder))
    context = multiprocessing.get_context("spawn")
    answers: Counter[str] = Counter()
    bad = 0
    number = 0
    while number < parsed.count:
        numbers, said = context.Queue(), context.Queue()
        worker = context.Process(target=_work, args=(numbers, said, parsed.seed, folder))
        worker.start()
        dead = False
        while number < parsed.count and not dead:
            numbers.put(number)
            begun = time.monotonic()
            found, memory = "begun", 0
            while found == "begun":
                if not said.empty():
                    _, found, memory = said.get()
                elif not worker.is_alive():
                    found, dead = f"DIED with {worker.exitcode}", True
                elif time.monotonic() - begun > _SECONDS:
                    found, dead = "HANGS", True
                    worker.kill()
                else:
                    time.sleep(0.002)
            if memory > _MEGABYTES:
                found, dead = f"TAKES {memory} MB", True
            if found.startswith(("TRACEBACK", "DIED", "HANGS", "TAKES", "internal_error")):
                bad += 1
                print(f"#{number}: {found}", flush=True)
            answers[found.partition("\n")[0].partition(" /")[0]] += 1
            number += 1
        numbers.put(None)
        worker.join(_SECONDS)
    for found, count in answers.most_common():
        print(f"{count:7,} {found}")
    print(f"{bad} of {parsed.count:,} were not answered; seed {parsed.seed}, files in {folder}")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
