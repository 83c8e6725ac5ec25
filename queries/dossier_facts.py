"""All that a decision dossier of a round tells, asked of one snapshot with the questions that the pages ask too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select

from config.errors import Forbidden
from config.topics import ProposalEvent as Kind
from queries import tables
from queries.appearance import town_of
from queries.atlas import boundaries
from queries.candidates import candidates, spread
from queries.db import fetch
from queries.filters import Reach, Scope
from queries.freshness import freshness
from queries.names import limited_to, names, names_of
from queries.narrowing import known
from queries.organisations import line_of, organisations
from queries.ranking import ranked
from queries.rounds import Round
from queries.tables import event, photo, proposal, reason, selection

COUNTS, PENDING = "counts", "pending"
"""The standing of a choice that is approved, or needs no approval, and of one that waits for it."""
_CHOICE = (
    *("organisation_id", "subject_id", "version", "standing", "outcome", "reasons", "motivation", "scores"),
    *("chosen_by", "made_day", "needs_approval", "approved_day", "published_day", "organ", "decision_number"),
    *("decision_uri", "ratified_day", "geometry"),
)
_ACTIVITY = {
    "activity_kind": "activity_kind",
    "activity_no": "sequence_no",
    "activity_day": "held_day",
    "attended": "attended",
}


@dataclass(frozen=True)
class Told:
    """What is known of a round at one moment.

    town: name, code and zone. reaches: what of the organisation and its predecessors it tells of. as_of: up to when
    its data goes. ranking: its candidates, as of `queries.ranking.ranked` by the weights of the round. choices: the
    last choice that counts of each place in that ranking (organisation_id, subject_id, version, outcome, reasons,
    motivation, scores, chosen_by, made_day, needs_approval, approved_day, approved_role, published_day, organ,
    decision_number, decision_uri, ratified_day, geometry, activity_kind, activity_no, activity_day, attended; null
    where not known); pending: those that wait for approval, with the same columns. ended: places with a choice that
    counts which were withdrawn, refused or merged since. words: subject_id, text, text_removed of all these places.
    photos: subject_id, photo (key), alt; published ones of the place as it was. spread: code, name, inhabitants and n
    (places chosen so far) of each neighbourhood. borders: code, name, geometry (GeoJSON, null without), source.
    reasons: the organisation's own words by code. themes and services: names; None for all.
    """

    town: Mapping[str, str]
    reaches: tuple[Reach, ...]
    as_of: datetime
    ranking: pd.DataFrame
    choices: pd.DataFrame
    pending: pd.DataFrame
    ended: int
    words: pd.DataFrame
    photos: pd.DataFrame
    spread: pd.DataFrame
    borders: pd.DataFrame
    reasons: Mapping[str, str]
    themes: tuple[str, ...] | None
    services: tuple[str, ...] | None


def told_of_round(db: Connection, scope: Scope, own: Round, now: datetime) -> Told:
    """What a dossier of a round tells now. Raises Forbidden to a scope that sees only what is public."""
    if not scope.embargoed:
        raise Forbidden()
    towns = organisations(db, scope)
    here = _narrowed(scope, towns, own)
    ranking = ranked(candidates(db, here, own, now), own.weights)
    made = fetch(db, _choices(here, own))
    counting, pending = _standing(made)
    listed = ranking["subject_id"]
    ours = counting[counting["subject_id"].isin(listed)].reset_index(drop=True)
    waits = pending[pending["subject_id"].isin(listed)].reset_index(drop=True)
    subjects = [*ours["subject_id"], *waits["subject_id"]]
    return Told(
        town=town_of(db, towns, own.organisation_id),
        reaches=here.reaches,
        as_of=_as_of(db, here, now),
        ranking=ranking,
        choices=ours,
        pending=waits,
        ended=len(counting) - len(ours),
        words=fetch(db, _words(here, subjects)),
        photos=fetch(db, _photos(here, subjects)),
        spread=_spread(db, here, own),
        borders=_borders(db, here, own),
        reasons=_reasons(db, here, own),
        themes=names_of(db, here, "theme", {own.organisation_id: frozenset(own.theme_ids)}) if own.theme_ids else None,
        services=limited_to(db, here, own.organisation_id),
    )


def _narrowed(scope: Scope, towns: pd.DataFrame, own: Round) -> Scope:
    """Of a scope only the organisation of a round, and those that went on in it."""
    return scope.of(line_of(towns, own.organisation_id))


def _as_of(db: Connection, scope: Scope, now: datetime) -> datetime:
    """Up to when the source that is furthest behind tells."""
    told = freshness(db, scope, now)["as_of"].dropna()
    return now if told.empty else min(now, told.min().to_pydatetime())


def _choices(scope: Scope, own: Round) -> Select:
    """Every version of each choice of a round, the last first, with the activity that made it."""
    table, activity = selection.c, tables.activity.c
    same = and_(activity.organisation_id == table.organisation_id, activity.subject_id == table.activity_id)
    group = [activity[column].label(name) for name, column in _ACTIVITY.items()]
    columns = [*(table[name] for name in _CHOICE), *group, _approved_by()]
    found = select(*columns).select_from(selection.outerjoin(tables.activity, same))
    here = table.organisation_id.in_(scope.organisation_ids), table.ref == own.ref, *known(selection, scope)
    return found.where(*here).order_by(table.subject_id, table.version.desc())


def _approved_by() -> ColumnElement:
    """The role in which a choice was approved."""
    told, void = event.alias("approval"), event.alias("void")
    own = selection.c
    of_it = told.c.organisation_id == own.organisation_id, told.c.subject_id == own.subject_id
    approved = told.c.kind == str(Kind.SELECTION_APPROVED), told.c.payload["ref"].astext == own.ref
    taken_back = exists().where(
        void.c.organisation_id == told.c.organisation_id,
        void.c.subject_id == told.c.subject_id,
        void.c.voids_seq == told.c.seq,
    )
    last = select(told.c.actor_role).where(*of_it, *approved, ~taken_back)
    return last.order_by(told.c.seq.desc()).limit(1).scalar_subquery().label("approved_role")


def _standing(made: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of each place the last choice that counts, and the last one as far as it waits."""
    counting = made[made["standing"] == COUNTS].drop_duplicates("subject_id")
    last = made.drop_duplicates("subject_id")
    return counting, last[last["standing"] == PENDING]


