"""What is being written about one place in a round, and what was written before. Nothing of it is public."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import ColumnElement, Connection, func, select

from config.errors import Forbidden, NotFound
from queries.db import fetch
from queries.filters import Scope
from queries.narrowing import known
from queries.reasons import own_words, terms_of
from queries.rounds import Round
from queries.tables import activity, organisation, proposal, selection, selection_draft, selection_draft_text

MOST_TEXTS = 20
MOST_ACTIVITIES = 200
_TEXT = ("motivation", "shared", "saved_at", "saved_by", "aside")


@dataclass(frozen=True)
class Written:
    """What was written about a place.

    draft: its columns and terms (its reasons with their words), None when nothing was written. texts: earlier ones, the
    last first (motivation, shared, saved_at, saved_by, aside). choice: the one made last in the round, None without.
    zone: the time zone there.

    choice: outcome, reasons, terms (the same with their words), motivation, geometry (of the final place, or None),
    standing, return_message.
    """

    draft: Mapping[str, Any] | None
    texts: pd.DataFrame
    choice: Mapping[str, Any] | None
    zone: str


def written(db: Connection, scope: Scope, own: Round, subject_id: UUID) -> Written:
    """What was written about a place in a round.

    Raises NotFound for a place outside the scope, and Forbidden to a scope that sees only what is public.
    """
    if not scope.embargoed:
        raise Forbidden()
    number = _organisation(db, scope, subject_id)
    drafts, texts, made = selection_draft.c, selection_draft_text.c, selection.c
    draft = _first(db, select(selection_draft).where(drafts.round_id == own.round_id, *_of(drafts, number, subject_id)))
    earlier = select(*(texts[name] for name in _TEXT)).where(
        texts.round_id == own.round_id, *_of(texts, number, subject_id)
    )
    told = made.outcome, made.reasons, made.motivation, made.geometry, made.standing, made.return_message
    choice = select(*told).where(made.ref == own.ref, *_of(made, number, subject_id))
    zone = select(organisation.c.time_zone).where(organisation.c.organisation_id == number)
    return Written(
        _in_words(db, scope, number, draft),
        fetch(db, earlier.order_by(texts.text_no.desc()).limit(MOST_TEXTS)),
        _in_words(db, scope, number, _first(db, choice.order_by(made.version.desc()).limit(1))),
        str(db.execute(zone).scalar_one()),
    )


def _in_words(db: Connection, scope: Scope, number: int, choice: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    return choice and dict(choice) | {"terms": terms_of(choice["reasons"], number, own_words(db, scope))}


def organisation_of(db: Connection, scope: Scope, subject_id: UUID) -> int:
    """Whose a place is. Raises as `written`."""
    if not scope.embargoed:
        raise Forbidden()
    return _organisation(db, scope, subject_id)


def _organisation(db: Connection, scope: Scope, subject_id: UUID) -> int:
    own = proposal.c
    found = db.execute(select(own.organisation_id).where(own.subject_id == subject_id, *known(proposal, scope))).first()
    if found is None:
        raise NotFound()
    return int(found.organisation_id)


def _of(columns: Any, number: int, subject_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return columns.organisation_id == number, columns.subject_id == subject_id


def _first(db: Connection, statement: Any) -> Mapping[str, Any] | None:
    row = db.execute(statement).mappings().first()
    return None if row is None else dict(row)


def activities(db: Connection, scope: Scope, organisation_ids: list[int]) -> pd.DataFrame:
    """Activities that can have chosen a place, the last first. Columns: subject_id, activity_kind, sequence_no, title,
    on_day (held, else planned), state. At most 200, those that were not cancelled. Raises Forbidden as `written`."""
    if not scope.embargoed:
        raise Forbidden()
    own = activity.c
    ours = own.organisation_id.in_(set(organisation_ids) & set(scope.organisation_ids)), own.state != "cancelled"
    on_day = func.coalesce(own.held_day, own.planned_on, own.planned_day)
    columns = own.subject_id, own.activity_kind, own.sequence_no, own.title, on_day.label("on_day"), own.state
    return fetch(db, select(*columns).where(*ours).order_by(on_day.desc(), own.subject_id).limit(MOST_ACTIVITIES))
