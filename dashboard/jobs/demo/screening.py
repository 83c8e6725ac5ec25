"""From receipt to treatment: what the system proposes, what a person makes of it."""

from config.kinds import EventKind as Kind
from config.kinds import NotificationMoment as Moment
from dashboard.jobs.demo.facts import handling
from dashboard.jobs.demo.office import DAY
from dashboard.jobs.demo.places import point_in, street_in
from dashboard.jobs.demo.talking import inform
from dashboard.jobs.demo.telling import Place, Telling

_REASONS = ("niet_bevoegd", "onvoldoende_gegevens", "dubbel", "geen_melding")
_COMPLAINT_DAYS = 45
"""Calendar days within which the demo's town promises to answer a complaint."""
_NOT_ROUTED = 0.02
"""Chance that a mail lies in the common box until somebody reads it."""
_NO_CATEGORY = 0.006


def submit(telling: Telling, *, places: bool) -> None:
    """The melding comes in; the system proposes a service and, mostly, finds it admissible."""
    at_desk = telling.arrival.channel in ("telefoon", "loket", "loket_met_hulp", "schepen_mondeling")
    in_the_box = telling.arrival.channel == "e-mail" and telling.chance(_NOT_ROUTED)
    telling.tell(
        Kind.SUBMITTED,
        service=None if in_the_box else telling.holder,
        actor="service" if at_desk else "citizen",
        category=None if telling.chance(_NO_CATEGORY) else telling.intake.code,
        place=_first_place(telling) if places else None,
        extra={"street": street_in(telling.village, telling.rng)} if places else {},
    )
    if in_the_box:
        return
    telling.now += 20 + int(telling.rng.random() * 60)
    if telling.chance(0.92):
        telling.tell(Kind.ADMISSIBLE, service=telling.holder, actor="system")
        telling.now += 5 + int(telling.rng.random() * 60)
    telling.tell(Kind.ASSIGNED, service=telling.holder, actor="system", extra={"by": "system"})


def screen(telling: Telling) -> bool:
    """A person screens it; False when that ends the story."""
    telling.wait(telling.days(0.45, 0.8))
    if telling.chance(0.058):
        _reject(telling)
        return False
    if all(event.kind is not Kind.ADMISSIBLE for event in telling.events):
        telling.tell(Kind.ADMISSIBLE, service=telling.holder, actor="service")
        telling.now += 30 + int(telling.rng.random() * 300)
    if telling.holder == telling.category.service or telling.chance(0.6):
        telling.holder = telling.category.service
        telling.tell(Kind.ASSIGNED, service=telling.holder, actor="service", extra={"by": "service"})
        _reclassify(telling)
    inform(telling, Moment.ADMISSIBLE, share=0.9, days=0.3)
    _promise(telling)
    return True


def treat(telling: Telling) -> None:
    """Treatment begins; at a wrong service it begins with finding that out."""
    telling.wait(telling.days(0.5, 0.7))
    telling.tell(Kind.IN_TREATMENT, service=telling.holder, actor="service")
    if telling.holder != telling.category.service:
        _detour(telling)
        _forward(telling, telling.category.service)
        _reclassify(telling)
    if telling.chance(0.015):
        telling.wait(telling.days(0.3))
        place, street = point_in(telling.village, telling.rng), street_in(telling.village, telling.rng)
        telling.tell(Kind.RELOCATED, service=telling.holder, actor="service", place=place, extra={"street": street})


def _reject(telling: Telling) -> None:
    reason = telling.rng.choices(_REASONS, weights=(4, 3, 3, 1))[0]
    telling.tell(Kind.INADMISSIBLE, service=telling.holder, actor="service", extra={"reason": reason})
    inform(telling, Moment.HANDLED, share=0.85, days=0.5)


def _reclassify(telling: Telling) -> None:
    if telling.intake is not telling.category:
        telling.now += 20 + int(telling.rng.random() * 200)
        telling.tell(Kind.RECLASSIFIED, service=telling.holder, actor="service", category=telling.category.code)


def _detour(telling: Telling) -> None:
    """Days lost at the wrong service, sometimes at a second one."""
    telling.wait(telling.days(1.8, 0.9))
    others = [code for code in handling().services[telling.category.service].mistaken if code != telling.holder]
    if others and telling.chance(0.15):
        _forward(telling, telling.rng.choice(others))
        telling.wait(telling.days(1.5, 0.8))


def _forward(telling: Telling, service: str) -> None:
    telling.holder = service
    telling.tell(Kind.FORWARDED, service=service, actor="service")


def _promise(telling: Telling) -> None:
    """A deadline that the source promises: always for complaints, now and then for others."""
    if telling.kind == "klacht":
        due = (telling.arrival.received // DAY + _COMPLAINT_DAYS + 1) * DAY - 1
    elif telling.chance(0.05):
        due = (telling.office.after(telling.now, (telling.category.norm or 20) * 1.2) // DAY + 1) * DAY - 1
    else:
        return
    telling.now += 30
    telling.tell(Kind.DEADLINE_SET, service=telling.holder, actor="service", deadline=due)


def _first_place(telling: Telling) -> Place:
    """Where it is said to be; sometimes only the village."""
    place = point_in(telling.village, telling.rng)
    return (place[0], None, None) if telling.chance(0.04) else place
