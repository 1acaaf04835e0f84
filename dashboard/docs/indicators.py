"""docs/indicators.md: every indicator and measure of data/systems."""

from dashboard.indicators import Indicator, Measure
from dashboard.marts import mart_contract
from dashboard.systems import Catalogue

POLARITIES = {
    "higher": "higher is better",
    "lower": "lower is better",
    "neutral": "no judgement",
}
BASES = {
    "period": "the months of the period",
    "year_to_date": "January to the period's last month",
}
KINDS = {
    "flow": "flow: adds over months",
    "stock": "stock: the last month of a period",
}


def indicators_document(catalogue: Catalogue) -> str:
    """The whole document: a section a system, an entry an indicator, then the measures."""
    parts = [
        "# Indicators and measures",
        "Written by `make docs` from `data/systems`; change it there.",
    ]
    for system in catalogue.systems.values():
        parts.append(f"## {system.name_en} {system.name}")
        parts += [_indicator(i, catalogue) for i in system.indicators.values()]
    parts += ["## Measures", _measures(catalogue)]
    return "\n\n".join(parts) + "\n"


def _indicator(indicator: Indicator, catalogue: Catalogue) -> str:
    def measures(codes: tuple[str, ...]) -> str:
        return " + ".join(f"{catalogue.measures[code].name} (`{code}`)" for code in codes)

    facts = {
        "Numerator": measures(indicator.numerator),
        "Denominator": measures(indicator.denominator) if indicator.denominator else "none",
        "Unit": f"{indicator.unit}, {indicator.decimals} decimals",
        "Polarity": POLARITIES[indicator.polarity],
        "Basis": BASES[indicator.basis],
        "Source": indicator.source,
    }
    if indicator.is_rate:
        facts["Ranked from"] = f"a denominator of {indicator.rank_from:g}"
    if indicator.note:
        facts["Note"] = indicator.note
    if indicator.why_it_matters:
        facts["Why it matters"] = indicator.why_it_matters
    if indicator.owner:
        facts["Owner"] = indicator.owner
    if indicator.reviewed_on:
        facts["Reviewed on"] = indicator.reviewed_on.isoformat()
    return "\n".join(
        [
            f"### `{indicator.code}` {indicator.name}",
            "",
            indicator.definition,
            "",
            f"{indicator.name_en}: {indicator.definition_en}",
            "",
            *(f"- {name}: {fact}" for name, fact in facts.items()),
        ]
    )


def _measures(catalogue: Catalogue) -> str:
    header = ["measure", "name", "unit", "kind", "reported", "mart", "source"]
    rows = [header, ["---"] * len(header)]
    for m in catalogue.measures.values():
        names = f"{m.name}, {m.name_en}"
        named = [f"`{m.code}`", names, m.unit, KINDS[m.kind]]
        rows.append([*named, _reported(m), f"`{m.mart}`", m.source])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _reported(measure: Measure) -> str:
    """How often it is reported; a registry is not."""
    registry = mart_contract(measure.mart).time == "deltas"
    return "registry" if registry else measure.reported
