"""What the demo's town wants its numbers to be: invented, as a meerjarenplan would put it."""

from collections.abc import Iterator, Mapping
from datetime import date

from dashboard.store.describing import NewTarget

_PLAN = "Meerjarenplan 2026-2031, actie 4.2 (demo)"
_CHARTER = "Servicecharter meldingen, gemeenteraad 24-02-2025 (demo)"
_SINCE = date(2025, 1, 1)


def targets(services: Mapping[str, int]) -> Iterator[NewTarget]:
    """The targets; `services` are numbers by code."""
    yield NewTarget("on_time", "at_least", 0.85, 0.80, 0.70, basis=_CHARTER, valid_from=_SINCE)
    for code in ("openbaar_domein", "openbare_werken"):
        number = services[code]
        yield NewTarget("on_time", "at_least", 0.80, 0.75, 0.65, service_id=number, basis=_PLAN, valid_from=_SINCE)
    yield NewTarget("open", "at_most", 380, 420, 500, basis=_PLAN, valid_from=_SINCE)
    yield NewTarget("lead_time", "at_most", 8, 9, 12, "median", "working", basis=_PLAN, valid_from=_SINCE)
    yield NewTarget("lead_time", "at_most", 30, 35, 45, "p90", "working", basis=_PLAN, valid_from=_SINCE)
    yield NewTarget("informed", "at_least", 0.90, 0.85, 0.75, basis=_CHARTER, valid_from=_SINCE)
    yield NewTarget("first_answer", "at_most", 2, 2, 4, "median", "working", basis=_CHARTER, valid_from=_SINCE)
    yield NewTarget("satisfaction", "at_least", 3.8, 3.7, 3.4, basis=_PLAN, valid_from=_SINCE)
    yield NewTarget("satisfaction", "at_least", 0.70, 0.65, 0.55, "score of 4 or 5", basis=_PLAN, valid_from=_SINCE)
    yield NewTarget("reopened", "at_most", 0.05, 0.06, 0.08, "within 30 days", basis=_PLAN, valid_from=_SINCE)
