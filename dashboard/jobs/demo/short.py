"""What happens to one melding at a neighbour: a short story, from receipt over a first answer to closing."""

from random import Random

from config.kinds import EventKind as Kind
from config.kinds import NotificationChannel as By
from config.kinds import NotificationMoment as Moment
from dashboard.jobs.demo.halls import Hall
from dashboard.jobs.demo.intake import Arrival, seeded
from dashboard.jobs.demo.neighbours import Manner, SharedCategory, neighbours
from dashboard.jobs.demo.office import DAY, Office, day_of
from dashboard.jobs.demo.places import point_in, street_in, village_of
from dashboard.jobs.demo.telling import LONGEST, Event, Story

_CLOSINGS = (Kind.RESOLVED, Kind.CLOSED_UNHANDLED, Kind.INADMISSIBLE, Kind.FORWARDED_EXTERNAL, Kind.WITHDRAWN)
_CLOSING_WEIGHTS = (86, 5, 3, 4, 2)
_MONTHS = (1.1, 1.05, 1.0, 0.95, 0.95, 1.0, 1.1, 1.05, 0.95, 1.0, 1.15, 1.15)
_BY = {"telefoon": By.PHONE, "schepen_mondeling": By.PHONE, "loket": By.LETTER, "app": By.MIJN_BURGERPROFIEL}
_PLACED, _ONLY_VILLAGE, _UNSORTED, _UNASSIGNED = 0.9, 0.05, 0.004, 0.008
_STUCK, _REOPENED, _FORWARDED = 0.05, 0.018, 0.06


def tell_short(arrival: Arrival, seed: int, office: Office, hall: Hall) -> Story:
    """The whole story of one melding of a neighbour; its events in order of time."""
    rng = seeded(seed, hall.code, arrival.key)
    category, manner = neighbours().categories[arrival.category], neighbours().manners[hall.code]
    service = None if rng.random() < _UNASSIGNED else manner.service(category.service)
    events = [_received(arrival, hall, rng, None if rng.random() < _UNSORTED else category.code, service)]
    if service is not None:
        events += _handled(arrival.received, rng, office, category, manner, service, arrival.channel)
    events.sort(key=lambda event: event.at)
    last = arrival.received + LONGEST * DAY
    told = [event for event in events if event.at <= last]
    return Story(arrival, rng.choice(category.titles), "melding" if rng.random() < 0.95 else "klacht", told)


def _received(arrival: Arrival, hall: Hall, rng: Random, category: str | None, service: str | None) -> Event:
    village = village_of(hall.place, rng.random())
    place, extra = None, {}
    if rng.random() < _PLACED:
        place, extra = point_in(village, rng), {"street": street_in(village, rng)}
        place = (village.code, None, None) if rng.random() < _ONLY_VILLAGE else place
    actor = "citizen" if arrival.channel in ("web", "app", "e-mail") else "service"
    return Event(arrival.received, Kind.SUBMITTED, service, actor, category=category, place=place, extra=extra)


def _handled(
    received: int, rng: Random, office: Office, category: SharedCategory, manner: Manner, service: str, channel: str
) -> list[Event]:
    """From receipt to closing, told by the stages that this municipality uses."""
    events, now = [], received
    if "assigned" in manner.stages:
        events.append(Event(received + 60, Kind.ASSIGNED, service, "system", extra={"by": "system"}))
    slow = manner.pace * _MONTHS[day_of(received // DAY).month - 1]
    if rng.random() < manner.tells:
        events.append(
            _told(office.after(received, _days(rng, manner.answer, 0.8)), Moment.ADMISSIBLE, service, channel)
        )
    now = office.after(now, _days(rng, 0.9 * slow, 0.8))
    events.append(Event(now, Kind.IN_TREATMENT, service, "service"))
    effort = _days(rng, category.median * slow, category.spread) * (6 if rng.random() < _STUCK else 1)
    outcome = rng.choices(_CLOSINGS, weights=_CLOSING_WEIGHTS)[0]
    if outcome is Kind.RESOLVED and "in_execution" in manner.stages and rng.random() < 0.6:
        events.append(Event(office.after(now, effort * 0.4), Kind.IN_EXECUTION, service, "service"))
    closed = office.after(now, effort if outcome is Kind.RESOLVED else effort * 0.5)
    events.append(_closing(closed, outcome, service))
    if rng.random() < manner.tells * 0.75 and outcome is not Kind.WITHDRAWN:
        events.append(_told(office.after(closed, _days(rng, 0.5, 0.7)), Moment.HANDLED, service, channel))
    if outcome is Kind.RESOLVED and rng.random() < _REOPENED:
        again = office.after(closed + int(_days(rng, 4, 0.8) * DAY), 0.1)
        events.append(Event(again, Kind.REOPENED, service, "citizen"))
        events.append(_closing(office.after(again, effort * 0.6), Kind.RESOLVED, service))
    return events


def _closing(at: int, outcome: Kind, service: str) -> Event:
    if outcome is Kind.WITHDRAWN:
        return Event(at, outcome, service, "citizen")
    extra = {"reason": "niet_bevoegd"} if outcome is Kind.INADMISSIBLE else {}
    extra = {"partner": "andere_overheid"} if outcome is Kind.FORWARDED_EXTERNAL else extra
    return Event(at, outcome, service, "service", partner=extra.get("partner"), extra=extra)


def _told(at: int, moment: Moment, service: str, channel: str) -> Event:
    extra = {"moment": str(moment), "channel": str(_BY.get(channel, By.EMAIL))}
    return Event(at, Kind.CITIZEN_NOTIFIED, service, "system", extra=extra)


def _days(rng: Random, median: float, spread: float) -> float:
    return min(400.0, median * rng.lognormvariate(0, spread))
