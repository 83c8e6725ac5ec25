"""What becomes of what was selected: planned, begun, realised, measured; some of it still waits."""

from dashboard.jobs.demo.halls import Hall
from dashboard.jobs.demo.moments import iso
from dashboard.jobs.demo.office import DAY, Office
from dashboard.jobs.demo.programme.proposing import Proposal, service_of

_PLANNED, _STARTED, _REALISED = 0.93, 0.86, 0.93
_HOW_LONG = {"vergroening": 45.0, "hernieuwbare_energie": 110.0, "mobiliteit": 120.0, "water": 70.0, "samenleven": 35.0}
"""Median working days from the decision to the begin; the work takes about a third of it."""


def carry_out(own: Proposal, since: int, hall: Hall, office: Office) -> None:
    """Write down what happens to a selected proposal from local second `since` on."""
    rng, usual = own.rng, _HOW_LONG[own.theme.code]
    waiting = usual * rng.lognormvariate(0, 0.45)
    if rng.random() > _PLANNED:
        return
    planned = office.after(since, 5 + 15 * rng.random())
    due = office.after(planned, usual * 1.35)
    own.tell(
        planned, "execution_planned", service=service_of(own.theme, hall), actor="service", extra={"due": iso(due)}
    )
    if rng.random() > _STARTED:
        return
    started = office.after(planned, waiting)
    own.tell(started, "execution_started", actor="service")
    if rng.random() > _REALISED:
        return
    done = office.after(started, max(1.0, waiting / 3))
    cost = round(own.cost * rng.lognormvariate(0.04, 0.18) / 10) * 10.0
    own.tell(done, "realised", actor="service", extra={"cost_actual": cost})
    measured = office.after(done + 10 * DAY, 5 * rng.random())
    for indicator, amount in own.estimates.items():
        if rng.random() < 0.9:
            value = max(0.0, float(round(amount * min(1.4, max(0.4, rng.gauss(0.93, 0.18))))))
            own.tell(measured, "outcome_measured", actor="service", extra={"indicator": indicator, "value": value})
