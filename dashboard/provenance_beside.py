"""What stands beside the rows of a figure: refused, corrected and repeated rows of its export, as
queries of the region and the months whose rows count."""

from typing import Any

from dashboard.marts import relation
from dashboard.provenance import Asked, Ground, Trace


def refused(trace: Trace, *, everything: bool) -> Asked:
    """The values of the export that were refused, those of a month that can't be read among them;
    with ``everything`` also those of a region that can't be told."""
    return Asked("traced_refused", _of_export(trace) | {"everything": everything} | _months(trace))


def corrections(trace: Trace) -> Asked | None:
    """The values of the rows that a newer file corrected; None of a registry, whose states are rows
    of their own."""
    if trace.ground is not Ground.MONTHS:
        return None
    traced = {"relation": relation(trace.contract.name, "traced")}
    return Asked("traced_corrections", _of_export(trace) | traced | _months(trace))


def identical(trace: Trace) -> Asked:
    """The rows of the export that say the same as another one, which counts."""
    return Asked("traced_identical", _of_export(trace) | _months(trace))


def _of_export(trace: Trace) -> dict[str, Any]:
    return {"region": trace.code, "table_name": trace.export}


def _months(trace: Trace) -> dict[str, Any]:
    first, last = trace.span
    return {"starts": first, "ends": last}
