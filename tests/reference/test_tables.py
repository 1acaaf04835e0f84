"""The tables that are carried: units to cover, and the history of codes."""

import csv
from collections import Counter, defaultdict

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from dashboard.regions import RegionTree
from dashboard.settings import REFERENCE

KINDS = {"recode", "rename", "merge", "split", "new", "boundary", "in_trust"}


@pytest.fixture(scope="module")
def tree() -> RegionTree:
    return RegionTree.load()


@pytest.fixture(scope="module")
def units():
    return pq.read_table(REFERENCE / "units.parquet")


@pytest.fixture(scope="module")
def changes() -> list[dict[str, str]]:
    with (REFERENCE / "region_changes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_units_are_small_to_carry():
    assert (REFERENCE / "units.parquet").stat().st_size <= 6_000_000


def test_every_town_and_village_is_there_once(units):
    assert Counter(units["tier"].to_pylist()) == {"town": 38_723, "village": 620_572}
    assert pc.count_distinct(units["unit_code"]).as_py() == units.num_rows
    lengths = {"town": 9, "village": 12}
    for tier, length in lengths.items():
        codes = units.filter(pc.equal(units["tier"], tier))["unit_code"]
        assert pc.unique(pc.utf8_length(codes)).to_pylist() == [length]


def test_units_lie_in_a_leaf_or_directly_under_a_city(units, tree):
    places = Counter(units["region_code"].to_pylist())
    assert set(places) <= {region.code for region in tree}
    beside = {code: count for code, count in places.items() if not tree[code].is_leaf}
    assert {tree[code].level.value for code in beside} == {"city"}
    # Development zones that span counties, 大兴安岭's districts, 大柴旦.
    assert sum(beside.values()) < 1_300


def test_towns_that_villages_name_exist(units):
    towns = units.filter(pc.equal(units["tier"], "town"))
    names = dict(zip(towns["unit_code"].to_pylist(), towns["name"].to_pylist(), strict=True))
    villages = units.filter(pc.equal(units["tier"], "village"))
    linked = villages.filter(pc.is_valid(villages["town_code"]))
    assert linked.num_rows / villages.num_rows > 0.96
    pairs = zip(linked["town_code"].to_pylist(), linked["town_name"].to_pylist(), strict=True)
    assert all(names[code] == name for code, name in set(pairs))
    assert villages["town_name"].null_count == units["name"].null_count == 0


def test_known_numbers_of_towns(units):
    towns = Counter(
        code
        for code, tier in zip(
            units["region_code"].to_pylist(), units["tier"].to_pylist(), strict=True
        )
        if tier == "town"
    )
    assert (towns["441900"], towns["442000"], towns["110101"]) == (32, 23, 17)
    # 龙港 and 三亚's districts have no towns: nothing may divide by them.
    assert towns["330383"] == towns["460202"] == 0


def test_real_names_are_kept(units):
    found = units.filter(pc.equal(units["unit_code"], "110101001001")).to_pylist()
    assert found == [
        {
            "unit_code": "110101001001",
            "name": "多福巷社区居委会",
            "town_code": "110101001",
            "town_name": "东华门街道",
            "region_code": "110101",
            "tier": "village",
            "kind": "社区",
        }
    ]


def test_changes_have_known_kinds_and_years(changes):
    assert {change["kind"] for change in changes} <= KINDS
    assert {int(change["year"]) for change in changes} <= set(range(2000, 2027))
    assert all(change["how"] for change in changes)


def test_all_changes_since_2018_are_there(changes):
    """119 are seen by comparing years: 100 codes that ended, 2 renames and 17 new codes."""
    listed = [
        change
        for change in changes
        if int(change["year"]) >= 2018
        and change["kind"] not in ("boundary", "in_trust")
        and not change["old_code"].endswith("00")
    ]
    ended = {change["old_code"] for change in listed if change["kind"] != "rename"} - {""}
    assert len(ended) == 100
    assert sum(change["kind"] == "rename" for change in listed) == 2
    # Three of the seventeen, 云冈, 潞州 and 钱塘, are heirs of codes that were settled by hand.
    assert sum(change["kind"] == "new" for change in listed) + 3 == 17


def test_codes_of_the_years_before_are_there(changes):
    ended = {
        change["old_code"]
        for change in changes
        if int(change["year"]) < 2017 and change["kind"] in ("recode", "merge", "split")
    }
    assert len(ended) == 821
    followed = {change["old_code"]: change["new_code"] for change in changes}
    assert followed["110228"] == "110118"
    # A county-level city that gave its name to the prefecture became its district.
    assert followed["622301"] == "620602"
    # Of two bearers of a code the later is meant: 南宁's suburb until 2001, 西乡塘 since 2004.
    assert not [one for one in changes if one["old_code"] == "450107" and one["kind"] == "split"]


def test_what_can_not_be_dated_is_left_out_and_a_trust_moves_no_ground(changes, tree, units):
    pairs = {(one["old_code"], one["new_code"]) for one in changes}
    for old, new in (("410304", "410311"), ("321203", "321202"), ("321302", "321311")):
        assert (old, new) not in pairs
    (trust,) = [one for one in changes if one["kind"] == "in_trust"]
    assert (trust["old_code"], trust["new_code"], trust["year"]) == ("130628", "130632", "2018")
    town = units.filter(pc.equal(units["unit_code"], "130628204")).to_pylist()
    assert [(one["name"], one["region_code"]) for one in town] == [("龙化乡", "130628")]
    assert not [one for one in changes if "比对" in one["how"] and one["kind"] == "boundary"]


def test_counties_of_2026_have_the_towns_they_were_made_of(units):
    def names(region):
        inside = units.filter(pc.equal(units["region_code"], region))
        return set(inside["town_name"].to_pylist())

    assert names("659013") == {"草湖镇"}
    assert names("653132") == {"新华镇"}


def test_ground_of_两江_and_北碚_is_todays(units):
    towns = units.filter(pc.equal(units["tier"], "town"))
    places = dict(zip(towns["name"].to_pylist(), towns["region_code"].to_pylist(), strict=True))
    assert {places[name] for name in ("统景镇", "大盛镇", "天府镇")} == {"500109"}
    assert {places[name] for name in ("蔡家岗街道", "施家梁镇", "寸滩街道")} == {"500157"}


def test_zones_lie_in_cities_of_today(tree):
    assert len(tree.zones) == 152
    assert tree.zones["370171"].name == tree.zones["370176"].name == "济南高新技术产业开发区"
    assert all(zone.region_code in tree for zone in tree.zones.values())
    # 莱芜 became part of 济南.
    assert tree.zones["370171"].region_code == "370100"


def test_shares_of_a_region_that_ended_add_up(changes):
    shares = defaultdict(list)
    for change in changes:
        if change["kind"] in ("recode", "merge", "split"):
            shares[change["old_code"]].append(change["share"])
    unknown = {code for code, parts in shares.items() if "" in parts}
    # Before the list of villages nobody can tell, and of 乌马河 no document does.
    late = {change["old_code"] for change in changes if int(change["year"]) > 2016}
    assert unknown & late == {"230711"}
    for code in shares.keys() - unknown:
        assert sum(map(float, shares[code])) == pytest.approx(1, abs=0.001), code


def test_a_recode_leads_to_another_code_and_a_rename_does_not(changes):
    for change in changes:
        same = change["old_code"] == change["new_code"]
        assert same == (change["kind"] == "rename"), change


def test_boundary_moves_leave_something_behind(changes):
    shares = [float(one["share"]) for one in changes if one["kind"] == "boundary" and one["share"]]
    assert shares
    assert all(0 < share < 1 for share in shares)
