"""What is reported for itself: a mart, a measure that stands in rows of its own, a rate of such."""

from dashboard.marts import mart_contract
from dashboard.systems import OTHER_MEASURES, catalogue


def sources(name: str) -> list[str]:
    """What is reported for itself of a mart: the mart, or each of its measures and, where all of
    its measures are, each rate."""
    if mart_contract(name).coded_by is None:
        return [name]
    return [*_measured_sources(), *catalogue().paired_rates]


def sources_of_the_year(name: str) -> list[str]:
    """What is reported for itself of a mart and has a rate of the year's task or budget."""
    of_the_year = {
        code
        for indicator in catalogue().indicators.values()
        if indicator.mart == name and indicator.basis == "year_to_date"
        for code in indicator.numerator
    }
    if mart_contract(name).coded_by is None:
        return [name] if of_the_year else []
    return sorted(of_the_year)


def _measured_sources() -> list[str]:
    """The codes of the export ``measures`` that indicators use: each is reported for itself. Those
    of denominators too, or a change would leave out months of the numerator alone."""
    used = {
        code
        for indicator in catalogue().indicators.values()
        for code in (*indicator.numerator, *(indicator.denominator or ()))
    }
    return [code for code in mart_contract(OTHER_MEASURES).filed if code in used]
