"""One proposal with everything that the reader may know of it.

Who handles proposals knows all of it. Others know what is public, by the rule of `queries.tables.published`: text,
place and votes once it is published; choice, motivation and estimated cost when the choice is published; the rest of
the course under a published choice, and what it cost and yielded when it is realised.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection, Select, Table, and_, literal, select, union_all

from config.errors import NotFound
from queries import tables
from queries.db import fetch
from queries.facts import facts
from queries.filters import Filters, Scope
from queries.narrowing import known
from queries.proposal_course import course, public_course
from queries.proposal_header import header_of, with_names
from queries.reasons import with_terms
from queries.tables.published import ONLY_PROPOSED, photo_is_shown


@dataclass(frozen=True)
class ProposalCase:
    """A proposal: `header` is one row, the others a row a day with votes, version of the choice, indicator, ..."""

    header: pd.Series
    votes: pd.DataFrame
    selections: pd.DataFrame
    gains: pd.DataFrame
    photos: pd.DataFrame
    relatives: pd.DataFrame
    events: pd.DataFrame


def proposal_case(db: Connection, scope: Scope, subject_id: UUID) -> ProposalCase:
    """The proposal with this public id, as it is now and as far as the scope may know of it.

    header: the columns of table proposal (null where the reader may not know), with stage and stage_since as far as
    known, and theme, area, service, source (names, null without), area_code, organisation_code, zone, as_of (horizon),
    undisclosed (a choice was made that is not published).
    votes: day, votes (below 0: taken back), total (at the end of the day), first_count (a running total was first read:
    cast on that day or before it); in order.
    selections: what table selection tells of each version of the choice, with terms (its reasons, with their words),
    activity_kind, activity_no,
    activity_title and activity_day; the latest first. Without the embargo only the public one, without what is for
    colleagues.
    gains: indicator, estimated, realised, measured_day.
    photos: photo (key), alt, state (waiting, published, hidden), moment (before, after, or null); in order.
    relatives: relation ('into' it was merged, or 'from' what was merged into it), subject_id, number, title, at.
    events: as `queries.proposal_course.course` gives them, with service, theme and area (names).

    Raises NotFound when there is no such proposal or the scope may not know of it.
    """
    header = header_of(db, facts(db, scope, _AS_IT_IS), subject_id)
    key = (int(header["organisation_id"]), subject_id)
    selections = _selections(db, scope, key)
    told = course(db, key, header) if scope.embargoed else public_course(header, selections)
    return ProposalCase(
        header,
        fetch(db, _child(tables.vote, key, "day", "votes", "total", "first_count")),
        selections,
        _gains(db, scope, header, key),
        _photos(db, scope, key),
        _relatives(db, scope, header, key),
        with_names(db, scope, told),
    )


def proposal_number(db: Connection, scope: Scope, subject_id: UUID) -> str | None:
    """The number of the proposal with this public id, None without one. Raises as `proposal_case`."""
    table = tables.proposal
    found = fetch(db, select(table.c.number).where(table.c.subject_id == subject_id, *known(table, scope)))
    if found.empty:
        raise NotFound()
    number: str | None = found["number"].iloc[0]
    return number


Key = tuple[int, UUID]
_AS_IT_IS = Filters(date(2000, 1, 1), date(2000, 1, 1))
"""A question without a period: only the horizon is asked of it."""


def _child(table: Table, key: Key, *columns: str) -> Select:
    number = list(table.primary_key.columns)[-1]
    own = table.c.organisation_id == key[0], table.c.subject_id == key[1]
    return select(*(table.c[name] for name in columns)).where(*own).order_by(number)


_CHOICE = (
    *("version", "ref", "outcome", "reasons", "motivation", "internal_note", "scores", "chosen_by", "guide"),
    *("actor_role", "made_at", "made_day", "organ", "decision_number", "decision_uri", "ratified_at", "ratified_day"),
    *("published_at", "published_day", "current", "shown"),
)
_ACTIVITY = {
    "activity_kind": "activity_kind",
    "activity_no": "sequence_no",
    "activity_title": "title",
    "activity_day": "held_day",
}
_FOR_COLLEAGUES = ("version", "ref", "internal_note", "guide", "actor_role", "made_at", "made_day", *_ACTIVITY)


def _selections(db: Connection, scope: Scope, key: Key) -> pd.DataFrame:
    table, activity = tables.selection, tables.activity.c
    same = and_(activity.organisation_id == table.c.organisation_id, activity.subject_id == table.c.activity_id)
    group = [activity[column].label(name) for name, column in _ACTIVITY.items()]
    own = table.c.organisation_id == key[0], table.c.subject_id == key[1]
    found = select(*(table.c[name] for name in _CHOICE), *group).select_from(table.outerjoin(tables.activity, same))
    found = found.where(*own).order_by(table.c.version.desc())
    if scope.embargoed:
        return _in_words(db, scope, key, fetch(db, found))
    told = _in_words(db, scope, key, fetch(db, found.where(table.c.shown, table.c.public_stage != ONLY_PROPOSED)))
    hidden: dict[str, Any] = dict.fromkeys(_FOR_COLLEAGUES)
    return told.assign(**hidden, scores=pd.Series([{}] * len(told), told.index, dtype=object), current=True)


def _in_words(db: Connection, scope: Scope, key: Key, versions: pd.DataFrame) -> pd.DataFrame:
    return with_terms(db, scope, versions.assign(organisation_id=key[0])).drop(columns="organisation_id")


def _gains(db: Connection, scope: Scope, header: pd.Series, key: Key) -> pd.DataFrame:
    found = fetch(db, _child(tables.gain, key, "indicator", "estimated", "realised", "measured_day"))
    if scope.embargoed or header["stage"] == "realised":
        return found
    return found.assign(realised=None, measured_day=None).dropna(subset="estimated")


def _photos(db: Connection, scope: Scope, key: Key) -> pd.DataFrame:
    found = _child(tables.photo, key, "photo", "alt", "state", "moment")
    return fetch(db, found if scope.embargoed else found.where(photo_is_shown()))


def _relatives(db: Connection, scope: Scope, header: pd.Series, key: Key) -> pd.DataFrame:
    """What it was merged into and what was merged into it, as far as the scope may know of those."""
    table = tables.proposal
    columns = (table.c.subject_id, table.c.number, table.c.title)
    reached = table.c.organisation_id == key[0], *known(table, scope)
    into = select(literal("into").label("relation"), *columns, literal(header["ended_at"], tables.Instant).label("at"))
    merged = select(literal("from"), *columns, table.c.ended_at).where(*reached, table.c.merged_into_id == key[1])
    target = into.where(*reached, table.c.subject_id == header["merged_into_id"])
    return fetch(db, union_all(target, merged.order_by(table.c.ended_at)))
