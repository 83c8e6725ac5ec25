"""Activities and communication around the rounds: invited, attended, what it led to, what was sent."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from dashboard.jobs.demo.halls import Hall
from dashboard.jobs.demo.intake import seeded
from dashboard.jobs.demo.moments import iso
from dashboard.jobs.demo.office import DAY, Office, number_of
from dashboard.jobs.demo.programme.choosing import EVENING, Round
from dashboard.jobs.demo.programme.proposing import Proposal, service_of
from dashboard.jobs.demo.programme.rows import TopicEvent
from dashboard.jobs.demo.programme.wishes import Theme, programme
from dashboard.jobs.demo.telling import Place

ACTIVITY, COMMUNICATION = "activity", "communication"
AHEAD = timedelta(days=60)
"""So long before they take place activities are known."""
_BEFORE, _CANCELLED = 38, 0.05
_VENUES = ("buurthuis", "buurthuis", "school", "library")
_OTHERS = (
    # kind, phase, venue, (month, day), title
    ("infomoment", "informeren", "town_hall", (3, 4), "Infomoment: doe een voorstel voor meer groen"),
    ("infomoment", "informeren", "online", (9, 3), "Online infomoment over klimaatacties"),
    ("klankbordgroep", "raadplegen", "town_hall", (4, 24), "Klankbordgroep klimaat"),
    ("klankbordgroep", "raadplegen", "library", (11, 6), "Klankbordgroep klimaat"),
    ("stuurgroep", "mee_beslissen", "town_hall", (1, 29), "Stuurgroep Klimaatmakers"),
    ("stuurgroep", "mee_beslissen", "town_hall", (5, 28), "Stuurgroep Klimaatmakers"),
    ("stuurgroep", "mee_beslissen", "town_hall", (9, 24), "Stuurgroep Klimaatmakers"),
    ("plantdag", "co_creeren", "outdoors", (3, 21), "Plantdag met de buurt"),
    ("plantdag", "co_creeren", "outdoors", (11, 23), "Plantdag met de buurt"),
    ("buurtinitiatief", "co_creeren", "outdoors", (6, 6), "Straat legt zelf geveltuinen aan"),
    ("buurtinitiatief", "co_creeren", "outdoors", (10, 3), "Buurt onderhoudt zelf het pleintje"),
)
_INVITED = {"working_group": 160, "infomoment": 900, "klankbordgroep": 40, "stuurgroep": 14, "plantdag": 320}
_COME = {"working_group": 0.13, "infomoment": 0.06, "klankbordgroep": 0.5, "stuurgroep": 0.8, "plantdag": 0.14}
_FEW = 30
_MONTHLY = (
    # channel, days into the month, title, reach for 1 000 inhabitants, share that clicks (None: on paper)
    ("gemeenteblad", 2, "Infomagazine: nieuws over klimaatacties", 430, None),
    ("platform", 5, "Bericht aan de gebruikers van het platform", 22, 0.24),
    ("e_mail", 9, "Nieuwsbrief participatie", 31, 0.17),
    ("facebook", 12, "Oproep en foto's van de plantdag", 95, 0.03),
    ("website", 16, "Stand van zaken van de gekozen plekken", 18, 0.12),
    ("whatsapp", 20, "Bericht in de buurtgroepen", 9, 0.2),
)


def working_group(one: Round, key: str, hall: Hall, chosen: Sequence[Proposal], seed: int) -> Iterator[TopicEvent]:
    """The meeting of a round, as activity `key`, and what it led to."""
    title, rng = f"Werkgroep {one.theme.name.lower()} {one.no}", seeded(seed, hall.code, key)
    facts = {"activity_kind": "working_group", "phase": "mee_beslissen", "sequence_no": one.no, "guide": one.guide}
    facts |= {"venue": rng.choice(_VENUES)}
    yield from _activity(key, title, facts, one.at, hall, one.theme, rng, cancelled=False)
    if chosen:
        led = {"proposals": [each.key for each in chosen]}
        yield TopicEvent(one.at + 12 * 3_600, ACTIVITY, key, "activity_led_to", actor="service", extra=led)


def other_activities(hall: Hall, first: date, last: date, seed: int) -> Iterator[TopicEvent]:
    """What takes place every year beside the rounds, from the launch on."""
    green = programme().themes["vergroening"]
    begin = max(first, programme().launch, hall.place.first or first)
    end = min(last + AHEAD, hall.place.last or date.max)
    for year in range(begin.year, end.year + 1):
        for number, (kind, phase, venue, (month, on), title) in enumerate(_OTHERS, start=1):
            day = date(year, month, on)
            if begin <= day <= end:
                rng = seeded(seed, hall.code, "activity", year, number)
                facts = {"activity_kind": kind, "phase": phase, "venue": venue, "guide": "civil_servant"}
                at = number_of(day) * DAY + (EVENING if venue != "outdoors" else 10 * 3_600)
                cancelled = rng.random() < _CANCELLED
                yield from _activity(f"A-{year}-{number}", title, facts, at, hall, green, rng, cancelled=cancelled)


def _activity(
    key: str,
    title: str,
    facts: Mapping[str, object],
    at: int,
    hall: Hall,
    theme: Theme,
    rng: Random,
    *,
    cancelled: bool,
) -> Iterator[TopicEvent]:
    kind, texts = str(facts["activity_kind"]), programme().activity
    village = rng.choice(hall.place.villages)
    place: Place = village.code, None, None
    planned = dict(facts) | {"planned_on": iso(at)}
    more = {"title": title, "theme": theme.code, "place": place, "service": service_of(theme, hall), "extra": planned}
    yield TopicEvent(at - _BEFORE * DAY, ACTIVITY, key, "activity_planned", actor="service", **more)  # type: ignore[arg-type]
    if cancelled:
        reason = {"reason": "Te weinig inschrijvingen."}
        yield TopicEvent(at - 3 * DAY, ACTIVITY, key, "activity_cancelled", actor="service", extra=reason)
        return
    invited = round(_INVITED.get(kind, _FEW) * rng.uniform(0.75, 1.25))
    attended = min(invited, max(3, round(invited * _COME.get(kind, 0.6) * rng.uniform(0.6, 1.4))))
    report = texts["planting"] if kind in ("plantdag", "buurtinitiatief") else rng.choice(texts["reports"])
    held = {"invited": invited, "attended": attended, "report": report, "next_steps": rng.choice(texts["next_steps"])}
    yield TopicEvent(at + 2 * 3_600, ACTIVITY, key, "activity_held", actor="service", extra=held)


def communication(hall: Hall, first: date, last: date, office: Office, seed: int) -> Iterator[TopicEvent]:
    """What is sent every month from the launch on; planned ahead (so beyond `last`), sent a little later."""
    begin = max(first, programme().launch, hall.place.first or first)
    month = date(begin.year, begin.month, 1)
    while month <= min(last + AHEAD, hall.place.last or date.max):
        for channel, days, title, reach, clicks in _MONTHLY:
            rng = seeded(seed, hall.code, channel, month)
            if rng.random() < 0.88 and month + timedelta(days=days) >= begin:
                yield from _sent(hall, channel, title, month + timedelta(days=days), reach, clicks, office, rng)
        month = (month + timedelta(days=32)).replace(day=1)


def _sent(
    hall: Hall, channel: str, title: str, day: date, reach: float, clicks: float | None, office: Office, rng: Random
) -> Iterator[TopicEvent]:
    key, theme = f"N-{channel}-{day:%Y-%m}", rng.choice(list(programme().themes.values()))
    plan = {
        "channel": channel,
        "planned_on": day.isoformat(),
        "audience": "alle inwoners" if clicks is None else "volgers",
    }
    begin = (number_of(day) - 21) * DAY + 9 * 3_600
    named = {"title": f"{title} ({theme.name.lower()})", "theme": theme.code, "service": "onthaal"}
    yield TopicEvent(begin, COMMUNICATION, key, "communication_planned", actor="communicatie", extra=plan, **named)  # type: ignore[arg-type]
    sent = office.after(number_of(day) * DAY, rng.choice((0.2, 0.2, 0.3, 1.4, 2.6)))
    reached = round(reach * hall.place.population / 1_000 * rng.uniform(0.8, 1.2))
    told = {"reach": reached} | ({} if clicks is None else {"clicks": round(reached * clicks * rng.uniform(0.6, 1.4))})
    yield TopicEvent(sent, COMMUNICATION, key, "communication_sent", actor="communicatie", extra=told)
