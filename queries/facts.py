"""What every question on meldingen begins with: the derived tables, narrowed, and the horizon at which a row is judged.

Periods are local days. What is open, late or finished is judged at the horizon of each melding: up to when its source
gave data, at most `filters.as_of`, less `filters.lag` days. With `filters.as_of` the tables are read as they stood
then. Of proposals people tell here as well (moderation, choice, works); what they told since counts (`proposal_facts`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache, cached_property
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    cast,
    extract,
    func,
    literal,
    or_,
    select,
    values,
)
from sqlalchemy.dialects.postgresql import ARRAY, INTERVAL

from config.grid import edges
from config.vocabularies import proposal_steps
from queries import tables
from queries.filters import Days, Filters, Scope
from queries.narrowing import chosen, within
from queries.percentiles import grid_of
from queries.projection import plan_for_many, table_at


@dataclass(frozen=True)
class Horizon:
    """Up to when a source tells: the instant, its local day, and the working days up to that day."""

    at: datetime
    day: date
    working_no: int | None


Source = tuple[int, int | None]
"""An organisation and one of its sources; None: it has none."""


@dataclass(frozen=True)
class Facts:
    """The derived tables of one question and the horizons of its sources.

    Where all sources tell up to the same instant that instant stands in the question itself; else each row is read
    beside the horizon of its source.
    """

    scope: Scope
    filters: Filters
    horizons: Mapping[Source, Horizon]
    _then: dict[str, FromClause] = field(default_factory=dict, compare=False)

    @cached_property
    def _one(self) -> Horizon | None:
        different = set(self.horizons.values())
        if not different:  # of nobody nothing is known
            return Horizon(datetime.min.replace(tzinfo=UTC), self.filters.first_day, None)
        return different.pop() if len(different) == 1 else None

    @cached_property
    def _beside(self) -> FromClause:
        """The horizons as a table of the question."""
        rows = [
            (organisation, source, told.at, told.day, told.working_no)
            for (organisation, source), told in self.horizons.items()
            if source is not None
        ]
        return values(*_HORIZON, name="horizon").data(rows)

    @property
    def floor(self) -> date:
        """No horizon lies before this day: told to the planner, it saves reading what is long closed."""
        return min((one.day for one in self.horizons.values()), default=self.filters.first_day)

    @property
    def known(self) -> Filters:
        """The filters up to the last day of which a source of this scope tells.

        What is compared with earlier periods begins here: an earlier period is then as long as what is known of this
        one, also where the period runs on or its sources are late. A period of which nothing is known keeps its first
        day.
        """
        latest = max((one.day for one in self.horizons.values()), default=self.filters.last_day)
        return replace(self.filters, last_day=max(self.filters.first_day, min(self.filters.last_day, latest)))

    def of(self, table: Table) -> FromClause:
        """A derived table: as it is, or as it stood at `filters.as_of`."""
        if self.filters.as_of is None:
            return table
        if table.name not in self._then:
            self._then[table.name] = table_at(table, self.filters.as_of, self.scope.organisation_ids)
        return self._then[table.name]

    @property
    def melding(self) -> FromClause:
        return self.of(tables.melding)

    @property
    def closing(self) -> FromClause:
        return self.of(tables.closing)

    def rows(self, table: FromClause) -> list[ColumnElement[bool]]:
        """The rows of `table` that scope, kind and filters leave."""
        kind = table.c.melding_kind == str(self.filters.kind)
        return [within(table, self.scope), kind, *chosen(table, self.filters)]

    def in_period(self, day: ColumnElement) -> ColumnElement[bool]:
        """Rows whose local day lies in the period."""
        return day.between(self.filters.first_day, self.filters.last_day)

    # --- the horizon ---------------------------------------------------------------------------------------------
    def with_horizon(self, table: FromClause) -> FromClause:
        """`table` with what its rows need to be judged."""
        if self._one:
            return table
        told = self._beside.c
        same = and_(told.organisation_id == table.c.organisation_id, told.source_id == table.c.source_id)
        return table.join(self._beside, same)

    def with_age(self, table: FromClause, day: ColumnElement) -> FromClause:
        """`with_horizon`, with what the age of a row since a local day needs."""
        joined = self.with_horizon(table)
        return joined if self.filters.days is Days.CALENDAR else with_calendar(joined, table, BEGUN, day)

    @property
    def horizon(self) -> ColumnElement:
        """Instant at which a row is judged; the row must come from `with_horizon`."""
        return literal(one.at, tables.Instant) if (one := self._one) else self._beside.c.at

    @property
    def today_no(self) -> ColumnElement:
        """The working days up to that day; the row must come from `with_horizon`."""
        return literal(one.working_no, Integer) if (one := self._one) else self._beside.c.working_no

    def age(self, begun_at: ColumnElement) -> ColumnElement:
        """From an instant to the horizon, in steps of the grid; the row must come from `with_age` of its day."""
        if self.filters.days is Days.CALENDAR:
            return cast(func.trunc(extract("epoch", self.horizon - begun_at)), BigInteger)
        return self.today_no - BEGUN.c.working_no

    def bucket_of(self, steps: ColumnElement) -> ColumnElement:
        """The bucket of a duration in steps of the grid: the first edge not below it."""
        grid, _ = grid_of(self.filters.days)
        return func.width_bucket(cast(steps, BigInteger) - 1, cast(list(edges(grid)), ARRAY(BigInteger)))

    # --- what held at the horizon --------------------------------------------------------------------------------
    def then(self, moment: ColumnElement) -> ColumnElement[bool]:
        """Whether something had happened at the horizon; false when it never did."""
        return func.coalesce(moment <= self.horizon, False)

    def closed_then(self) -> ColumnElement[bool]:
        """The closing that held at the horizon: one row for each melding that was closed then."""
        closing = self.closing.c
        not_reopened = or_(closing.reopened_at.is_(None), closing.reopened_at > self.horizon)
        return and_(closing.closed_at <= self.horizon, not_reopened)

    def open_then(self) -> list[ColumnElement[bool]]:
        """Meldingen open at the horizon: open now or closed since, and not inside a time spent closed."""
        table, closing = self.melding, self.closing.c
        same = and_(closing.organisation_id == table.c.organisation_id, closing.subject_id == table.c.subject_id)
        inside = select(literal(1)).where(same, self.closed_then())
        inside = inside.correlate(table, *([] if self._one else [self._beside]))
        since = and_(table.c.last_closed_day >= self.floor, table.c.last_closed_at > self.horizon)
        never_closed = or_(table.c.closings == 0, ~inside.exists())
        return [*self.rows(table), or_(table.c.open, since), table.c.received_at <= self.horizon, never_closed]

    def overdue(self) -> ColumnElement[bool]:
        """Meldingen whose deadline had passed at the horizon without a first closing."""
        melding = self.melding.c
        late = and_(melding.judged_at <= self.horizon, melding.on_time.is_(False))
        return func.coalesce(and_(late, ~self.then(melding.first_closed_at)), False)


BEGUN, _TODAY = tables.calendar.alias("begun"), tables.calendar.alias("today")
_HORIZON = (
    Column("organisation_id", Integer),
    Column("source_id", Integer),
    Column("at", tables.Instant),
    Column("day", Date),
    Column("working_no", Integer),
)


def facts(db: Connection, scope: Scope, filters: Filters) -> Facts:
    """What to ask of: the tables as they are, or as they stood at `filters.as_of`."""
    if filters.as_of is not None:
        plan_for_many(db)
    return Facts(scope, filters, dict(_horizons(db, scope, filters)))


class ToldHere(Enum):
    """What was told here since a source last told counts: nothing, what is public, or all."""

    NOTHING = 0
    PUBLIC = 1
    ALL = 2


def proposal_facts(db: Connection, scope: Scope, filters: Filters) -> Facts:
    """The same for what is judged of proposals: a source's horizon lies at the last that is known of its proposals,
    since moderation, choice and works are told here after it told of them."""
    if filters.as_of is not None:
        plan_for_many(db)
    told_here = ToldHere.ALL if scope.embargoed else ToldHere.PUBLIC
    return Facts(scope, filters, dict(_horizons(db, scope, filters, told_here)))


def _horizons(
    db: Connection, scope: Scope, filters: Filters, told_here: ToldHere = ToldHere.NOTHING
) -> Iterator[tuple[Source, Horizon]]:
    """The horizon of each source of a scope; of an organisation without any, the present."""
    asked = {"within": scope.organisation_ids, "as_of": filters.as_of, "lag": f"{filters.lag} days"}
    statement = _told_up_to(filters.as_of is not None, bool(filters.lag), told_here)
    for number, of_source, *horizon in db.execute(statement, asked):
        yield (number, of_source), Horizon(*horizon)


@cache
def _told_up_to(early: bool, lagging: bool, told_here: ToldHere) -> Select:
    """The horizons of the organisations `within`. Each question begins with this one, so it is composed once."""
    organisation, source = tables.organisation, tables.source
    at = _horizon(early, lagging, told_here)
    day = _local_day(at)
    beside = organisation.outerjoin(source, source.c.organisation_id == organisation.c.organisation_id)
    told = select(organisation.c.organisation_id, source.c.source_id, at, day, _TODAY.c.working_no)
    found = told.select_from(with_calendar(beside, organisation, _TODAY, day))
    return found.where(organisation.c.organisation_id.in_(bindparam("within", expanding=True)))


def _horizon(early: bool, lagging: bool, told_here: ToldHere) -> ColumnElement:
    """Up to when a source tells, at most `as_of`, less the `lag`; lagging days are local ones."""
    as_of: ColumnElement = func.coalesce(tables.source.c.as_of, func.now())
    if told_here is not ToldHere.NOTHING:
        as_of = func.greatest(as_of, *_told_since(told_here))
    if early:
        as_of = func.least(as_of, bindparam("as_of", type_=tables.Instant))
    if not lagging:
        return as_of
    zone = tables.organisation.c.time_zone
    return func.timezone(zone, func.timezone(zone, as_of) - cast(bindparam("lag"), INTERVAL))


def _told_since(told_here: ToldHere) -> Iterator[ColumnElement]:
    """The last that is known of the proposals of a source since it told of them; null without any. Only what everybody
    may know, for who may know no more."""
    source, proposal, choice, step = (one.c for one in (tables.source, *_OF_PROPOSALS))
    moments: tuple[tuple[Any, ...], ...] = (
        (step.ended_at, step.ended_day, step.step.in_(list(proposal_steps()))),
        (step.begun_at, step.begun_day, step.step.in_(list(proposal_steps())), step.ended_day.is_(None)),
        (proposal.planned_at, proposal.planned_day, proposal.stage == "planned"),
        (proposal.realised_at, proposal.realised_day),
    )
    if told_here is ToldHere.PUBLIC:
        moments = (
            (choice.published_at, choice.published_day, choice.shown, choice.public_stage.is_not(None)),
            (proposal.realised_at, proposal.realised_day, proposal.public_stage == "realised"),
        )
    for moment, day, *conditions in moments:
        own, since = day.table.c, cast(source.as_of, Date) - 1  # in whatever zone that day was
        same = own.organisation_id == source.organisation_id, own.source_id == source.source_id
        found = select(func.max(moment)).where(*same, *conditions, day >= since)
        yield found.correlate(tables.source).scalar_subquery()


_OF_PROPOSALS = tables.proposal, tables.selection, tables.proposal_step


def _local_day(moment: ColumnElement) -> ColumnElement:
    return cast(func.timezone(tables.organisation.c.time_zone, moment), Date)


def with_calendar(joined: FromClause, table: FromClause, calendar: FromClause, day: ColumnElement) -> FromClause:
    """`joined` beside the calendar of a local day of the rows of `table`; `calendar` is an alias."""
    same = and_(calendar.c.organisation_id == table.c.organisation_id, calendar.c.day == day)
    return joined.outerjoin(calendar, same)


def bucket_column(table: FromClause, days: Days) -> ColumnElement:
    """The bucket of how long a row of stay, advice, task or moment lasted."""
    return (table.c.working_bucket if days is Days.WORKING else table.c.bucket).label("bucket")


def lead_bucket(table: FromClause, days: Days) -> ColumnElement:
    """The bucket of the lead time of a closing."""
    return (table.c.lead_working_bucket if days is Days.WORKING else table.c.lead_bucket).label("bucket")
