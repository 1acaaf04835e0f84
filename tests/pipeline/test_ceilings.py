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
        *petitions("440104", 3, on_time=5),
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
