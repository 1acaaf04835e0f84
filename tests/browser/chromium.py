"""Finds a Chromium to test with; run as a program, it installs one where it may.

Debian's packages, and only as root or with a sudo that asks for nothing. Elsewhere
it says what to do by hand, and which tests are left out until then. In CI
(``CI=true``) a missing browser is a failure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
PACKAGES = ("chromium", "fonts-noto-cjk")
HOW = (
    "Install Chromium or Chrome, or name one: CHROMIUM=/path/to/chromium make test\n"
    "  Debian, Ubuntu: sudo apt-get install chromium fonts-noto-cjk\n"
    "  elsewhere:      .venv/bin/python -m playwright install chromium"
)


def find_chromium() -> Path | None:
    """The browser that ``CHROMIUM`` names, one that is installed, or Playwright's own; or None.

    What does not run (a stand-in for a package, say) is not found. Raises
    FileNotFoundError where ``CHROMIUM`` names nothing that runs.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        if not _runs(Path(named)):
            raise FileNotFoundError(f"CHROMIUM={named} does not run")
        return Path(named)
    installed = [Path(path) for name in COMMANDS if (path := shutil.which(name))]
    installed += [Path(path) for path in APPLICATIONS]
    for path in installed:
        if _runs(path):
            return path
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if _runs(own) else None


def _runs(path: Path) -> bool:
    if not path.is_file():
        return False
    if path.suffix == ".exe":
        return True  # Windows opens a window when asked for the version.
    asked = subprocess.run([path, "--version"], capture_output=True, timeout=60)
    return asked.returncode == 0


def _has_chinese_font() -> bool:
    """Whether Chinese text can be drawn; taken as given where no fontconfig says otherwise."""
    if not shutil.which("fc-list"):
        return sys.platform in ("darwin", "win32")
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True).stdout.strip())


def _may_install() -> list[str] | None:
    """The words to put before apt-get, or None where it is not for us to run."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    return None


def main() -> int:
    found = find_chromium()
    if found and _has_chinese_font():
        return 0
    before = _may_install()
    if before is not None:
        print("Installing", *PACKAGES, flush=True)
        quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        subprocess.run([*before, *quiet, "update"])
        subprocess.run([*before, *quiet, "install", "--no-install-recommends", *PACKAGES])
        found = find_chromium()
    if found:
        return 0
    in_ci = os.environ.get("CI") == "true"
    then = "CI leaves nothing out" if in_ci else "the tests in tests/browser will be left out"
    print(f"No Chromium: {then}.\n{HOW}", flush=True)
    return 1 if in_ci else 0


if __name__ == "__main__":
    sys.exit(main())
