"""What a registry's file says of being complete, and words there that mean nothing."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.pipeline.support import Builder, Built, site


def built(builder: Builder, complete: str) -> Built:
    table = pa.table({name: pa.array([value]) for name, value in site(1).items()})
    table = table.replace_schema_metadata({"dashboard.complete": complete})
    pq.write_table(table, builder.home.exports / "memorial_sites.parquet")
    return builder.build(accept=())


def leaves(built: Built) -> set[str]:
    """The provinces of which leaf regions the registry speaks of."""
    return {
        province
        for (province,) in built.rows(
            "select distinct left(region_code, 2) from reported_years "
            "where source = 'memorial' and is_leaf"
        )
    }


def remarks(built: Built) -> list[tuple[str, str | None]]:
    found = [one for one in built.report.remarks if one.reason != "column_absent"]
    return [(one.reason, one.value) for one in found]


@pytest.mark.parametrize(
    ("complete", "provinces"),
    [
        ("true", {"44"}),
        ("FALSE", {"44"}),
        ("430000", {"43", "44"}),
        ("440000,430000", {"43", "44"}),
        ("440000；430000", {"43", "44"}),
        ("430000、 500000", {"43", "44", "50"}),
    ],
)
def test_regions_are_read_however_they_are_listed(
    builder: Builder, complete: str, provinces: set[str]
) -> None:
    made = built(builder, complete)
    assert leaves(made) == provinces
    assert remarks(made) == []


@pytest.mark.parametrize(
    ("complete", "wrong", "provinces"),
    [("yes", "yes", {"44"}), ("44", "44", {"44"}), ("430000,999999", "999999", {"43", "44"})],
)
def test_words_that_are_no_regions_are_said(
    builder: Builder, complete: str, wrong: str, provinces: set[str]
) -> None:
    made = built(builder, complete)
    assert leaves(made) == provinces
    assert remarks(made) == [("unknown_complete", wrong)]
