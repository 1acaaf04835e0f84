"""The mark beside a figure of which not all that was due has been reported."""

from dashboard.coverage import PARTIAL_SIGN, Coverage
from dashboard.observations import Observation

# A complete figure needs no mark.
_KINDS = {Coverage.NEARLY: "nearly", Coverage.PARTIAL: "partial"}


def coverage_mark(observation: Observation) -> str:
    """The grade of a card's figure as HTML; '' where it is complete or there is none."""
    grade = observation.coverage
    if grade is None or grade not in _KINDS:
        return ""
    return f'<span class="coverage {_KINDS[grade]}">{grade}</span> '


def coverage_sign(observation: Observation) -> str:
    """缺 before a value in a table, as HTML; '' where it is not partial."""
    if not observation.is_partial:
        return ""
    return f'<span class="coverage partial" title="报送不完整">{PARTIAL_SIGN}</span> '
