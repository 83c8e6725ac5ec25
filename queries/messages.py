"""What was decided here about proposals, for their source system: it knows where who proposed them can be reached."""

from datetime import datetime

import pandas as pd
from sqlalchemy import ColumnElement, Connection, String, and_, case, cast, null, or_, select

from config.errors import NotFound
from config.language import N_
from config.topics import ProposalEvent as Kind
from queries.db import fetch
from queries.tables import event, organisation, source, subject

TOLD = tuple(map(str, (Kind.QUESTION_ASKED, Kind.REFUSED, Kind.PUBLISHED, Kind.ANSWERED)))
TAKEN_BACK = "taken_back"
_NO_SOURCE = N_("There is no organisation {organisation} with a source {source}.")
_VOIDED = event.alias("voided")


def messages(db: Connection, organisation_code: str, source_code: str, since: datetime | None = None) -> pd.DataFrame:
    """What was decided here about proposals of a source, in the order of recording, from `since` on.

    Columns: id (of the message, the same each time), kind (question_asked, moderation_refused, proposal_published,
    proposal_answered or taken_back), source_key (of the proposal), ref (of a question; its answer names it), reason
    (code), message, at (instant), of (id of what was taken back). What was taken back is no longer told itself; that it
    was is told, to who read it before. Raises NotFound without such a source.
    """
    number, source_id = _source(db, organisation_code, source_code)
    own, voided = event.c, _VOIDED.c
    kind = case((own.kind == str(Kind.VOID), TAKEN_BACK), else_=own.kind).label("kind")
    texts = [own.payload[name].astext.label(name) for name in ("ref", "reason", "message")]
    of = case((voided.seq.is_not(None), _id(voided.subject_id, voided.seq)), else_=null()).label("of")
    columns = (
        _id(own.subject_id, own.seq).label("id"),
        kind,
        subject.c.source_key,
        *texts,
        own.recorded_at.label("at"),
        of,
    )
    of_subject = and_(subject.c.organisation_id == own.organisation_id, subject.c.subject_id == own.subject_id)
    rows = select(*columns).select_from(event.join(subject, of_subject).outerjoin(_VOIDED, _takes_back()))
    here = own.organisation_id == number, own.source_id.is_(None), subject.c.source_id == source_id
    later = [] if since is None else [own.recorded_at >= since]
    found = rows.where(*here, *later, or_(and_(own.kind.in_(TOLD), ~_taken_back()), voided.seq.is_not(None)))
    return fetch(db, found.order_by(own.recorded_at, own.subject_id, own.seq))


def _source(db: Connection, organisation_code: str, source_code: str) -> tuple[int, int]:
    known = select(source.c.organisation_id, source.c.source_id).join(organisation)
    found = db.execute(known.where(organisation.c.code == organisation_code, source.c.code == source_code)).first()
    if found is None:
        raise NotFound(_NO_SOURCE, organisation=organisation_code, source=source_code)
    return int(found[0]), int(found[1])


def _id(subject_id: ColumnElement, seq: ColumnElement) -> ColumnElement[str]:
    return cast(subject_id, String) + "/" + cast(seq, String)


def _takes_back() -> ColumnElement[bool]:
    """An event that voids something that was told here."""
    own, voided = event.c, _VOIDED.c
    same = voided.organisation_id == own.organisation_id, voided.subject_id == own.subject_id
    return and_(*same, voided.seq == own.voids_seq, voided.source_id.is_(None), voided.kind.in_(TOLD))


def _taken_back() -> ColumnElement[bool]:
    own, void = event.c, event.alias("void").c
    same = void.organisation_id == own.organisation_id, void.subject_id == own.subject_id
    return select(void.seq).where(*same, void.voids_seq == own.seq).exists()
