"""What becomes of what was selected: planned, begun, realised, measured and shown; some of it still waits."""

from random import Random

from dashboard.jobs.demo.halls import Hall
from dashboard.jobs.demo.intake import seeded
from dashboard.jobs.demo.moments import iso
from dashboard.jobs.demo.office import DAY, Office
from dashboard.jobs.demo.pictures import Pair, Scene, works
from dashboard.jobs.demo.programme.proposing import Proposal, service_of
from dashboard.jobs.demo.programme.wishes import programme

_PLANNED, _STARTED, _REALISED = 0.93, 0.86, 0.93
_HOW_LONG = {"vergroening": 45.0, "hernieuwbare_energie": 110.0, "mobiliteit": 120.0, "water": 70.0, "samenleven": 35.0}
"""Median working days from the decision to the begin; the work takes about a third of it."""
_TOLD, _BEFORE, _AFTER = 0.7, 0.8, 0.75
"""Shares of which is told what follows, and of which there are photos of before and of after the works."""


def carry_out(own: Proposal, since: int, hall: Hall, office: Office) -> None:
    """Write down what happens to a selected proposal from local second `since` on."""
    rng, usual = own.rng, _HOW_LONG[own.theme.code]
    aside = seeded(hall.code, own.key, "works")
    talks = aside.random() < _TOLD
    waiting = usual * rng.lognormvariate(0, 0.45)
    _say(own, "selected", office.after(since, 4), aside, talks)
    if rng.random() > _PLANNED:
        return
    planned = office.after(since, 5 + 15 * rng.random())
    due = office.after(planned, usual * 1.35)
    own.tell(
        planned, "execution_planned", service=service_of(own.theme, hall), actor="service", extra={"due": iso(due)}
    )
    _say(own, "planned", planned, aside, talks)
    if rng.random() > _STARTED:
        return
    started = office.after(planned, waiting)
    own.tell(started, "execution_started", actor="service")
    shown = _pictured(own, aside)
    _say(own, "in_execution", started, aside, talks)
    if shown and aside.random() < _BEFORE:
        _show(own, "before", shown[0], office.after(planned, waiting * 0.9))
    if rng.random() > _REALISED:
        return
    done = office.after(started, max(1.0, waiting / 3))
    cost = round(own.cost * rng.lognormvariate(0.04, 0.18) / 10) * 10.0
    own.tell(done, "realised", actor="service", extra={"cost_actual": cost})
    _say(own, "realised", done, aside, talks)
    if shown and aside.random() < _AFTER:
        _show(own, "after", shown[1], office.after(done, 4 * aside.random()))
    measured = office.after(done + 10 * DAY, 5 * rng.random())
    for indicator, amount in own.estimates.items():
        if rng.random() < 0.9:
            value = max(0.0, float(round(amount * min(1.4, max(0.4, rng.gauss(0.93, 0.18))))))
            own.tell(measured, "outcome_measured", actor="service", extra={"indicator": indicator, "value": value})


def _say(own: Proposal, stage: str, at: int, aside: Random, talks: bool) -> None:
    """What the public reads of what follows, some minutes after something happened; of some places nobody tells it."""
    words = aside.choice(programme().next_steps[stage])
    if talks:
        own.tell(at + 1_200, "next_steps_told", actor="service", extra={"text": words})


def _pictured(own: Proposal, aside: Random) -> Pair | None:
    """The place before and after its works: the one of its photos, where it has any."""
    known = works()[own.scenery]
    drawn = aside.randrange(len(known))
    of_place = own.scenery == "roof" or "green_m2" in own.theme.estimates or "depaving_m2" in own.theme.estimates
    return known[drawn if own.scene is None else own.scene] if of_place else None


def _show(own: Proposal, moment: str, one: Scene, at: int) -> None:
    """A photo of who carries it out, published at once."""
    told = {"photo": one.key, "alt": one.alt, "moment": moment}
    own.tell(at, "photo_added", actor="service", extra=told, mark=one.key[:8])
    own.tell(at + 60, "photo_published", actor="service", extra={"photo": one.key}, mark=one.key[:8])
