"""A year's number in one month of a city, with zeros in its others, is remarked."""

import pytest

from tests.pipeline.support import Builder, write_file
from tests.tiny_exports import Row

OTHERS = ("430102", "430302", "330106")


def petitions(code: str, values: list[int]) -> list[Row]:
    return [
        {
            "region_code": code,
            "month": f"2024-{month:02}",
            "measure": "petitions_received",
            "value": value,
        }
        for month, value in enumerate(values, start=1)
    ]


def said(builder: Builder, values: list[int], others: list[int]) -> list[tuple[str | None, ...]]:
    """What is remarked where Guangzhou reports ``values`` and three other cities ``others``."""
    rows = petitions("440103", values)
    rows += [row for code in OTHERS for row in petitions(code, others)]
    write_file(builder, "measures", rows)
    remarks = builder.build().report.remarks
    return [
        (one.region_code, one.value, one.zh) for one in remarks if one.reason == "gathered_months"
    ]


def test_the_year_in_december(builder: Builder) -> None:
    """120 in December; the others have 10 in each month."""
    ((code, value, sentence),) = said(builder, [0] * 11 + [120], [10] * 12)
    assert (code, value) == ("440100", "120")
    assert "1 个市州年度" in str(sentence)
    assert "广州市在 12 个月中只有 2024-12 有数，共 120" in str(sentence)


def test_quarters_in_their_last_months(builder: Builder) -> None:
    ((_, value, sentence),) = said(builder, [0, 0, 40] * 4, [10] * 12)
    assert value == "160"
    assert "只有 2024-03、2024-06、2024-09、2024-12 有数" in str(sentence)


@pytest.mark.parametrize(
    ("values", "others"),
    [
        # Five months; small numbers; ten months reported; work that all cities do in few months.
        ([0, 0, 40, 0, 40, 40, 0, 0, 40, 0, 0, 40], [10] * 12),
        ([0] * 11 + [99], [10] * 12),
        ([0] * 9 + [120], [10] * 12),
        ([0] * 11 + [120], [0] * 5 + [10] * 7),
    ],
)
def test_what_is_not_remarked(builder: Builder, values: list[int], others: list[int]) -> None:
    assert said(builder, values, others) == []
