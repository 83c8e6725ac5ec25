"""Proposals as they come in: what, where, and how much it would bring."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from dashboard.jobs.demo.halls import Hall
from dashboard.jobs.demo.intake import poisson, seeded
from dashboard.jobs.demo.moments import online
from dashboard.jobs.demo.office import DAY, Office, day_of, number_of
from dashboard.jobs.demo.places import point_in, street_in, village_of
from dashboard.jobs.demo.programme.moderating import moderate
from dashboard.jobs.demo.programme.rows import TopicEvent
from dashboard.jobs.demo.programme.wishes import Theme, programme
from dashboard.jobs.demo.region import Village, region
from dashboard.jobs.demo.telling import Place

TOPIC = "proposal"
_YEAR = 365.25
_QUIET = 0.8
"""Part of the usual number outside the calls."""
_GROWTH = 0.12
"""A year, by which proposals become more as the platform becomes known."""
_WITHDRAWN, _MERGED = 0.025, 0.02


@dataclass
class Proposal:
    """One proposal while its story is told; moments in local seconds, `published` None when it never was."""

    key: str
    theme: Theme
    village: Village
    title: str
    at: int
    published: int | None
    popularity: float
    estimates: dict[str, float]
    cost: float
    rng: Random
    place: Place
    ends: int | None = None
    """When it was withdrawn or merged."""
    votes: list[tuple[int, int]] = field(default_factory=list)
    events: list[TopicEvent] = field(default_factory=list)
    decided: int | None = None
    deferrals: int = 0
    scene: int | None = None
    """Which place its photos show; None without photos."""

    @property
    def scenery(self) -> str:
        """The kind of place that photos of it show."""
        return "roof" if "solar_kwp" in self.theme.estimates else "street"

    def tell(self, at: int, kind: str, **more: object) -> None:
        """Write down an event."""
        self.events.append(TopicEvent(at, TOPIC, self.key, kind, **more))  # type: ignore[arg-type]

    def votes_before(self, at: int) -> int:
        """How many votes it had by then."""
        return sum(count for moment, count in self.votes if moment < at)


def service_of(theme: Theme, hall: Hall) -> str:
    """The service that a theme belongs to in a municipality."""
    if not hall.full:
        return "onthaal"
    return theme.service if hall.code == region().town.code else theme.before


def proposals(seed: int, hall: Hall, first: date, last: date, office: Office, scale: float) -> Iterator[Proposal]:
    """Everything proposed in a municipality on the local days `first` to `last`, in order."""
    facts = programme()
    rate = facts.rate if hall.full else facts.rate_neighbours
    a_day = scale * rate * hall.place.population / 1_000 / _YEAR
    begin = max(first, facts.launch, hall.place.first or first)
    end, count = min(last, hall.place.last or last), 0
    for number in range(number_of(begin), number_of(end) + 1):
        day, rng = day_of(number), seeded(seed, hall.code, "proposals", number)
        growth = (1 + _GROWTH) ** ((day - facts.launch).days / _YEAR)
        for moment in sorted(online(number, rng) for _ in range(poisson(rng, a_day * growth * _busy(day)))):
            count += 1
            yield _propose(seed, hall, f"P-{count:04d}", moment, office)


def _busy(day: date) -> float:
    """More during a call; in between so many less that a year stays what it is."""
    facts = programme()
    return facts.call if facts.calls_on(day) else _QUIET


def _propose(seed: int, hall: Hall, key: str, at: int, office: Office) -> Proposal:
    rng = seeded(seed, hall.code, key)
    theme = rng.choices(list(programme().themes.values()), weights=[one.share for one in programme().themes.values()])[
        0
    ]
    village = village_of(hall.place, rng.random())
    street, place = street_in(village, rng), point_in(village, rng)
    title = rng.choice(theme.titles).format(
        street=street, village=village.name, building=rng.choice(programme().buildings)
    )
    estimates, cost = _estimate(theme, rng)
    popularity = rng.lognormvariate(2.75, 0.95) * (1.0 if hall.full else 0.6)
    own = Proposal(key, theme, village, title, at, None, popularity, estimates, cost, rng, place)
    extra = {"street": street, "text": rng.choice(theme.texts), "cost_estimated": cost}
    told = extra | ({"estimates": estimates} if estimates else {})
    service = service_of(theme, hall)
    own.tell(
        at,
        "proposal_submitted",
        title=title,
        theme=theme.code,
        place=place,
        service=service,
        number=key,
        actor="citizen",
        extra=told,
    )
    if moderate(own, office, seeded(seed, hall.code, key, "moderation")) and rng.random() < _WITHDRAWN:
        own.ends = online((own.published or at) // DAY + 2 + int(rng.expovariate(1 / 20)), rng)
        own.tell(own.ends, "proposal_withdrawn", actor="citizen")
    return own


def _estimate(theme: Theme, rng: Random) -> tuple[dict[str, float], float]:
    """What it would bring, more often little than much, and what that would cost in whole hundreds of euro."""
    size = rng.random() ** 1.8
    found = {
        indicator: float(round(low + (high - low) * min(1.0, size * (0.8 + 0.4 * rng.random()))))
        for indicator, (low, high) in theme.estimates.items()
    }
    first = next(iter(found.values()))
    cost = max(500, round((400 + first * theme.euro * (0.75 + 0.5 * rng.random())) / 100) * 100)
    return {indicator: amount for indicator, amount in found.items() if amount > 0}, float(cost)


def merge_twins(own: list[Proposal], office: Office) -> None:
    """Now and then a proposal goes on in an earlier one of the same theme and village."""
    seen: dict[tuple[str, str], Proposal] = {}
    for one in own:
        where = one.theme.code, one.village.code
        twin = seen.get(where)
        if one.published is None or one.ends is not None:
            continue
        if twin is not None and one.rng.random() < _MERGED and twin.ends is None:
            one.ends = office.after(one.published, 5 * one.rng.lognormvariate(0, 0.5))
            one.tell(one.ends, "proposal_merged", actor="service", extra={"into": twin.key})
        else:
            seen[where] = one
