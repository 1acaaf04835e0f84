"""More of a part than of its whole, each in a row of its own."""

from tests.pipeline.support import Builder, write_file


def petitions(code: str, month: int, **values: int) -> list[dict[str, object]]:
    return [
        {
            "region_code": code,
            "month": f"2025-0{month}",
            "measure": f"petitions_{name}",
            "value": value,
        }
        for name, value in values.items()
    ]


def test_more_within_the_limit_than_at_all_holds_the_build(builder: Builder) -> None:
    """What is resolved may have come in before, what is on time is resolved."""
    rows = [
        *petitions("440103", 1, received=5, resolved=9, on_time=9),
        *petitions("440103", 2, received=5, resolved=9, on_time=12),
        *petitions("440104", 2, received=5, resolved=4, on_time=5),
    ]
    write_file(builder, "measures", rows)
    (problem,) = builder.refusal().problems
    assert (problem.reason, problem.region_code, problem.row_count) == (
        "part_over_whole",
        "440103",
        2,
    )
    assert "measures.parquet 第 6 行，荔湾区 2025-02，12 > 9" in problem.zh
    assert builder.build(accept=["part_over_whole:measures"]).report.published


def test_a_part_without_its_whole_holds_the_build(builder: Builder) -> None:
    """The city would stand at 200 %."""
    rows = [*petitions("440103", 1, resolved=9, on_time=9), *petitions("440104", 1, on_time=9)]
    write_file(builder, "measures", rows)
    (problem,) = builder.refusal().problems
    assert problem.reason == "part_over_whole"
    assert "越秀区 2025-01，9 > （未填）" in problem.zh


def test_one_measure_of_a_rate_without_the_other_is_said(builder: Builder) -> None:
    rows = [*petitions("440103", 1, received=9, resolved=9), *petitions("440104", 1, received=9)]
    write_file(builder, "measures", rows)
    found = builder.build(accept=()).rows(
        "select region_code, row_number, value, message_zh from findings "
        "where reason = 'half_of_a_rate'"
    )
    assert [place[:3] for place in found] == [("440104", 3, "9")]
    assert "只报了“接待来访”，没有报“来访办结”（如 measures.parquet 第 3 行，越秀区" in found[0][3]
