"""Annotations in the charts: what happened on some days, in a few words; written, and taken away again."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert

from config.clock import Clock
from config.errors import Forbidden, InvalidInput, NotFound
from config.ids import new_id
from config.kinds import AnnotationKind
from config.language import N_
from config.plain import has_control, is_storable
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.writing import Writing
from queries.tables import annotation

MOST_WORDS, LONGEST_WORDS, LONGEST_TEXT = 4, 40, 500
WORDS_PROBLEM = N_("Write at most {words} words, of at most {n} characters together.")
_NO_TEXT = N_("Write at most {n} characters.")
DAYS_PROBLEM = N_("The last day lies before the first.")


@dataclass(frozen=True)
class Happened:
    """What happened from the first to the last day, about all or about one category, theme or neighbourhood (codes)."""

    first_day: date
    last_day: date
    kind: AnnotationKind
    words: str
    text: str = ""
    category: str | None = None
    theme: str | None = None
    area: str | None = None

    def columns(self) -> dict[str, Any]:
        """Its columns. Raises InvalidInput."""
        words, text = " ".join(self.words.split()), self.text.strip()
        if not is_short(words) or has_control(words) or not is_storable(words):
            raise InvalidInput(WORDS_PROBLEM, words=MOST_WORDS, n=LONGEST_WORDS)
        if len(text) > LONGEST_TEXT or any(map(has_control, text.splitlines())) or not is_storable(text):
            raise InvalidInput(_NO_TEXT, n=LONGEST_TEXT)
        if self.last_day < self.first_day:
            raise InvalidInput(DAYS_PROBLEM)
        return asdict(self) | {"kind": str(self.kind), "words": words, "text": text}


def is_short(words: str) -> bool:
    """Whether these words fit in a chart."""
    return 0 < len(words.split()) <= MOST_WORDS and len(words) <= LONGEST_WORDS


def annotate(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, happened: Happened) -> UUID:
    """Write down what happened. Raises InvalidInput, Forbidden without account."""
    values = happened.columns()
    if actor.account_id is None:
        raise Forbidden()
    key = {"organisation_id": organisation_id, "annotation_id": new_id(clock)}
    by = {"written_at": clock.now(), "written_by": actor.account_id, "written_role": actor.role}
    with writer.transaction() as connection:
        connection.execute(insert(annotation).values(values | key | by))
        _record(connection, clock, actor, key, values, action="annotation_written")
    return UUID(str(key["annotation_id"]))


def take_annotation_away(*, writer: Writing, clock: Clock, actor: Actor, key: tuple[int, UUID]) -> None:
    """Take it out of the charts; reports that were made keep it, and the audit log what it said. Raises NotFound."""
    own = annotation.c.organisation_id == key[0], annotation.c.annotation_id == key[1]
    with writer.transaction() as connection:
        row = connection.execute(delete(annotation).where(*own).returning(*annotation.c)).first()
        if row is None:
            raise NotFound()
        told = row._asdict()
        _record(connection, clock, actor, told, told, action="annotation_taken_away")


def _record(
    connection: Connection, clock: Clock, actor: Actor, key: dict[str, Any], values: dict[str, Any], *, action: str
) -> None:
    detail = {name: values[name] for name in ("kind", "words", "category", "theme", "area")}
    detail |= {name: values[name].isoformat() for name in ("first_day", "last_day")}
    audit.record(
        connection,
        clock=clock,
        actor=actor,
        organisation_id=key["organisation_id"],
        action=action,
        subject_id=key["annotation_id"],
        detail=detail,
    )
