"""What waits for moderation: proposals that came in, questions that are out, photos nobody looked at."""

from datetime import datetime
from enum import StrEnum

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, case, func, literal, or_, select, tuple_

from queries import tables
from queries.db import fetch
from queries.duplicates import duplicates
from queries.facts import with_calendar
from queries.filters import Filters, Scope
from queries.names import named, names
from queries.narrowing import STANDING, known
from queries.norms import within_days
from queries.proposal_steps import MODERATION, USUAL_DAYS
from queries.tables import proposal

SUBMITTED = "submitted"
MOST = 200
"""Proposals in a queue at once; who has more works from its top."""
_BEGUN, _NOW = tables.calendar.alias("begun"), tables.calendar.alias("now")
_ORGANISATION = tables.organisation
_KEYS = ("organisation_id", "subject_id", "theme_id", "area_id", "service_id")
_SHOWN = (*_KEYS, "number", "title", "stage", "street", "submitted_at", "asked_day")


class Why(StrEnum):
    """Why a proposal is in the queue, most urgent first."""

    LATE = "late"
    WAITING = "waiting"
    ASKED = "asked"
    PHOTOS = "photos"


def queue(db: Connection, scope: Scope, now: datetime) -> pd.DataFrame:
    """Proposals that wait for moderation or for an answer, and published ones with photos that nobody judged yet.

    Late ones come first, then the others that wait, then those of which the proposer is to answer, then photos; the
    oldest first in each. At most 200. Columns: why (Why), organisation_id, subject_id, seq (of its last event), number,
    title, stage, theme, area, service (names or null), street, submitted_at, day (local date from which the age counts:
    submission, or of photos the first that waits), age (calendar days), age_working (null where the calendar does not
    reach), norm (working days), asked_day (local date, null without open question), photos (that wait), alike (how many
    other proposals it may be the same as).
    """
    found = fetch(db, _ordered(_waiting(db, scope, now)).limit(MOST))
    for dimension in ("theme", "area", "service"):
        found = named(found, names(db, scope, dimension), f"{dimension}_id", **{dimension: "name"})
    pairs = duplicates(db, scope, found.loc[found["why"] != Why.PHOTOS, "subject_id"].tolist())
    alike = found["subject_id"].map(pairs["subject_id"].value_counts()).fillna(0).astype(int)
    return found.assign(alike=alike).drop(columns=["theme_id", "area_id", "service_id"])


def waiting_counts(db: Connection, scope: Scope, now: datetime) -> pd.DataFrame:
    """How much waits, by why. Columns: why (Why), n, oldest and oldest_working (days of the oldest; null where the
    calendar does not reach). Only what there is has a row."""
    every = _waiting(db, scope, now).subquery()
    counts = func.count().label("n"), func.max(every.c.age).label("oldest")
    grouped = select(every.c.why, *counts, func.max(every.c.age_working).label("oldest_working"))
    return fetch(db, grouped.group_by(every.c.why).order_by(every.c.why))


def to_moderate(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How many proposals wait for somebody here to act, whatever the filters. One row: count."""
    asks = proposal.c.stage == SUBMITTED, proposal.c.asked_at.is_(None)
    first = select(func.count()).where(*known(proposal, scope), *asks).scalar_subquery()
    pictured = select(func.count()).select_from(_pictured(scope).distinct().subquery()).scalar_subquery()
    return fetch(db, select((first + pictured).label("count")))


def late_by_service(db: Connection, scope: Scope, now: datetime) -> pd.DataFrame:
    """The late ones of the queue. Columns: organisation_id, service_id (null: of none yet), count, worst (working days
    of the oldest)."""
    every = _waiting(db, scope, now).subquery()
    keys = every.c.organisation_id, every.c.service_id
    counted = select(*keys, func.count().label("count"), func.max(every.c.age_working).label("worst"))
    return fetch(db, counted.where(every.c.why == Why.LATE).group_by(*keys))


def _waiting(db: Connection, scope: Scope, now: datetime) -> Select:
    """The rows of `queue`, with the numbers of dimensions."""
    norm = within_days(db, scope, MODERATION, USUAL_DAYS, proposal, proposal.c.submitted_day).label("norm")
    since = _photos(func.min(tables.photo.c.added_at))
    day = case((proposal.c.stage == SUBMITTED, proposal.c.submitted_day), else_=_local_day(since)).label("day")
    columns = (
        "organisation_id",
        "subject_id",
        "number",
        "title",
        "stage",
        "theme_id",
        "area_id",
        "service_id",
        "street",
    )
    own = [proposal.c[name] for name in (*columns, "submitted_at", "asked_day")]
    counts = _last_seq(), _photos(func.count()).label("photos"), norm
    today = _local_day(literal(now, tables.Instant)).label("today")
    joined = proposal.join(_ORGANISATION, _ORGANISATION.c.organisation_id == proposal.c.organisation_id)
    key = tuple_(proposal.c.organisation_id, proposal.c.subject_id)
    waiting = or_(proposal.c.stage == SUBMITTED, key.in_(_pictured(scope)))
    return _aged(
        select(*own, *counts, day, today).select_from(joined).where(*known(proposal, scope), waiting).subquery()
    )


def _pictured(scope: Scope) -> Select:
    """The keys of proposals that stand and have photos that nobody judged yet."""
    own = tables.photo.c
    waiting = own.state == "waiting", own.stage.in_(STANDING)
    return select(own.organisation_id, own.subject_id).where(*known(tables.photo, scope), *waiting)


def _aged(rows: FromClause) -> Select:
    """With how old each row is, and why it is there."""
    joined = with_calendar(with_calendar(rows, rows, _BEGUN, rows.c.day), rows, _NOW, rows.c.today)
    working = (_NOW.c.working_no - _BEGUN.c.working_no).label("age_working")
    why = case(
        (rows.c.stage != SUBMITTED, str(Why.PHOTOS)),
        (rows.c.asked_day.is_not(None), str(Why.ASKED)),
        (working > rows.c.norm, str(Why.LATE)),
        else_=str(Why.WAITING),
    )
    kept = [column for column in rows.c if column.name != "today"]
    return select(why.label("why"), *kept, (rows.c.today - rows.c.day).label("age"), working).select_from(joined)


def _ordered(rows: Select) -> Select:
    every = rows.subquery()
    rank = case({str(why): place for place, why in enumerate(Why)}, value=every.c.why)
    return select(every).order_by(rank, every.c.day, every.c.submitted_at, every.c.subject_id)


def _local_day(instant: ColumnElement) -> ColumnElement:
    """The day of an instant in the organisation of a row."""
    return func.date(func.timezone(_ORGANISATION.c.time_zone, instant))


def _photos(counted: ColumnElement) -> ColumnElement:
    """Of the photos of a proposal that nobody judged yet."""
    own = tables.photo.c
    same = own.organisation_id == proposal.c.organisation_id, own.subject_id == proposal.c.subject_id
    return select(counted).select_from(tables.photo).where(*same, own.state == "waiting").scalar_subquery()


def _last_seq() -> ColumnElement:
    own = tables.event.c
    same = own.organisation_id == proposal.c.organisation_id, own.subject_id == proposal.c.subject_id
    return select(func.max(own.seq)).where(*same).scalar_subquery().label("seq")
