"""From a folder of Parquet exports to a published DuckDB build.

The names below are loaded when they are first used, so that the command line and a page that
needs no build don't wait for them.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboard.pipeline.findings import (
        BuildRefusedError,
        BuildRunningError,
        EnvironmentRefusedError,
        NoSuchBuildError,
    )
    from dashboard.pipeline.publish import published_builds, rollback
    from dashboard.pipeline.report import Report, report_text
    from dashboard.pipeline.run import Progress, build

__all__ = [
    "BuildRefusedError",
    "BuildRunningError",
    "EnvironmentRefusedError",
    "NoSuchBuildError",
    "Progress",
    "Report",
    "build",
    "published_builds",
    "report_text",
    "rollback",
]

_MODULES = {
    "run": ("Progress", "build"),
    "findings": (
        "BuildRefusedError",
        "BuildRunningError",
        "EnvironmentRefusedError",
        "NoSuchBuildError",
    ),
    "publish": ("published_builds", "rollback"),
    "report": ("Report", "report_text"),
}


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(importlib.import_module(f"dashboard.pipeline.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
