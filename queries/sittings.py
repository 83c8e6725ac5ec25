"""The sittings of organs that decide: the calendar, and the agenda of each with what became of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Exists,
    Select,
    Table,
    any_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

from config.errors import NotFound
from config.kinds import ItemKind, SittingState
from queries import tables
from queries.agenda_dossiers import ON_AGENDA, on_agenda
from queries.db import fetch
from queries.decided_about import check, choice_rows, melding_rows, reached
from queries.facts import with_calendar
from queries.filters import Scope
from queries.names import named, names
from queries.narrowing import within
from queries.tables import melding, organisation, proposal, sitting, sitting_item

OUTCOMES = ("selected", "not_selected", "deferred")
PAST = timedelta(days=60)
"""How long a sitting stays in the calendar."""
MOST = 200
_CLOSES, _NOW = tables.calendar.alias("closes"), tables.calendar.alias("now")
_SITTING = (
    *("organisation_id", "sitting_id", "organ", "organ_name", "starts_at", "agenda_until", "state", "uri", "note"),
    "change_no",
)
_ITEM = (
    "organisation_id",
    "item_id",
    "sitting_id",
    "kind",
    "subject_ids",
    "dossier_id",
    "title",
    "place",
    "late",
    "change_no",
)
_RECORD = ("result", "number", "uri", "decided_at", "signed_on", "published_on", "recorded_at")
AGENDA = (
    *("organisation_id", "item_id", "sitting_id", "kind", "dossier_id", "place", "late", "change_no", "seen"),
    *(
        "subject_id",
        "name",
        "round_id",
        "code",
        "about",
        "service",
        "stage",
        "n",
        "selected",
        "not_selected",
        "deferred",
        "gone",
        "advice",
        "tasks",
    ),
    *("unnumbered", "unplaced", "unmotivated", "organ", "result", "number", "uri", "signed_on", "published_on"),
    *("recorded_at", "told_result", "told_number", "told_uri", "told_day"),
    *ON_AGENDA,
)
"""Columns of `agenda`."""


def sittings(db: Connection, scope: Scope, now: datetime) -> pd.DataFrame:
    """The sittings of the last 60 days and those to come, in order of time; at most 200.

    Columns: organisation_id, sitting_id, organ, organ_name ('' for a known organ), starts_at, day (local), zone,
    agenda_until (null: until it begins), state, uri, note, change_no, begun (it began before `now`), closed (so did the
    end of its agenda), left (working days until that day, null once it has passed or where the calendar does not
    reach), items and open_items (on its agenda; without a result, also by another system; within the scope). Raises
    Forbidden to who may not know what an agenda names.
    """
    check(scope)
    recent = _found(scope, now).where(sitting.c.starts_at >= now - PAST)
    return fetch(db, recent.order_by(sitting.c.starts_at, sitting.c.sitting_id).limit(MOST))


def sittings_on(db: Connection, scope: Scope, days: Collection[date], now: datetime) -> pd.DataFrame:
    """The sittings of some local days that began and were not called off, with the columns of `sittings`."""
    check(scope)
    rows = _found(scope, now).where(sitting.c.state != str(SittingState.CANCELLED)).subquery()
    held = select(rows).where(rows.c.day.in_(days), rows.c.begun)
    return fetch(db, held.order_by(rows.c.starts_at, rows.c.sitting_id))


def sitting_of(db: Connection, scope: Scope, sitting_id: UUID, now: datetime) -> pd.Series:
    """One sitting, however long ago, with the columns of `sittings`. Raises NotFound, and Forbidden as `sittings`."""
    check(scope)
    found = fetch(db, _found(scope, now).where(sitting.c.sitting_id == sitting_id))
    if found.empty:
        raise NotFound()
    return found.iloc[0]


def agenda(db: Connection, scope: Scope, sitting_id: UUID, now: datetime) -> pd.DataFrame:
    """What stands on the agenda of a sitting, in order, as far as the scope reaches it.

    Columns AGENDA: kind (ItemKind), seen (list of subject and seq of its last event), subject_id (of a melding or
    place, else null), name (title; null where texts were removed), round_id (of choices that were all made in one
    round of our own, else null), code (its number), about (category or theme),
    service, stage, n (places), of which selected, not_selected, deferred and gone (no choice counts any more), advice
    and tasks (that are out), unnumbered, unplaced and unmotivated (how many lack that), organ (asked), the record
    (result, number, uri, signed_on, published_on, recorded_at), what another system told of it: told_result,
    told_number, told_uri, told_day, and of its dossier what `queries.agenda_dossiers.on_agenda` says (null without, and
    where the scope does not reach all of it). Raises Forbidden as `sittings`.
    """
    return agendas(db, scope, [sitting_id], now)


def agendas(db: Connection, scope: Scope, sitting_ids: Collection[UUID], now: datetime) -> pd.DataFrame:
    """The same of several sittings, one after the other."""
    check(scope)
    own = sitting_item.c
    columns = [own[name] for name in (*_ITEM, *_RECORD)]
    of_them = own.sitting_id.in_(sitting_ids), own.organisation_id.in_(scope.organisation_ids), visible(scope)
    items = fetch(db, select(*columns).where(*of_them).order_by(own.sitting_id, own.place, own.item_id))
    subjects = [one for ids in items["subject_ids"] for one in ids]
    facts = about(db, scope, now, subjects)
    dossiers = on_agenda(db, scope, set(items["dossier_id"].dropna()))
    without: dict[str, Any] = dict.fromkeys(ON_AGENDA)
    rows = [
        _item(item, [facts[one] for one in item["subject_ids"] if one in facts])
        | dossiers.get(item["dossier_id"], without)
        for item in _records(items)
    ]
    return pd.DataFrame(rows, columns=list(AGENDA))


def visible(scope: Scope) -> ColumnElement[bool]:
    """Items of which the scope reaches something; of a whole organisation also what is about nothing any more."""
    own = sitting_item.c
    whole = [reach.organisation_id for reach in scope.reaches if reach.service_ids is None]
    parts = _of_item(melding).where(within(melding, scope)), _of_item(proposal).where(reached(proposal, scope))
    return or_(own.organisation_id.in_(whole), *parts)


def _found(scope: Scope, now: datetime) -> Select:
    own, zone = sitting.c, organisation.c.time_zone
    closes = func.coalesce(own.agenda_until, own.starts_at)
    at = literal(now, tables.Instant)
    until, today = (func.date(func.timezone(zone, one)) for one in (closes, at))
    left = case((closes >= at, _CLOSES.c.working_no - _NOW.c.working_no)).label("left")
    shown = (
        "organisation_id",
        "sitting_id",
        "organ",
        "organ_name",
        "starts_at",
        "agenda_until",
        "state",
        "uri",
        "note",
    )
    columns = [*(own[name] for name in shown), own.change_no, zone.label("zone")]
    day = func.date(func.timezone(zone, own.starts_at)).label("day")
    past = (own.starts_at <= at).label("begun"), (closes < at).label("closed")
    counts = _count(scope).label("items"), _count(scope, *_is_open()).label("open_items")
    here = sitting.join(organisation, organisation.c.organisation_id == own.organisation_id)
    joined = with_calendar(with_calendar(here, sitting, _CLOSES, until), sitting, _NOW, today)
    rows = select(*columns, day, *past, left, *counts).select_from(joined)
    return rows.where(own.organisation_id.in_(scope.organisation_ids))


def _count(scope: Scope, *more: ColumnElement[bool]) -> ColumnElement[int]:
    own = sitting_item.c
    on_it = own.organisation_id == sitting.c.organisation_id, own.sitting_id == sitting.c.sitting_id
    counted = select(func.count()).select_from(sitting_item).where(*on_it, visible(scope), *more)
    return counted.correlate(sitting).scalar_subquery()


def _is_open() -> tuple[ColumnElement[bool], ...]:
    """Items of which no result was recorded here, and another system told none."""
    taken, ratified = tables.decision.c, tables.selection.c
    decided = _of_item(tables.decision).where(taken.decided_at.is_not(None), _is_last(tables.decision))
    agreed = _of_item(tables.selection).where(ratified.current, ratified.ratified_at.is_not(None))
    return sitting_item.c.result.is_(None), ~decided, ~agreed


def _of_item(table: Table) -> Exists:
    own = sitting_item.c
    return exists().where(table.c.organisation_id == own.organisation_id, table.c.subject_id == any_(own.subject_ids))


def _is_last(table: Table) -> ColumnElement[bool]:
    later = table.alias("later")
    same = later.c.organisation_id == table.c.organisation_id, later.c.subject_id == table.c.subject_id
    return ~exists().where(*same, later.c.decision_no > table.c.decision_no)


Facts = Mapping[str, Any]


def about(db: Connection, scope: Scope, now: datetime, subjects: Collection[UUID]) -> dict[UUID, Facts]:
    """What is known of meldingen and proposals of which an agenda tells, by their id, as `queries.decided_about` gives
    it, with `about` (name of category or theme) and service. What the scope does not reach is left out."""
    check(scope)
    found: dict[UUID, Facts] = {}
    for rows, dimension in ((melding_rows(scope, now), "category"), (choice_rows(scope, now), "theme")):
        those = rows.subquery()
        frame = fetch(db, select(those).where(those.c.subject_id.in_(subjects)))
        found |= {row["subject_id"]: row for row in _records(with_names(db, scope, frame, dimension))}
    return found


def with_names(db: Connection, scope: Scope, frame: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """The rows of `queries.decided_about` with `about`, the name of a category or theme, and service."""
    told = named(frame, names(db, scope, dimension), f"{dimension}_id", about="name")
    return named(told, names(db, scope, "service"), "service_id", service="name")


def _records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _item(item: Mapping[Any, Any], facts: Sequence[Facts]) -> dict[str, Any]:
    kind = ItemKind(item["kind"])
    one = facts[0] if kind is not ItemKind.DOSSIER and facts else {}
    named_by = {
        "name": item["title"] or one.get("title"),
        "round_id": None if kind is ItemKind.MELDING else round_of(facts),
        "code": one.get("number"),
        "subject_id": one.get("subject_id"),
        "service": one.get("service"),
        "stage": one.get("stage"),
        "about": one.get("about") if one else themes(facts),
        "organ": one.get("organ") if kind is ItemKind.MELDING else None,
        "seen": [(fact["subject_id"], int(fact["seq"])) for fact in facts],
    }
    return dict(item) | named_by | counted(kind, facts) | told(kind, facts, item["result"])


def round_of(facts: Sequence[Facts]) -> UUID | None:
    """The one round of our own in which all of these were chosen; None for several, or one of another system."""
    rounds = {fact["round_id"] for fact in facts}
    return rounds.pop() if len(rounds) == 1 else None


def themes(facts: Sequence[Facts]) -> str | None:
    """The themes of some places, each once."""
    return ", ".join(dict.fromkeys(filter(None, (fact["about"] for fact in facts)))) or None


def counted(kind: ItemKind, facts: Sequence[Facts]) -> dict[str, int]:
    """How many places there are by what was chosen, what is out, and how many lack something."""
    ours = kind is ItemKind.MELDING
    places = [] if ours else facts
    chosen = [fact for fact in places if fact["outcome"] is not None]
    outcomes = {name: sum(fact["outcome"] == name for fact in chosen) for name in OUTCOMES}
    out = {name: sum(int(fact[name]) for fact in facts) if ours else 0 for name in ("advice", "tasks")}
    return (
        outcomes
        | out
        | {
            "n": len(places),
            "gone": len(places) - len(chosen),
            "unnumbered": sum(not fact["number"] for fact in facts) if ours else 0,
            "unplaced": sum(not fact["located"] for fact in facts),
            "unmotivated": sum(not fact["motivated"] for fact in chosen),
        }
    )


def told(kind: ItemKind, facts: Sequence[Facts], result: str | None) -> dict[str, Any]:
    """What another system told of an item of which nothing was recorded here."""
    nothing: dict[str, Any] = dict.fromkeys(("told_result", "told_number", "told_uri", "told_day"))
    if result is not None or not facts:
        return nothing
    day = "decided_day" if kind is ItemKind.MELDING else "ratified_day"
    if any(fact[day] is None for fact in facts):
        return nothing
    first = facts[0]
    said = first["result"] if kind is ItemKind.MELDING else "approved"
    numbers = {fact["decision_number"] for fact in facts}
    number = first["decision_number"] if len(numbers) == 1 else None
    uri = first["decision_uri"] if len(numbers) == 1 else None
    return {"told_result": said, "told_number": number, "told_uri": uri, "told_day": _last(facts, day)}


def _last(facts: Sequence[Facts], day: str) -> date:
    last: date = max(fact[day] for fact in facts)
    return last
