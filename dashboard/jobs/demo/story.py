"""What happens to one melding, from receipt to evaluation: told from its own key, so always the same."""

from contextlib import suppress

from config.kinds import EventKind as Kind
from config.kinds import NotificationMoment as Moment
from dashboard.jobs.demo.facts import Category, handling
from dashboard.jobs.demo.halls import Hall
from dashboard.jobs.demo.intake import Arrival, seeded
from dashboard.jobs.demo.office import DAY, Office
from dashboard.jobs.demo.places import heaped, village_of
from dashboard.jobs.demo.reorganisation import reorganised
from dashboard.jobs.demo.screening import screen, submit, treat
from dashboard.jobs.demo.talking import ask_opinion, inform
from dashboard.jobs.demo.telling import Event, Story, Telling, TooLong
from dashboard.jobs.demo.working import ask_advice, ask_citizen, decide, execute

_MISTAKEN = {"web": 0.1, "app": 0.1, "telefoon": 0.07, "e-mail": 0.15, "schepen_mondeling": 0.16}
_WITHDRAWN = 0.06
_BINDING = {Kind.ADVICE_REQUESTED, Kind.DECISION_PENDING, Kind.TASK_CREATED, Kind.FORWARDED_EXTERNAL, Kind.RESOLVED}
_BINDING |= {Kind.CLOSED_UNHANDLED, Kind.INADMISSIBLE, Kind.REFUSED, Kind.BARRED}
"""After one of these the citizen does not withdraw a melding any more."""


def tell_story(arrival: Arrival, seed: int, office: Office, hall: Hall) -> Story:
    """The whole story of one melding; its events in order of time."""
    telling = _begin(arrival, seed, office, hall)
    with suppress(TooLong):  # what is open by then was forgotten
        _live(telling)
    telling.events.sort(key=lambda event: event.at)
    _withdraw(telling)
    return Story(arrival, telling.title, telling.kind, reorganised(telling.events, hall))


def _begin(arrival: Arrival, seed: int, office: Office, hall: Hall) -> Telling:
    rng, category = seeded(seed, hall.code, arrival.key), handling().categories[arrival.category]
    holder, intake = category.service, category
    if rng.random() < _MISTAKEN.get(arrival.channel, 0.12):
        holder = rng.choice(handling().services[category.service].mistaken)
        intake = rng.choice([*handling().of_service(holder), category, category])
    village, title = village_of(hall.place, rng.random()), rng.choice(category.titles)
    village = heaped(village, category.regional, arrival.received // DAY, hall.occasions, rng)
    telling = Telling(arrival, rng, office, category, intake, holder, village, title)
    telling.kind = _kind(category, rng.random())
    telling.reachable = rng.random() < (0.8 if arrival.channel == "schepen_mondeling" else 0.94)
    telling.now = arrival.received
    return telling


def _kind(category: Category, draw: float) -> str:
    if draw < category.complaint:
        return "klacht"
    return "vraag" if draw < category.complaint + category.question else "melding"


def _live(telling: Telling) -> None:
    submit(telling, places=telling.chance(telling.category.place))
    if not screen(telling):
        return
    treat(telling)
    if _sent_elsewhere(telling):
        return
    share = 0.1
    while telling.chance(share):
        if not ask_citizen(telling):
            return
        share = 0.25
    ask_advice(telling)
    _handle(telling)


def _sent_elsewhere(telling: Telling) -> bool:
    for partner, share in telling.category.external.items():
        if telling.chance(share):
            telling.wait(telling.days(1.2, 0.8))
            to = {"partner": partner}
            telling.tell(Kind.FORWARDED_EXTERNAL, service=telling.holder, actor="service", partner=partner, extra=to)
            inform(telling, Moment.HANDLED, share=0.85, days=0.5)
            return True
    return False


def _handle(telling: Telling) -> None:
    """The own work: partly at the desk, partly outside."""
    category = telling.category
    effort = telling.days(category.median, category.spread)
    if telling.chance(category.stuck):
        effort = min(300.0, effort * telling.days(6, 0.7))
    outside = telling.chance(category.tasks * (0.25 if telling.kind == "vraag" else 1))
    telling.wait(effort * (0.35 if outside else 0.9))
    inform(telling, Moment.ACTIONS_PROPOSED, share=0.62, days=0.2)
    if telling.chance(category.decision) and not decide(telling):
        _close(telling, Kind.REFUSED)
    elif telling.chance(0.065):
        _close_otherwise(telling)
    else:
        if outside:
            execute(telling, effort * 0.6)
        _resolve(telling)


def _close(telling: Telling, outcome: Kind) -> None:
    telling.wait(telling.days(0.4))
    telling.tell(outcome, service=telling.holder, actor="service")
    inform(telling, Moment.HANDLED, share=0.88, days=0.6)


def _close_otherwise(telling: Telling) -> None:
    """Not carried out; now and then it was after all, and the outcome is put right while it stays closed."""
    if telling.kind == "klacht" and telling.chance(0.6):
        _close(telling, Kind.BARRED)
        return
    _close(telling, Kind.REFUSED if telling.chance(0.2) else Kind.CLOSED_UNHANDLED)
    if telling.chance(0.06):
        telling.wait(telling.days(8))
        telling.tell(Kind.RESOLVED, service=telling.holder, actor="service")


def _resolve(telling: Telling) -> None:
    _close(telling, Kind.RESOLVED)
    share = 0.035
    while _reopen(telling, share):
        share = 0.12
    ask_opinion(telling)


def _reopen(telling: Telling, share: float) -> bool:
    """Whether it came back after closing: because of the citizen, or because a handler saw it was not solved."""
    by_citizen = telling.reachable and telling.chance(share)
    if not by_citizen and not telling.chance(0.009):
        return False
    telling.until(telling.office.after(telling.now + int(telling.days(4, 0.9) * DAY), telling.rng.random()))
    telling.tell(Kind.REOPENED, service=telling.holder, actor="citizen" if by_citizen else "service")
    telling.wait(telling.days(0.8))
    telling.tell(Kind.IN_TREATMENT, service=telling.holder, actor="service")
    telling.wait(telling.days(0.5))
    execute(telling, telling.days(telling.category.median * 0.7))
    _close(telling, Kind.RESOLVED)
    return True


def _withdraw(telling: Telling) -> None:
    """The citizen takes it back while nothing of weight has happened yet."""
    if not telling.chance(_WITHDRAWN):
        return
    at = telling.arrival.received + 1_800 + int(telling.days(1.5, 1.0) * DAY)
    at += max(0, 7 - at // 3_600 % 24) * 3_600  # nobody does at night
    if any(event.kind in _BINDING and event.at <= at for event in telling.events):
        return
    telling.events[:] = [event for event in telling.events if event.at < at]
    telling.events.append(Event(at, Kind.WITHDRAWN, telling.holder, "citizen"))
