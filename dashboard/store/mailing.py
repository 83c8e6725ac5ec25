"""The queue of mails: which are due, who sends one, and how far it came. What is promised stands in decision 43.

One worker sends at a time. The connection that holds the lock also writes each step, so that who lost the lock can
write none: before it tells the mail server that a mail is whole it has to write `handing`, and then it fails instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import InterfaceError, OperationalError

from config.cadence import Cadence, When
from config.clock import Clock
from config.errors import DatabaseUnavailable
from config.ids import new_id
from config.language import N_
from config.mail import ABOUT, CERTAIN, Crossing, Kind, State
from dashboard.store.engine import Writer
from queries.tables import mail, organisation, subscription

LOCK = 4_802_027
PATIENCE = timedelta(hours=72)
"""How long after its moment a mail is tried; what it told is then in the next one."""
_FIRST, _LONGEST = timedelta(minutes=1), timedelta(hours=1)
_MAIL, _OWN = mail.c, subscription.c
_BROKEN_OFF = N_("The worker stopped while the mail server had the whole mail. Nobody knows whether it went out.")


class LostTurn(Exception):
    """Somebody else changed this mail: it is not ours to go on with."""


@dataclass(frozen=True)
class Due:
    """A mail that is ours to send now, with what its subscription says."""

    organisation_id: int
    mail_id: UUID
    subscription_id: UUID
    due_at: datetime
    attempts: int
    crossing: Crossing | None
    account_id: UUID
    kind: Kind
    view_id: UUID | None
    report_kind: str | None
    measure: str | None
    part: str | None
    grace: int
    told_until: datetime
    beyond: bool
    run: int
    zone: str
    active: bool
    """Whether it is still wanted: it may have been stopped while a worker had the mail."""
    doubtful_at: datetime | None
    """When an earlier mail was due that may not have come, and of which no later one came either."""


@contextmanager
def mailroom(writer: Writer, clock: Clock) -> Iterator["Mailroom | None"]:
    """The turn to send; None while another worker has it. Raises DatabaseUnavailable."""
    try:
        with writer.engine.connect() as connection:
            if not connection.scalar(select(func.pg_try_advisory_lock(LOCK))):
                yield None
                return
            connection.commit()
            try:
                yield Mailroom(connection, clock)
            finally:
                connection.rollback()
                connection.execute(select(func.pg_advisory_unlock(LOCK)))
                connection.commit()
    except (OperationalError, InterfaceError) as error:
        raise DatabaseUnavailable() from error


class Mailroom:
    """The queue, for who has the turn. Each method is one transaction."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def take_up(self) -> int:
        """Bring what an earlier worker left half done to where it can go on or has ended; returns how many."""
        sending, handing = _MAIL.state == str(State.SENDING), _MAIL.state == str(State.HANDING)
        ended = {"state": str(State.UNCERTAIN), "why": _BROKEN_OFF, "ended_at": self._clock.now()}
        with self._connection.begin():
            again = self._connection.execute(update(mail).where(sending).values(state=str(State.WAITING)))
            lost = self._connection.execute(update(mail).where(handing).values(ended))
        return again.rowcount + lost.rowcount

    def make_due(self) -> int:
        """A mail for each subscription whose moment came: for the last one, however many were missed. One that waits
        still will tell of it all, so none is put beside it. Returns how many were made."""
        now = self._clock.now()
        own = organisation.c
        rows = (
            select(subscription, own.time_zone)
            .join_from(subscription, organisation, own.organisation_id == _OWN.organisation_id)
            .where(_OWN.active, _OWN.next_at <= now)
            .with_for_update(of=subscription)
        )
        with self._connection.begin():
            return sum(self._make(row, now) for row in self._connection.execute(rows).all())

    def _make(self, row: Row[Any], now: datetime) -> int:
        when = When(Cadence(row.cadence), row.hour, row.time_zone, row.weekday)
        this = (_OWN.organisation_id == row.organisation_id) & (_OWN.subscription_id == row.subscription_id)
        self._connection.execute(update(subscription).where(this).values(next_at=when.after(now)))
        waits = (_MAIL.organisation_id == row.organisation_id) & (_MAIL.subscription_id == row.subscription_id)
        if self._connection.scalar(select(_MAIL.mail_id).where(waits, _MAIL.ended_at.is_(None)).limit(1)):
            return 0
        due_at = max(when.up_to(now), row.next_at)
        made = {
            **{"organisation_id": row.organisation_id, "subscription_id": row.subscription_id},
            **{"mail_id": new_id(self._clock), "due_at": due_at, "state": str(State.WAITING), "next_at": due_at},
        }
        return self._connection.execute(insert(mail).values(made).on_conflict_do_nothing()).rowcount

    def next(self) -> Due | None:
        """The mail that waited longest, now ours to send; None when none is due."""
        waits = _MAIL.state == str(State.WAITING), _MAIL.next_at <= self._clock.now()
        first = select(mail).where(*waits).order_by(_MAIL.next_at, _MAIL.mail_id).limit(1)
        with self._connection.begin():
            row = self._connection.execute(first.with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            taken = {"state": str(State.SENDING), "attempts": row.attempts + 1}
            self._connection.execute(update(mail).where(_is(row.organisation_id, row.mail_id)).values(taken))
            return self._due(row)

    def _due(self, row: Row[Any]) -> Due:
        named = (_OWN.organisation_id == row.organisation_id) & (_OWN.subscription_id == row.subscription_id)
        own = organisation.c
        joined = select(subscription, own.time_zone).join_from(
            subscription, organisation, own.organisation_id == _OWN.organisation_id
        )
        about = self._connection.execute(joined.where(named)).one()
        return Due(
            **{name: getattr(row, name) for name in ("organisation_id", "mail_id", "subscription_id", "due_at")},
            attempts=row.attempts + 1,
            crossing=Crossing(row.crossing) if row.crossing else None,
            **{name: getattr(about, name) for name in ("account_id", *ABOUT, "told_until", "run")},
            kind=Kind(about.kind),
            grace=about.grace or 1,
            beyond=bool(about.beyond),
            zone=about.time_zone,
            active=about.active,
            doubtful_at=self._doubtful(row),
        )

    def _doubtful(self, row: Row[Any]) -> datetime | None:
        """The last moment before this one, since a mail surely came, whose mail is in doubt."""
        same = (_MAIL.organisation_id == row.organisation_id) & (_MAIL.subscription_id == row.subscription_id)
        before = select(_MAIL.due_at, _MAIL.state).where(same, _MAIL.due_at < row.due_at)
        for due_at, state in self._connection.execute(before.order_by(_MAIL.due_at.desc())):
            if state in CERTAIN:
                return None
            if state == State.UNCERTAIN:
                found: datetime = due_at
                return found
        return None

    def judged(self, due: Due, crossing: Crossing, run: int) -> None:
        """Keep what an alert found: once a mail, so that a retry counts no check twice."""
        with self._connection.begin():
            self._step(due, {"crossing": str(crossing)})
            self._subscription(due, {"run": run})

    def handing(self, due: Due) -> None:
        """The mail server is about to be told that the mail is whole. Raises LostTurn."""
        with self._connection.begin():
            self._step(due, {"state": str(State.HANDING)})

    def sent(self, due: Due, until: datetime) -> None:
        """The mail server took it; it told what happened up to `until`."""
        beyond = due.crossing is Crossing.CROSSED if due.kind is Kind.ALERT else None
        with self._connection.begin():
            ended = {"state": str(State.SENT), "why": None, "ended_at": self._clock.now()}
            # also where another worker took it for uncertain meanwhile: now it is known
            known = (str(State.HANDING), str(State.UNCERTAIN))
            self._connection.execute(update(mail).where(_is(*_key(due)), _MAIL.state.in_(known)).values(ended))
            self._subscription(due, {"told_until": until, "beyond": beyond, "run": 0})

    def nothing(self, due: Due, until: datetime) -> None:
        """There was nothing to tell up to `until`."""
        with self._connection.begin():
            self._step(due, {"state": str(State.NOTHING), "why": None, "ended_at": self._clock.now()})
            self._subscription(due, {"told_until": until})

    def left_out(self, due: Due, why: str) -> None:
        """Its reader may not have it; `why` is a sentence of the catalogue."""
        self._end(due, State.LEFT_OUT, why)

    def failed(self, due: Due, why: str, answer: str | None) -> None:
        """The server refused it for good."""
        self._end(due, State.FAILED, why, answer)

    def uncertain(self, due: Due, why: str) -> None:
        """The server had the whole mail and its answer never came."""
        self._end(due, State.UNCERTAIN, why)

    def later(self, due: Due, why: str, answer: str | None = None) -> datetime | None:
        """Try it again after a pause that grows; None when it was tried for long enough, and is given up."""
        at = self._clock.now() + pause_after(due.attempts)
        if at > due.due_at + PATIENCE:
            self._end(due, State.GIVEN_UP, why, answer)
            return None
        with self._connection.begin():
            self._step(due, {"state": str(State.WAITING), "next_at": at, "why": why, "answer": answer})
        return at

    def all_later(self, until: datetime, why: str) -> None:
        """The server cannot be used at all: what is due waits as well, without counting as tried."""
        waits = _MAIL.state == str(State.WAITING), _MAIL.next_at <= self._clock.now()
        with self._connection.begin():
            self._connection.execute(update(mail).where(*waits).values(next_at=until, why=why))

    def _end(self, due: Due, state: State, why: str, answer: str | None = None) -> None:
        ended = {"state": str(state), "why": why, "answer": answer, "ended_at": self._clock.now()}
        with self._connection.begin():
            self._step(due, ended)

    def _step(self, due: Due, values: dict[str, Any]) -> None:
        ours = (_MAIL.state.in_((str(State.SENDING), str(State.HANDING)))) & (_MAIL.attempts == due.attempts)
        done = self._connection.execute(update(mail).where(_is(*_key(due)), ours).values(values))
        if done.rowcount != 1:
            raise LostTurn

    def _subscription(self, due: Due, values: dict[str, Any]) -> None:
        this = (_OWN.organisation_id == due.organisation_id) & (_OWN.subscription_id == due.subscription_id)
        self._connection.execute(update(subscription).where(this).values(values))


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: a minute, then twice as long each time, an hour at most."""
    doubled: timedelta = _FIRST * 2 ** min(attempts - 1, 10)
    return min(doubled, _LONGEST)


def forget_old(connection: Connection, before: datetime) -> int:
    """Remove what is known of mails that ended before an instant; returns how many."""
    gone = text("DELETE FROM mail WHERE ended_at < :before")
    return int(connection.execute(gone, {"before": before}).rowcount)


def _is(organisation_id: int, mail_id: UUID) -> ColumnElement[bool]:
    return (_MAIL.organisation_id == organisation_id) & (_MAIL.mail_id == mail_id)


def _key(due: Due) -> tuple[int, UUID]:
    return due.organisation_id, due.mail_id
