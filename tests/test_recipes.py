"""docs/recipes.md, followed to the letter in a copy of the project, down to the page."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dashboard.settings import ROOT
from tests.tiny_exports import Row, tiny_rows, write_tiny_exports

RECIPES = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
LAST_MONTH = date(2025, 10, 1)


def block(title: str) -> str:
    """The block of code of the recipes whose first line is the comment ``# title``."""
    blocks = RECIPES.split("```")[1::2]
    (found,) = [one for one in blocks if f"# {title}\n" in one]
    return found.split("\n", 1)[1]


def put(path: Path, text: str, behind: str) -> None:
    """Puts a block of the recipes behind a line of a file."""
    before, line, after = path.read_text(encoding="utf-8").partition(f"\n{behind}\n")
    assert line, behind
    path.write_text(before + line + text + after, encoding="utf-8")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def in_the_copy(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DASHBOARD_HOME"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env=environment | {"PYTHONPATH": str(project), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
    )


def opened(project: Path, tables: dict[str, list[Row]], *pages: str) -> dict[str, Any]:
    """What pages of the copy show of a build of these exports, and what the build refused."""
    write_tiny_exports(project / "data" / "exports", tables)
    run = in_the_copy(project, "-m", "tests.opening_a_copy", *pages)
    assert run.returncode == 0, run.stdout + run.stderr
    return json.loads(run.stdout.splitlines()[-1])


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """The project again without exports and builds; what no recipe changes is linked."""
    copy = tmp_path / "project"
    copy.mkdir()
    unwanted = shutil.ignore_patterns("__pycache__", "exports", "builds", "reference")
    shutil.copy(ROOT / "app.py", copy)
    shutil.copytree(ROOT / "dashboard", copy / "dashboard", ignore=shutil.ignore_patterns("*.pyc"))
    for folder in ("pages", "queries", "data", ".streamlit"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=unwanted)
    for linked in ("static", "tests", "data/reference"):
        (copy / linked).symlink_to(ROOT / linked, target_is_directory=True)
    yield copy
    shutil.rmtree(copy)


def test_an_indicator_a_measure_and_a_reason(project: Path) -> None:
    systems, contracts = project / "data" / "systems", project / "data" / "contracts"
    placement, visits = systems / "placement.yml", systems / "visits.yml"
    put(placement, block("data/systems/placement.yml, under indicators"), "indicators:")
    replace(placement, "headlines: [", "headlines: [placed_on_time_of_due, ")
    put(visits, block("data/systems/visits.yml, under measures"), "measures:")
    put(visits, block("data/systems/visits.yml, under indicators"), "indicators:")
    replace(visits, "headlines: [", "headlines: [hotline_calls, ")
    rules = block("data/contracts/employment.yml, under rules")
    put(contracts / "employment.yml", rules, "rules:")

    tables = tiny_rows()
    calls = {"month": LAST_MONTH, "measure": "hotline_calls", "value": Decimal(7)}
    tables["measures"] += [{"region_code": code, **calls} for code in ("440103", "430321")]
    wrong = tables["employment"][0]
    wrong["certified"] = wrong["trained"] + 1
    said = opened(project, tables, "placement", "visits")

    # Of 2025: 18 weights in ten months without 韶山's last two, and 广州's own office.
    months = 18 * 10 - 2
    assert "任务按时完成率" in said["placement"]
    assert f"全国：分子 {10 * months + 3:,}，分母 {12 * months + 5:,}" in said["placement"]
    assert "热线来电" in said["visits"]
    assert "全国：14<" in said["visits"]
    assert "certified_over_trained" in said["refused"]
    assert "取得证书人数多于培训人数" in said["refused"]


def test_a_line_of_work_with_an_export_of_its_own(project: Path) -> None:
    data = project / "data"
    contract, system = block("data/contracts/legal_aid.yml"), block("data/systems/legal.yml")
    (data / "contracts" / "legal_aid.yml").write_text(contract, encoding="utf-8")
    (data / "systems" / "legal.yml").write_text(system, encoding="utf-8")

    tables = tiny_rows()
    tables["legal_aid"] = [
        {
            "region_code": row["region_code"],
            "month": row["month"],
            "received": row["trained"],
            "closed": row["certified"],
        }
        for row in tables["employment"]
    ]
    said = opened(project, tables, "legal", "governance", "overview")

    months = 18 * 10 - 2
    assert "法律援助办结率" in said["legal"]
    assert f"全国：分子 {15 * months:,}，分母 {20 * months:,}" in said["legal"]
    assert "法律援助" in said["governance"]
    assert "法律援助办结率" in said["overview"]
    assert said["details"]["legal_aid"] == "法律援助明细"
    first = "from dashboard.pipeline.registries import first_months; print(first_months())"
    assert "facts_legal_aid" in in_the_copy(project, "-c", first).stdout


def test_what_a_recipe_leaves_out_is_named(project: Path) -> None:
    contract = project / "data" / "contracts" / "legal_aid.yml"
    contract.write_text(block("data/contracts/legal_aid.yml"), encoding="utf-8")
    check = ("-c", "from dashboard.pipeline.marts import check_exports; check_exports()")
    said = in_the_copy(project, *check).stderr
    assert "no measure of data/systems is read from legal_aid" in said

    contract.unlink()
    system = project / "data" / "systems" / "legal.yml"
    system.write_text(block("data/systems/legal.yml"), encoding="utf-8")
    said = in_the_copy(project, *check).stderr
    assert "legal_received, legal_closed: neither a mart nor an export legal_aid" in said
