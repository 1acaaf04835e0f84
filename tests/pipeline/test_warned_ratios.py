"""Two numbers of a row that can't both be right: swapped columns, money in another unit."""

from tests.pipeline.support import Builder, relief, write_file


def employment(code: str, positions: int, intentions: int) -> dict[str, object]:
    return {
        "region_code": code,
        "month": "2025-03",
        "positions": positions,
        "intentions": intentions,
    }


def warned(builder: Builder) -> list[tuple[object, ...]]:
    """Reason, region and value of the remarks on rows; nothing else holds the build."""
    return builder.build(accept=()).rows(
        "select reason, region_code, value from findings where table_name in "
        "('relief', 'employment') and reason in ('more_recipients_than_yuan', "
        "'spent_over_500000_a_recipient', 'intentions_twice_the_positions') order by region_code"
    )


def test_money_in_another_unit_and_swapped_columns_are_remarked(builder: Builder) -> None:
    """15,000 yuan for 30 persons as 1.50; 500,001 yuan a person; no money at all is no ratio."""
    rows = [
        relief(region_code="440103", spent=1.50, recipients=30),
        relief(region_code="440104", spent=1_000_002.0, recipients=2),
        relief(region_code="440105", spent=0.0, recipients=30),
        relief(region_code="440106", spent=30.0, recipients=30),
        relief(region_code="440111", spent=1_000_000.0, recipients=2),
    ]
    write_file(builder, "relief", rows)
    assert warned(builder) == [
        ("more_recipients_than_yuan", "440103", "30 ÷ 1.50"),
        ("spent_over_500000_a_recipient", "440104", "1000002.00 ÷ 2"),
    ]


def test_more_intentions_than_positions_can_bring_are_remarked(builder: Builder) -> None:
    rows = [
        employment("440103", positions=20, intentions=41),
        employment("440104", positions=20, intentions=40),
        employment("440105", positions=2, intentions=19),
        employment("440106", positions=0, intentions=30),
        employment("440111", positions=100, intentions=0),
    ]
    write_file(builder, "employment", rows)
    assert warned(builder) == [("intentions_twice_the_positions", "440103", "41 ÷ 20")]
