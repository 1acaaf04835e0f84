"""Where things lie. Everything else asks here; nothing else builds a path of its own."""

import os
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
CONTRACTS = DATA / "contracts"
REFERENCE = DATA / "reference"
INDICATORS = DATA / "indicators.yml"
REASONS = DATA / "reasons.yml"
QUERIES = ROOT / "queries"
GEOMETRY = ROOT / "static" / "geometry"

# Where the departments are: "today" is China's day, wherever the server stands.
TIME_ZONE = ZoneInfo("Asia/Shanghai")


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
