"""The programmes and the funds that pay for them: only pairs that make sense."""

from dataclasses import dataclass

from dashboard.demo import seasons


@dataclass(frozen=True)
class Pair:
    """One programme paid from one fund.

    ``yearly``: persons (of pensions person-months) helped in ten thousand inhabitants a year.
    ``each``: yuan for one. ``reach``: the share of counties that know the pair at all.
    ``city_office``, ``province_office``: what those offices help with themselves, as a share of
    all their people's. ``applied``: whether people apply and are decided upon.
    """

    programme: str
    fund: str
    yearly: float
    each: float
    reach: float
    season: tuple[int, ...]
    city_office: float = 0.0
    province_office: float = 0.0
    applied: bool = False

    @property
    def pension(self) -> bool:
        return self.programme == "pensions"

    @property
    def subsidy(self) -> bool:
        return self.programme == "price_subsidy"


_YEAR_END, _VISITS, _EVEN = seasons.YEAR_END, seasons.VISITS, seasons.EVEN

PAIRS = (
    Pair("emergency", "province", 0.45, 14_000, 1.0, _EVEN, 0.0, 0.10, True),
    Pair("emergency", "county", 0.5, 4_000, 0.8, _EVEN, 0.0, 0.0, True),
    Pair("hardship", "city", 2.2, 1_800, 0.65, _YEAR_END, 0.08, 0.0, True),
    Pair("hardship", "county", 2.4, 1_200, 0.92, _YEAR_END, 0.0, 0.0, True),
    Pair("hardship", "social", 1.0, 1_500, 0.35, _YEAR_END, 0.05, 0.0, True),
    Pair("visits", "province", 0.0, 1_000, 0.0, _VISITS, 0.0, 0.35, False),
    Pair("visits", "city", 4.4, 620, 0.55, _VISITS, 0.10, 0.0, False),
    Pair("visits", "county", 9.0, 520, 1.0, _VISITS, 0.0, 0.0, False),
    Pair("visits", "social", 1.5, 400, 0.3, _VISITS, 0.03, 0.0, False),
    Pair("price_subsidy", "city", 9.0, 178, 0.6, _EVEN),
    Pair("price_subsidy", "county", 13.0, 182, 1.0, _EVEN),
    Pair("medical", "central", 3.0, 900, 1.0, _EVEN, 0.0, 0.0, True),
    Pair("medical", "county", 2.2, 620, 0.7, _EVEN, 0.0, 0.0, True),
    Pair("pensions", "central", 382.0, 800, 1.0, _EVEN),
    Pair("pensions", "province", 310.0, 610, 1.0, _EVEN),
    Pair("pensions", "county", 190.0, 520, 0.9, _EVEN),
)
KINDS = tuple((pair.programme, pair.fund) for pair in PAIRS)