def _words(scope: Scope, subjects: list[Any]) -> Select:
    own = proposal.c
    found = select(own.subject_id, own.text, own.text_removed)
    return found.where(own.subject_id.in_(subjects), *known(proposal, scope)).order_by(own.subject_id)


def _photos(scope: Scope, subjects: list[Any]) -> Select:
    own = photo.c
    shown = own.state == "published", or_(own.moment.is_(None), own.moment == "before")
    found = select(own.subject_id, own.photo, own.alt).where(own.subject_id.in_(subjects), *shown)
    return found.where(*known(photo, scope)).order_by(own.subject_id, own.photo_no)


def _spread(db: Connection, scope: Scope, own: Round) -> pd.DataFrame:
    found, known_as = spread(db, scope, own), names(db, scope, "area")
    ours = known_as[known_as["organisation_id"] == own.organisation_id]
    by_code = dict(zip(ours["code"], ours["name"], strict=True))
    told = found.assign(name=[by_code.get(code, code) for code in found["code"]])
    return told[["code", "name", "inhabitants", "n"]]


def _borders(db: Connection, scope: Scope, own: Round) -> pd.DataFrame:
    found = boundaries(db, scope)
    ours = found[found["organisation_id"] == own.organisation_id]
    return ours[["code", "name", "geometry", "source"]].sort_values("name", ignore_index=True)


def _reasons(db: Connection, scope: Scope, own: Round) -> dict[str, str]:
    here = reason.c.organisation_id == own.organisation_id, reason.c.organisation_id.in_(scope.organisation_ids)
    return {row.code: row.label_nl for row in db.execute(select(reason.c.code, reason.c.label_nl).where(*here))}
