"""What the citizen hears, and what the citizen answers."""

from config.kinds import EventKind as Kind
from config.kinds import NotificationChannel as By
from config.kinds import NotificationMoment as Moment
from dashboard.jobs.demo.telling import Telling

_ONLINE: dict[By, float] = {By.MIJN_BURGERPROFIEL: 5, By.EMAIL: 4, By.SMS: 1}
_BY_PHONE: dict[By, float] = {By.PHONE: 5, By.EMAIL: 3, By.SMS: 1.5, By.LETTER: 0.5}
_AT_DESK: dict[By, float] = {By.LETTER: 4, By.PHONE: 3, By.EMAIL: 3}
_CHANNELS: dict[str, dict[By, float]] = {
    "web": _ONLINE,
    "app": _ONLINE,
    "loket_met_hulp": {By.MIJN_BURGERPROFIEL: 5, By.EMAIL: 3, By.LETTER: 2},
    "e-mail": {By.EMAIL: 9, By.MIJN_BURGERPROFIEL: 1},
    "telefoon": _BY_PHONE,
    "schepen_mondeling": _BY_PHONE,
    "loket": _AT_DESK,
}
_ANSWERS = {"app": 0.36, "web": 0.33, "e-mail": 0.3, "loket_met_hulp": 0.24}
_ANSWERS_ELSE, _PROCESSED_LOW, _PROCESSED = 0.2, 0.72, 0.4
_CONTENT = (
    (0.5, (2, 4, 12, 42, 40)),
    (1.0, (3, 7, 18, 43, 29)),
    (2.0, (12, 20, 27, 28, 13)),
    (1_000.0, (24, 27, 25, 17, 7)),
)
"""Up to which part of the norm, and then how many give 1 to 5."""
_FOLLOW_UPS = ("melder teruggebeld", "werkwijze aangepast", "ter kennis genomen")


def inform(telling: Telling, moment: Moment, *, share: float, days: float) -> int | None:
    """Tell the citizen, with this chance, after about that many working days; gives the moment it was sent.

    Does not hold up the handling. Who left no address is never told.
    """
    if not telling.reachable or not telling.chance(share):
        return None
    weights = _CHANNELS[telling.arrival.channel]
    channel = telling.rng.choices(list(weights), weights=list(weights.values()))[0]
    sent = telling.office.after(telling.now, telling.days(days, 0.9) * telling.pace)
    telling.tell(
        Kind.CITIZEN_NOTIFIED,
        at=sent,
        service=telling.holder,
        actor="system",
        extra={"moment": str(moment), "channel": str(channel)},
    )
    return sent


def ask_opinion(telling: Telling) -> None:
    """Ask for an evaluation after a melding was resolved; a third answers."""
    if not telling.reachable or not telling.chance(0.78):
        return
    ref = telling.ref("evaluatie")
    told = max(event.at for event in telling.events)
    asked = telling.office.after(told, telling.days(0.8, 0.5))
    telling.tell(Kind.EVALUATION_ASKED, at=asked, service=telling.holder, actor="system", extra={"ref": ref})
    before, telling.now = telling.now, asked
    inform(telling, Moment.EVALUATION_ASKED, share=0.97, days=0.05)
    if telling.chance(_ANSWERS.get(telling.arrival.channel, _ANSWERS_ELSE)):
        _answer(telling, ref, asked, before)
    telling.now = before


def _answer(telling: Telling, ref: str, asked: int, closed: int) -> None:
    answered = asked + int(3_600 * (1 + telling.rng.expovariate(1 / 60)))
    answered = _awake(answered)
    score = _score(telling, closed)
    resolved = telling.chance((0.15, 0.35, 0.7, 0.93, 0.98)[score - 1])
    extra = {"ref": ref, "score": score, "resolved": resolved}
    telling.tell(Kind.EVALUATED, at=answered, actor="citizen", extra=extra)
    if telling.chance(_PROCESSED_LOW if score < 3 else _PROCESSED):
        done = telling.office.after(answered, telling.days(5, 0.7) * telling.pace)
        extra = {"ref": ref, "follow_up": telling.rng.choice(_FOLLOW_UPS)}
        telling.tell(Kind.EVALUATION_PROCESSED, at=done, service=telling.holder, actor="service", extra=extra)


def _score(telling: Telling, closed: int) -> int:
    """1 to 5: the longer it took, measured by the norm, the less content."""
    part = telling.office.between(telling.arrival.received, closed) / (telling.category.norm or 20)
    weights = next(weights for limit, weights in _CONTENT if part <= limit)
    return telling.rng.choices((1, 2, 3, 4, 5), weights=weights)[0]


def _awake(at: int) -> int:
    """Nobody answers at night: the same minute of the morning or evening instead."""
    hour = at // 3_600 % 24
    return at + (7 - hour) * 3_600 if hour < 7 else at
