"""Where things lie. Everything else asks here; nothing else builds a path of its own."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from dashboard.setup_error import SetupError

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
CONTRACTS = DATA / "contracts"
SHARED_FIELDS = DATA / "shared_fields.yml"
REFERENCE = DATA / "reference"
SYSTEMS = DATA / "systems"
REASONS = DATA / "reasons.yml"
RULES = DATA / "rules.yml"
QUERIES = ROOT / "queries"
GEOMETRY = ROOT / "static" / "geometry"

# A month is settled, and the default period reaches to it, once so large a share of those who
# reported the months before have reported it; a department's settings may say otherwise.
SETTLED_SHARE = 0.5

# China's clock: moments in exports are read on it, and it is the department's unless its settings
# name another.
TIME_ZONE = ZoneInfo("Asia/Shanghai")

# `python -m dashboard serve` runs so many processes. Each has this variable in its environment: its
# number, which addresses that only it can answer for name in their query.
PROCESSES = min(4, os.cpu_count() or 1)
PROCESS_VARIABLE = "DASHBOARD_PROCESS"
PROCESS = os.environ.get(PROCESS_VARIABLE, "")
PROCESS_IN_ADDRESS = "process"
# Each also has its share of the processors here, which its queries use: with more threads than that
# a click of the bench's visitors takes 4 % more processor.
THREADS_VARIABLE = "DASHBOARD_THREADS"


def _threads(written: str) -> int:
    """The number of threads that queries use: the variable's, or that of processors where it is
    empty. Raises SetupError where it is no whole number from 1 to 999."""
    if not written.strip():
        return os.cpu_count() or 1
    if re.fullmatch(r"\s*[0-9]{1,3}\s*", written, re.ASCII) and int(written) > 0:
        return int(written)
    raise SetupError(
        f"环境变量 {THREADS_VARIABLE} 写为“{written[:40]}”，应为 1 至 999 的整数",
        f"{THREADS_VARIABLE} in the environment is {written[:40]}, not a number from 1 to 999",
    )


# What one process may take. DuckDB sorts large files on the disk where this memory is not enough.
SERVING_MEMORY = "1GB"
SERVING_DISK = "20GB"
SERVING_THREADS = _threads(os.environ.get(THREADS_VARIABLE, ""))
# What is kept for whoever asks next: rows of queries and what is made of them for each open build
# (lists of regions, who reported, observations of siblings), and what pages show of their views;
# larger results than the last are not kept. Two builds are open at most:
# the published one and one that a copied link asked for, or the one before.
KEPT_ROWS_BYTES = 96_000_000
SHOWN_BYTES = 256_000_000
PARTS_BYTES = 8_000_000
WHO_BYTES = 8_000_000
GROUPS_BYTES = 64_000_000
MONTHS_BYTES = 24_000_000
BY_REGION_BYTES = 32_000_000
LARGEST_KEPT_BYTES = 4_000_000
OPEN_BUILDS = 2
# So many more objects than were freed begin a garbage collection (application.warm_up).
COLLECT_AFTER = 10_000
# So many rows of a list are shown at once.
PAGE_ROWS = 50
# Files that pages offer: how long a page may stand open, how many one session may have open, how
# much memory the offers may keep from being freed.
OFFER_SECONDS = 12 * 3600
OFFERS_A_SESSION = 64
OFFERS_BYTES = 128_000_000
# Large files: how many are written at once, how many more may wait, from how many rows on; and how
# long a written file is kept for whoever asked for it.
FILES_AT_ONCE = 2
FILES_WAITING = 100
ROWS_WITHOUT_WAITING = 5_000
UNCLAIMED_FILE_SECONDS = 120
# A browser's tab takes four file handles, a closed one three for two minutes.
FILE_HANDLES = 65_536


@dataclass(frozen=True)
class Home:
    """The folder that holds a department's exports and builds.

    ``data/`` of the project unless the environment variable ``DASHBOARD_HOME``
    names another, which lets one installation serve several data sets.
    """

    path: Path

    @classmethod
    def default(cls) -> "Home":
        return cls(Path(os.environ.get("DASHBOARD_HOME") or DATA))

    @classmethod
    def standard(cls) -> "Home":
        """``data/`` of the project, whatever the environment says."""
        return cls(DATA)

    @property
    def exports(self) -> Path:
        return self.path / "exports"

    @property
    def builds(self) -> Path:
        return self.path / "builds"

    @property
    def settings(self) -> Path:
        """What the department decides for itself; the file may be absent."""
        return self.path / "settings.yml"

    @property
    def current(self) -> Path:
        """The pointer file: one line, the file name of the published build."""
        return self.builds / "CURRENT"
