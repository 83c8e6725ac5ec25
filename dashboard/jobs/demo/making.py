"""Making the demo, and adding the days that have passed since.

Two settings keep it: `demo` is true, which lets its accounts log in, and `demo_progress` holds seed, first day and the
instant up to which it was told, empty while the first load has not been finished.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, text
from sqlalchemy.dialects.postgresql import insert

from config.clock import Clock, local_day
from config.errors import Forbidden
from config.kinds import NormUnit
from config.language import N_
from dashboard.jobs.demo.accounts import ensure_accounts
from dashboard.jobs.demo.delivery import demo_batches, names
from dashboard.jobs.demo.facts import handling, town
from dashboard.store.engine import Writer
from dashboard.store.loader import Progress, Report, load
from dashboard.store.organisations import (
    add_closing_days,
    ensure_calendar,
    ensure_dimension,
    ensure_organisation,
    organisation_number,
    set_norm,
    set_theme,
)
from dashboard.store.staging import Delivery
from queries.tables import norm, setting

SEED, YEARS = 2040, 2
SOURCE = "demo"
MARK, PROGRESS = "demo", "demo_progress"
_LOCK = 4_802_022
_CLOSING_YEARS = 25
"""Years for which own closing days are written down at once."""


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
    start: date
    up_to: datetime | None

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"seed": self.seed, "start": self.start.isoformat(), "up_to": self.up_to and self.up_to.isoformat()}


def ensure_demo(
    writer: Writer,
    clock: Clock,
    *,
    embedded: bool,
    yes_into: str | None = None,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Report | None:
    """Make the demo unless it is there, two years ending now. Returns the report of the load, None when it was there.

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
        organisation_id = _prepare(connection, clock, state)
    ensure_accounts(writer, clock, organisation_id)
    return _tell(writer, clock, organisation_id, state, progress)


def extend_demo(writer: Writer, clock: Clock) -> Report | None:
    """Add what has happened since the demo was last told; None when this database holds no finished demo."""
    with writer.transaction() as connection:
        state = demo_state(connection)
        if state is None or state.up_to is None or state.up_to >= clock.now():
            return None
        organisation_id = organisation_number(connection, town().code)
    return _tell(writer, clock, organisation_id, state, None)


def demo_state(connection: Connection) -> DemoState | None:
    """What is known of the demo in this database; None when it holds none."""
    found = connection.scalar(select(setting.c.value).where(setting.c.key == PROGRESS))
    if found is None:
        return None
    up_to = found["up_to"] and datetime.fromisoformat(found["up_to"])
    return DemoState(found["seed"], date.fromisoformat(found["start"]), up_to)


def _permit(connection: Connection, *, embedded: bool, yes_into: str | None) -> None:
    name = connection.scalar(text("SELECT current_database()"))
    if not embedded and yes_into != name:
        raise DemoRefused(name=name)


def _begin(connection: Connection, clock: Clock, seed: int) -> DemoState:
    today = local_day(clock.now(), town().time_zone)
    start = today - timedelta(days=YEARS * 365)
    state = DemoState(seed, start, None)
    _keep(connection, MARK, True)
    _keep(connection, PROGRESS, state.to_json())
    return state


def _keep(connection: Connection, key: str, value: Any) -> None:
    row = insert(setting).values(key=key, value=value)
    connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": row.excluded.value}))


def _prepare(connection: Connection, clock: Clock, state: DemoState) -> int:
    """Everything that must be known before the first event: the town, its days, its codes and norms."""
    facts = town()
    organisation_id = ensure_organisation(
        connection,
        clock=clock,
        code=facts.code,
        kind=facts.kind,
        name=facts.name,
        time_zone=facts.time_zone,
        holiday_calendar=facts.holiday_calendar,
        nis_code=facts.nis_code,
        population=facts.population,
        source=facts.source,
    )
    years = range(state.start.year - 1, state.start.year + _CLOSING_YEARS)
    closed = {date(year, *day): reason for year in years for day, reason in facts.closing_days.items()}
    add_closing_days(connection, organisation_id, closed)
    ensure_calendar(connection, organisation_id, state.start, local_day(clock.now(), facts.time_zone))
    numbers = {kind: ensure_dimension(connection, organisation_id, kind, known) for kind, known in names().items()}
    _describe(connection, organisation_id, numbers["category"])
    return organisation_id


def _describe(connection: Connection, organisation_id: int, categories: dict[str, int]) -> None:
    """Themes and norms of the categories that have no norm yet."""
    known = set(connection.scalars(select(norm.c.category_id).where(norm.c.organisation_id == organisation_id)))
    for code, category in handling().categories.items():
        set_theme(connection, organisation_id, categories[code], category.theme)
        if category.norm is not None and categories[code] not in known:
            set_norm(
                connection, organisation_id, category_id=categories[code], n=category.norm, unit=NormUnit.WORKING_DAY
            )


def _tell(writer: Writer, clock: Clock, organisation_id: int, state: DemoState, progress: Progress | None) -> Report:
    """Load what is new, then write down up to when; told twice, the second time changes nothing."""
    end = clock.now().replace(microsecond=0)
    delivery = Delivery(
        organisation_id=organisation_id,
        source_code=SOURCE,
        source_name="Demo",
        batches=demo_batches(state.seed, state.start, end, after=state.up_to),
        as_of=end,
        snapshot=False,
    )
    report = load(writer, clock, delivery, progress)
    with writer.transaction() as connection:
        _keep(connection, PROGRESS, replace(state, up_to=end).to_json())
    return report
