"""Who takes part: a pool of pseudonyms that grows with each call, some of them active again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.jobs.demo.halls import Hall
from dashboard.jobs.demo.intake import poisson, seeded
from dashboard.jobs.demo.moments import online
from dashboard.jobs.demo.office import DAY, day_of, number_of
from dashboard.jobs.demo.programme.rows import TopicEvent
from dashboard.jobs.demo.programme.wishes import programme

TOPIC = "participant"
_A_YEAR, _A_YEAR_ELSEWHERE, _YEAR = 5.2, 1.4, 365.25
"""New people a year for 1 000 inhabitants, in the town and in its neighbours."""
_HOW = ("platform", "info_magazine", "e_mail", "social_media", "neighbour", "activity", "desk")
_HOW_WEIGHTS = (34, 20, 8, 18, 11, 6, 3)
_PHASES, _PHASE_WEIGHTS = ("informeren", "raadplegen"), (58, 42)
_LATER, _LATER_WEIGHTS = ("informeren", "raadplegen", "mee_beslissen", "co_creeren"), (38, 44, 12, 6)
_AGAIN, _FOLLOWS, _LEAVES = 0.46, 0.55, 0.05


@dataclass(frozen=True)
class Participant:
    """A pseudonym, and when it joined in local seconds."""

    key: str
    joined: int


def pool(seed: int, hall: Hall, first: date, last: date, scale: float) -> list[Participant]:
    """Everybody who joined on the local days `first` to `last`, in order."""
    facts, place = programme(), hall.place
    a_day = scale * (_A_YEAR if hall.full else _A_YEAR_ELSEWHERE) * place.population / 1_000 / _YEAR
    begin, end = max(first, facts.launch, place.first or first), min(last, place.last or last)
    found: list[Participant] = []
    for number in range(number_of(begin), number_of(end) + 1):
        rng = seeded(seed, hall.code, "people", number)
        busy = 2.6 if facts.calls_on(day_of(number)) else 0.6
        for moment in sorted(online(number, rng) for _ in range(poisson(rng, a_day * busy))):
            found.append(Participant(_pseudonym(seed, hall.code, len(found)), moment))
    return found


def _pseudonym(seed: int, hall: str, number: int) -> str:
    return "b-" + hashlib.blake2b(f"{seed}|{hall}|{number}".encode(), digest_size=6).hexdigest()


def tell_people(seed: int, everybody: Sequence[Participant]) -> list[TopicEvent]:
    """What is told of them: joined, themes followed, active again, left."""
    return [event for one in everybody for event in _tell(seed, one)]


def _tell(seed: int, one: Participant) -> list[TopicEvent]:
    rng = seeded(seed, one.key)
    joined = {"phase": rng.choices(_PHASES, weights=_PHASE_WEIGHTS)[0], "how": rng.choices(_HOW, _HOW_WEIGHTS)[0]}
    told = [TopicEvent(one.joined, TOPIC, one.key, "participant_joined", actor="citizen", extra=joined)]
    if rng.random() < _FOLLOWS:
        themes = rng.sample(list(programme().themes), k=rng.choice((1, 1, 2)))
        told += [
            TopicEvent(
                one.joined + 120,
                TOPIC,
                one.key,
                "theme_followed",
                theme=theme,
                actor="citizen",
                extra={"follows": True},
            )
            for theme in themes
        ]
    moment = one.joined
    while rng.random() < _AGAIN:
        moment = online(moment // DAY + 5 + int(rng.expovariate(1 / 110)), rng)
        phase = rng.choices(_LATER, weights=_LATER_WEIGHTS)[0]
        told.append(TopicEvent(moment, TOPIC, one.key, "participant_active", actor="citizen", extra={"phase": phase}))
    if rng.random() < _LEAVES:
        gone = online(moment // DAY + 40 + int(rng.expovariate(1 / 200)), rng)
        told.append(TopicEvent(gone, TOPIC, one.key, "participant_left", actor="citizen"))
    return told
