"""Demonstration homes to measure on, made by the project's own commands in a scratch folder."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from dashboard.settings import ROOT, Home

# Twenty times the default range would reach back before 2000, which no contract takes.
A_YEAR = ("--from", "2025-11")


class Cost(NamedTuple):
    """What a finished process took: seconds by the clock, seconds of processor, peak bytes."""

    wall: float
    cpu: float
    peak: int


def run(command: list[str]) -> Cost:
    """Runs a Python program of the project to its end; raises CalledProcessError if it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise subprocess.CalledProcessError(status, command, stderr=said)
    wall = time.perf_counter() - started
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def demo(home: Home, *arguments: str) -> Cost:
    return run(["-m", "dashboard", "demo", "--out", str(home.exports), *arguments])


def build(home: Home) -> Cost:
    """Publishes; nothing of the demonstration may hold it, but that a year made into twenty repeats
    twenty times what small numbers are by chance."""
    accepted = ["--accept", "subtotals:measures"] if "scale" in home.path.name.split("_") else []
    return run(["-m", "dashboard", "build", "--home", str(home.path), *accepted])


def exported(scratch: Path, *arguments: str) -> Home:
    """A home with the demonstration of these arguments, made once for all parts that ask."""
    home = Home(scratch / "_".join(["home", *(word.strip("-") for word in arguments)]))
    if not home.exports.exists():
        demo(home, *arguments)
    return home


def made(scratch: Path, *arguments: str) -> Home:
    """The same with its build."""
    home = exported(scratch, *arguments)
    if not home.current.exists():
        build(home)
    return home


def everything(scratch: Path, quick: bool) -> Home:
    """What a page is measured on: all provinces, or two."""
    return made(scratch, "--provinces", "44,43" if quick else "all")


def database_file(home: Home) -> Path:
    """The published build of a home."""
    return home.builds / home.current.read_text(encoding="utf-8").strip()
