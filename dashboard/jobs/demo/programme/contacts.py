"""Contacts at desk and telephone: most are answered at once, some become a melding."""

from collections.abc import Iterator
from datetime import date

from dashboard.jobs.demo.facts import handling
from dashboard.jobs.demo.halls import Hall
from dashboard.jobs.demo.intake import Arrival, poisson, seeded
from dashboard.jobs.demo.office import DAY, Office, number_of
from dashboard.jobs.demo.programme.rows import TopicEvent

TOPIC = "contact"
AT_THE_OFFICE = frozenset({"telefoon", "loket", "loket_met_hulp"})
_A_DAY = 3.6
"""Contacts a working day that become no melding, in a municipality of `rates_for` inhabitants."""
_KEPT, _ANSWERED = 0.75, 0.9
_CHANNELS, _CHANNEL_WEIGHTS = ("telefoon", "loket", "e-mail"), (62, 26, 12)
_OPEN, _HOURS = 8 * 3_600 + 1_800, 7 * 3_600
_ASKED = ("dienstverlening", "afvalophaling", "parkeren", "hinder_werken", "andere")
_ASKED_WEIGHTS = (40, 25, 15, 12, 8)


def of_melding(arrival: Arrival, seed: int, hall: Hall) -> Iterator[TopicEvent]:
    """The contact that led to a melding, for most of what came in at desk or telephone."""
    rng = seeded(seed, hall.code, arrival.key, "contact")
    if arrival.channel in AT_THE_OFFICE and rng.random() < _KEPT:
        extra = {"answered": False, "melding": arrival.key}
        yield _made(arrival.received - 60, f"C-{arrival.key[2:]}", arrival.channel, arrival.category, extra)


def others(seed: int, hall: Hall, first: date, last: date, office: Office, scale: float) -> Iterator[TopicEvent]:
    """The contacts that led to no melding, on the local days `first` to `last`."""
    mean = scale * _A_DAY * hall.place.population / handling().rates_for
    begin, end = max(first, hall.place.first or first), min(last, hall.place.last or last)
    for number in range(number_of(begin), number_of(end) + 1):
        if not office.works(number):
            continue
        rng = seeded(seed, hall.code, "contacts", number)
        for count in range(poisson(rng, mean)):
            at = number * DAY + _OPEN + int(rng.random() * _HOURS)
            channel = rng.choices(_CHANNELS, weights=_CHANNEL_WEIGHTS)[0]
            category = rng.choices(_ASKED, weights=_ASKED_WEIGHTS)[0]
            key = f"C-{number}-{count + 1}"
            yield _made(at, key, channel, category, {"answered": rng.random() < _ANSWERED})


def _made(at: int, key: str, channel: str, category: str, extra: dict[str, object]) -> TopicEvent:
    service = handling().categories[category].service
    told = {"category": category, "channel": channel, "service": service, "extra": extra, "actor": "service"}
    return TopicEvent(at, TOPIC, key, "contact_made", **told)  # type: ignore[arg-type]
