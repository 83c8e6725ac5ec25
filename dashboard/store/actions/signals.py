"""Taking up a signal: who sees to it, what is done about it and why, by when; and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, insert, select, text, update

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.ids import new_id
from config.kinds import SignalAnswer
from config.language import N_
from config.plain import has_control, is_storable
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.writing import Writing
from queries.tables import signal_answer

LONGEST_WORDS, LONGEST_NARROWED = 1_000, 500
_LOCK = 4_802_051
_TAKEN = N_("This signal was taken up already, meanwhile perhaps by somebody else. Nothing was changed.")
_CHANGED = N_("Somebody changed this meanwhile. Nothing was changed; look once more.")
_NO_WORDS = N_("Write why, in at most {n} characters.")
_NO_RESULT = N_("Write what came of it, in at most {n} characters.")
_NO_DUE = N_("Say by which day there should be a result.")
_MANY = N_("So many filters are set that this signal cannot be kept. Take away a few first.")
_OVER = N_("Of this signal the result is known already. Nothing was changed.")


@dataclass(frozen=True)
class Series:
    """Which series a signal is of, and of whom. `reach`: as `queries.filters.Reach.told`."""

    organisation_id: int
    topic: str
    dimension: str
    member: str
    narrowed: str
    reach: tuple[Any, ...]

    def columns(self) -> dict[str, Any]:
        """Its columns."""
        names = ("organisation_id", "topic", "dimension", "member", "narrowed")
        return {name: getattr(self, name) for name in names} | {"reach": list(self.reach)}


@dataclass(frozen=True)
class Said:
    """What a signal says as it is taken up: its weeks, in words, and in numbers."""

    week: date
    last_week: date
    sentence: str
    numbers: Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What is done about it, why, who sees to it, and by when. Without anything to do there is no day."""

    answer: SignalAnswer
    reason: str
    owner_id: UUID | None = None
    owner_role: str | None = None
    due_on: date | None = None

    def columns(self) -> dict[str, Any]:
        """Its columns. Raises InvalidInput."""
        _check_words(self.reason, _NO_WORDS)
        nothing = self.answer is SignalAnswer.NO_ACTION
        if self.due_on is None and not nothing:
            raise InvalidInput(_NO_DUE)
        own = {"answer": str(self.answer), "reason": self.reason.strip(), "owner_id": self.owner_id}
        return own | {"owner_role": self.owner_role, "due_on": None if nothing else self.due_on}


def take_up(*, writer: Writing, clock: Clock, actor: Actor, series: Series, said: Said, answer: Answer) -> UUID:
    """Take a signal up. Of two people who do so at once one does, and the other is told.

    Raises InvalidInput, also when a signal of the same series in any of the same weeks was taken up before.
    """
    values = answer.columns()
    if len(series.narrowed) > LONGEST_NARROWED:
        raise InvalidInput(_MANY)
    with writer.transaction() as connection:
        _wait(connection, series.organisation_id)
        _check_free(connection, series, said)
        row = values | series.columns() | {"answer_id": new_id(clock), "change_no": 1}
        row |= {"week": said.week, "last_week": said.last_week, "sentence": said.sentence}
        row |= {"numbers": dict(said.numbers), "taken_at": clock.now()}
        row |= {"taken_by": actor.account_id, "taken_role": actor.role}
        connection.execute(insert(signal_answer).values(row))
        _record(connection, clock, actor, row, action="signal_taken_up")
    return UUID(str(row["answer_id"]))


def change_answer(
    *, writer: Writing, clock: Clock, actor: Actor, key: tuple[int, UUID], change_no: int, answer: Answer
) -> None:
    """Answer otherwise, until the result is known. Raises InvalidInput, NotFound."""
    values = answer.columns()
    with writer.transaction() as connection:
        row = _held(connection, key, change_no)
        _update(connection, key, values | {"change_no": row.change_no + 1})
        _record(connection, clock, actor, row._asdict() | values, action="signal_answered")


def tell_result(
    *, writer: Writing, clock: Clock, actor: Actor, key: tuple[int, UUID], change_no: int, result: str, on: date
) -> None:
    """Say what came of it. Raises InvalidInput, NotFound."""
    _check_words(result, _NO_RESULT)
    with writer.transaction() as connection:
        row = _held(connection, key, change_no)
        values = {"result": result.strip(), "result_on": on, "change_no": row.change_no + 1}
        _update(connection, key, values)
        _record(connection, clock, actor, row._asdict(), action="signal_result_told")


def _check_words(words: str, problem: str) -> None:
    plain = words.strip()
    broken = any(map(has_control, plain.splitlines())) or not is_storable(plain)
    if not plain or len(plain) > LONGEST_WORDS or broken:
        raise InvalidInput(problem, n=LONGEST_WORDS)


def _wait(connection: Connection, organisation_id: int) -> None:
    """Until nobody else takes up a signal of this organisation."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock, :o)"), {"lock": _LOCK, "o": organisation_id})


def _check_free(connection: Connection, series: Series, said: Said) -> None:
    own = signal_answer.c
    same = [own[name] == value for name, value in series.columns().items()]
    overlaps = own.week <= said.last_week, own.last_week >= said.week
    if connection.scalar(select(own.answer_id).where(*same, *overlaps).limit(1)) is not None:
        raise InvalidInput(_TAKEN)


def _held(connection: Connection, key: tuple[int, UUID], change_no: int) -> Row[Any]:
    """The answer as it is, held for this transaction."""
    row = connection.execute(select(signal_answer).where(_this(key)).with_for_update()).first()
    if row is None:
        raise NotFound()
    if row.change_no != change_no:
        raise InvalidInput(_CHANGED)
    if row.result is not None:
        raise InvalidInput(_OVER)
    return row


def _this(key: tuple[int, UUID]) -> Any:
    return and_(signal_answer.c.organisation_id == key[0], signal_answer.c.answer_id == key[1])


def _update(connection: Connection, key: tuple[int, UUID], values: Mapping[str, Any]) -> None:
    connection.execute(update(signal_answer).where(_this(key)).values(**values))


def _record(connection: Connection, clock: Clock, actor: Actor, row: Mapping[str, Any], *, action: str) -> None:
    due = row["due_on"]
    detail = {name: row[name] for name in ("topic", "dimension", "member", "answer")}
    detail |= {"week": row["week"].isoformat(), "due_on": due.isoformat() if due else None}
    audit.record(
        connection,
        clock=clock,
        actor=actor,
        organisation_id=row["organisation_id"],
        action=action,
        subject_id=row["answer_id"],
        detail=detail,
    )
