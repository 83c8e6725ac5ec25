"""Making the demo, and adding the days that have passed since.

Two settings keep it: `demo` is true, which lets its accounts log in, and `demo_progress` holds seed, scale, first day
and the instant up to which all of it was told, empty while the first load has not been finished. Up to when a single
municipality was told is the `as_of` of its source, moved in the very transaction that loads it: what was broken off
goes on from there.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, text
from sqlalchemy.dialects.postgresql import insert

from config.clock import Clock, local_day
from config.errors import Forbidden
from config.language import N_
from dashboard.jobs.demo.accounts import ensure_accounts
from dashboard.jobs.demo.delivery import demo_batches
from dashboard.jobs.demo.halls import Hall, halls
from dashboard.jobs.demo.neighbours import neighbours
from dashboard.jobs.demo.notes import ensure_annotations, ensure_notes
from dashboard.jobs.demo.office import last_morning
from dashboard.jobs.demo.pictures import keep_pictures
from dashboard.jobs.demo.preparing import SOURCE, SOURCE_NAME, prepare
from dashboard.jobs.demo.programme.delivery import takes_part
from dashboard.jobs.demo.region import region
from dashboard.jobs.demo.rounds import ensure_round
from dashboard.jobs.demo.sittings import ensure_sittings
from dashboard.store.engine import Writer
from dashboard.store.loader import Report, load
from dashboard.store.staging import Delivery
from queries.tables import organisation, setting, source

SEED, YEARS, SCALE = 2040, 4, 1.0
"""Seed, years and part of the usual number of a demo that is made now; one that is there keeps its own."""
ONLY: frozenset[str] | None = None
"""Codes of the municipalities of a demo that is made now, the town among them; None: all."""
MARK, PROGRESS = "demo", "demo_progress"
_LOCK = 4_802_022
_AT_ONCE = 3
"""Municipalities told at once: while the database derives one, the next is being invented."""


class DemoRefused(Forbidden):
    """Invented data does not belong in just any database."""

    code = "demo_refused"
    message = N_(
        "The demo only goes into the embedded database. To put it into {name} after all: demo --yes-into {name}"
    )


@dataclass(frozen=True)
class DemoState:
    """What `demo_progress` says; `up_to` is None while the first load has not been finished."""

    seed: int
    scale: float
    start: date
    up_to: datetime | None
    only: frozenset[str] | None = None

    @property
    def halls(self) -> dict[str, Hall]:
        """The town halls that it tells of."""
        return halls(self.only)

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        own = {"seed": self.seed, "scale": self.scale, "start": self.start.isoformat()}
        only = None if self.only is None else sorted(self.only)
        return own | {"up_to": self.up_to and self.up_to.isoformat(), "only": only}


@dataclass(frozen=True)
class Step:
    """One municipality that was told: its name, how much it has new of all topics, and how many of all are done."""

    name: str
    subjects: int
    done: int
    of: int


@dataclass
class Told:
    """What was told, over all municipalities."""

    loaded: int = 0
    updated: int = 0
    unchanged: int = 0
    events: int = 0

    def add(self, report: Report | None) -> int:
        """Count what one load brought; returns how many subjects are new."""
        if report is None:
            return 0
        self.loaded += report.loaded
        self.updated += report.updated
        self.unchanged += report.unchanged
        self.events += report.events
        return report.loaded


Progress = Callable[[Step], None]


def ensure_demo(
    writer: Writer,
    clock: Clock,
    *,
    embedded: bool,
    yes_into: str | None = None,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Told | None:
    """Make the demo unless it is there, some years ending now. Returns what was told, None when it was there.

    A demo that was broken off is finished with the days it began with. Raises DemoRefused outside the embedded
    database unless `yes_into` is that database's very name.
    """
    with writer.transaction() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        state = demo_state(connection)
        if state is not None and state.up_to is not None:
            return None
        _permit(connection, embedded=embedded, yes_into=yes_into)
        state = state or _begin(connection, clock, seed)
        numbers = prepare(connection, clock, state.start, state.halls)
    ensure_accounts(writer, clock, numbers)
    ensure_notes(writer, clock, numbers[region().town.code])
    ensure_annotations(writer, clock, numbers[region().town.code])
    return _tell(writer, clock, numbers, state, progress)


def extend_demo(writer: Writer, clock: Clock) -> Told | None:
    """Add what has happened since the demo was last told; None when this database holds no finished demo."""
    with writer.transaction() as connection:
        state = demo_state(connection)
        if state is None or state.up_to is None or state.up_to >= clock.now():
            return None
        known = connection.execute(select(organisation.c.code, organisation.c.organisation_id))
        numbers = {row.code: row.organisation_id for row in known}
    return _tell(writer, clock, numbers, state, None)


def demo_state(connection: Connection) -> DemoState | None:
    """What is known of the demo in this database; None when it holds none."""
    found = connection.scalar(select(setting.c.value).where(setting.c.key == PROGRESS))
    if found is None:
        return None
    up_to = found["up_to"] and datetime.fromisoformat(found["up_to"])
    only = None if found["only"] is None else frozenset(found["only"])
    return DemoState(found["seed"], found["scale"], date.fromisoformat(found["start"]), up_to, only)


def _permit(connection: Connection, *, embedded: bool, yes_into: str | None) -> None:
    name = connection.scalar(text("SELECT current_database()"))
    if not embedded and yes_into != name:
        raise DemoRefused(name=name)


def _begin(connection: Connection, clock: Clock, seed: int) -> DemoState:
    today = local_day(clock.now(), region().time_zone)
    state = DemoState(seed, SCALE, today - timedelta(days=YEARS * 365), None, ONLY)
    _keep(connection, MARK, True)
    _keep(connection, PROGRESS, state.to_json())
    return state


def _keep(connection: Connection, key: str, value: Any) -> None:
    row = insert(setting).values(key=key, value=value)
    connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": row.excluded.value}))


def told_until(hall: Hall, now: datetime) -> datetime:
    """Up to when a town hall has told at `now`: the town all the time, its neighbours once a day."""
    if hall.full:
        return now
    return last_morning(now, working=neighbours().manners[hall.code].working_days_only)


def _tell(writer: Writer, clock: Clock, numbers: dict[str, int], state: DemoState, progress: Progress | None) -> Told:
    """Load what is new, then write down up to when; told twice, the second time changes nothing."""
    now = clock.now().replace(microsecond=0)
    told, every = Told(), list(state.halls.values())
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        running = {pool.submit(_tell_one, writer, clock, numbers[hall.code], hall, state, now): hall for hall in every}
        try:
            for done, one in enumerate(as_completed(running), start=1):
                loaded = told.add(one.result())
                if progress is not None:
                    progress(Step(running[one].place.name, loaded, done, len(every)))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    ensure_round(writer, clock, numbers[region().town.code])
    ensure_sittings(writer, clock, numbers[region().town.code])
    with writer.transaction() as connection:
        _keep(connection, PROGRESS, replace(state, up_to=now).to_json())
    return told


def _tell_one(
    writer: Writer, clock: Clock, organisation_id: int, hall: Hall, state: DemoState, now: datetime
) -> Report | None:
    """Load what is new of one municipality, None when nothing can be: its source knows up to when it was told."""
    end, own = told_until(hall, now), source.c
    with writer.transaction() as connection:
        known = select(own.as_of).where(own.organisation_id == organisation_id, own.code == SOURCE)
        up_to = connection.scalar(known)
    if up_to is not None and up_to >= end:
        return None
    batches = demo_batches(hall, state.seed, state.start, end, after=up_to, scale=state.scale)
    # a connection that has derived much keeps the memory it took, so each has one of its own
    own_writer = Writer(writer.engine.url.render_as_string(hide_password=False), pool_size=1)
    with closing(own_writer):
        if takes_part(hall):
            keep_pictures(own_writer, clock, organisation_id)
        delivery = Delivery(organisation_id, SOURCE, SOURCE_NAME, batches, as_of=end, snapshot=False)
        return load(own_writer, clock, delivery)
