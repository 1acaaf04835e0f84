"""A session answers for its scope and for nothing else."""

import pytest

from dashboard.database import open_current
from dashboard.queries import named_queries
from dashboard.regions import RegionTree
from dashboard.session import OF_THE_BUILD, OutOfScopeError, Session
from dashboard.settings import Home

TREE = RegionTree.load()
GUANGDONG, GUANGZHOU, LIWAN, HUNAN = "440000", "440100", "440103", "430000"


@pytest.fixture(scope="module")
def guangzhou(tiny_home: Home) -> Session:
    return Session(open_current(tiny_home), TREE.under(GUANGZHOU))


def test_it_answers_for_its_scope(guangzhou: Session) -> None:
    assert guangzhou.rows("station_row_count", region=LIWAN)[0]["row_count"] > 0
    assert sum(batch.num_rows for batch in guangzhou.batches("station_rows", region=LIWAN)) > 0
    assert guangzhou.rows("build_info")


@pytest.mark.parametrize("region", [GUANGDONG, HUNAN, "100000", "999999"])
def test_every_other_region_is_refused(guangzhou: Session, region: str) -> None:
    with pytest.raises(OutOfScopeError, match=region):
        guangzhou.rows("station_row_count", region=region)
    with pytest.raises(OutOfScopeError, match=region):
        guangzhou.batches("station_rows", region=region)
    with pytest.raises(OutOfScopeError, match=region):
        guangzhou.rows("reports_of_year", regions=[LIWAN, region], year=2025)


def test_everything_is_for_the_whole_department(guangzhou: Session, tiny_home: Home) -> None:
    with pytest.raises(OutOfScopeError, match="everything"):
        guangzhou.rows("refused_reasons", region=GUANGZHOU, everything=True)
    whole = Session(open_current(tiny_home), TREE)
    assert whole.rows("refused_reasons", region="100000", everything=True) == []


def test_a_query_without_a_region_is_refused_unless_it_is_of_the_build(guangzhou: Session) -> None:
    with pytest.raises(OutOfScopeError, match="names no region"):
        guangzhou.rows("station_row_count")


def test_every_named_query_names_regions_or_is_of_the_build() -> None:
    without = {
        name
        for name, query in named_queries().items()
        if ":region" not in query and "$region" not in query
    }
    assert without == OF_THE_BUILD


def test_audiences_differ_by_scope_language_and_colours(guangzhou: Session) -> None:
    other = Session(guangzhou.database, TREE)
    dark = Session(guangzhou.database, TREE, dark=True)
    english = Session(guangzhou.database, TREE, "en")
    one = {guangzhou.audience, other.audience, dark.audience, english.audience}
    assert len(one) == 4
