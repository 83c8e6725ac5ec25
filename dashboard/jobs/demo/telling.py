"""The pen of a story: writes down what happens to one melding, in local seconds, event after event."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from config.kinds import EventKind
from dashboard.jobs.demo.facts import Category, slowness
from dashboard.jobs.demo.intake import Arrival
from dashboard.jobs.demo.office import DAY, Office, day_of
from dashboard.jobs.demo.region import Village

LONGEST = 540
"""Days after receipt beyond which nothing happens any more: what is open then was forgotten and stays open."""


Place = tuple[str, float | None, float | None]
"""Code of the village, longitude and latitude."""


class TooLong(Exception):
    """The story has run past LONGEST; what was told until then holds."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a melding; `at`, `deadline` and `due` in local seconds, `extra` the payload that its kind needs."""

    at: int
    kind: EventKind
    service: str | None = None
    actor: str | None = None
    category: str | None = None
    partner: str | None = None
    deadline: int | None = None
    due: int | None = None
    place: Place | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """What was told of one melding: its events in order of time."""

    arrival: Arrival
    title: str
    kind: str
    events: list[Event]


@dataclass
class Telling:
    """One melding while its story is told: `now` moves forward, `events` grows."""

    arrival: Arrival
    rng: Random
    office: Office
    category: Category
    """What it really is about."""
    intake: Category
    """What it was taken for at first."""
    holder: str
    """Code of the service that holds it."""
    village: Village
    title: str
    kind: str = "melding"
    reachable: bool = True
    now: int = 0
    events: list[Event] = field(default_factory=list)
    refs: Counter[str] = field(default_factory=Counter)

    def tell(self, kind: EventKind, *, at: int | None = None, **more: Any) -> None:
        """Write down an event, now or at another moment; nothing beyond LONGEST."""
        moment = self.now if at is None else at
        if moment <= self.arrival.received + LONGEST * DAY:
            self.events.append(Event(moment, kind, **more))

    def wait(self, days: float) -> None:
        """Let working days pass, more of them at a slow or busy service. Raises TooLong."""
        self.until(self.office.after(self.now, days * self.pace))

    def until(self, moment: int) -> None:
        """Move on to a moment. Raises TooLong."""
        self.now = max(self.now, moment)
        if self.now > self.arrival.received + LONGEST * DAY:
            raise TooLong

    def chance(self, share: float) -> bool:
        """Whether something with this chance happens."""
        return self.rng.random() < share

    def days(self, median: float, spread: float = 0.6) -> float:
        """A duration in working days around a median."""
        return min(400.0, median * self.rng.lognormvariate(0, spread))

    def ref(self, what: str) -> str:
        """The next reference of a child record, as `advies-1`."""
        self.refs[what] += 1
        return f"{what}-{self.refs[what]}"

    @property
    def pace(self) -> float:
        """How slow the service that holds it is now."""
        return slowness(self.holder, day_of(self.now // DAY))
