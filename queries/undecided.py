"""What waits for the decision of an organ: meldingen that are ready, and choices that nobody ratified yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import groupby
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection, Select, func, select

from config.kinds import ItemKind, Organ, SittingState
from queries import tables
from queries.agenda_dossiers import Last, last_of_rounds
from queries.db import fetch
from queries.decided_about import STANDS, check, choice_rows, melding_rows, pending_rows
from queries.facts import with_calendar
from queries.filters import Filters, Scope
from queries.sittings import about, counted, round_of, themes, with_names
from queries.tables import organisation, organisation_successor, sitting, sitting_item

MOST = 200
"""Lines at once; who has more works from the top."""
SOON = 2
"""Working days before the end of an agenda from which what waits for it asks for attention."""
WAITING = (
    *("key", "organisation_id", "kind", "seen", "subject_id", "name", "round_id", "code", "about", "service", "since"),
    *("age", "age_working", "organ", "agenda_day", "n", "selected", "not_selected", "deferred", "advice", "tasks"),
    *("unnumbered", "unplaced", "unmotivated", "unapproved", "last_result", "last_day", "sitting_id", "sitting_day"),
    *("dossier_id", "dossier_version", "dossier_places", "dossier_changed", "dossier_outside", "dossier_lacks"),
)
"""Columns of `Waiting.lines`."""
NO_DOSSIER, ONLY_DRAFTS, NOT_IN_IT = "none", "draft", "outside"
"""What a round lacks that can go to an organ without its dossier (column dossier_lacks)."""
CHOICES = ("key", "parent", "organisation_id", "seen", "subject_id", "name", "outcome", "stage")
Row = dict[Any, Any]
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Waiting:
    """What waits: `lines` one row a melding or round, `choices` one row a chosen place of those rounds."""

    lines: pd.DataFrame
    choices: pd.DataFrame


def waiting(db: Connection, scope: Scope, now: datetime) -> Waiting:
    """What waits for a decision, the longest first; at most 200 lines.

    A melding waits in stage decision_pending, or once its decision is ready, until that is taken. A round waits as long
    as a place that was chosen in it is not ratified, and for as long as the first of those waits; what was not chosen
    in it goes along until it is public. Of an organisation that went on in another one of the scope nothing waits.

    lines, columns WAITING: key (of the line), kind (ItemKind), seen (list of subject and seq of its last event),
    subject_id (of a melding or a single place), name (title; of a round its name), round_id (of a round of our own),
    code (number), about (category or themes), service, since (local day), age (days), age_working (null where the
    calendar does not reach), organ (asked), agenda_day (since when it is on an agenda, as another system tells), n,
    selected, not_selected, deferred (places), advice and tasks (that are out), unnumbered, unplaced, unmotivated (how
    many lack that), unapproved (choices of its round that wait for a second person, and so for a decision later),
    last_result and last_day (of a sitting that did not decide since, or did not agree), sitting_id and sitting_day (of
    the agenda on which it stands; null on none). Of a round of our own on no agenda also its last dossier that is no
    draft, where the scope reaches all of that: dossier_id, dossier_version, dossier_places, dossier_changed (choices
    that are others by now), dossier_outside (choices that wait and are not in it). Such a line is about the places of
    that dossier, but for those that were ratified. dossier_lacks: why there is none (NO_DOSSIER, ONLY_DRAFTS, or
    NOT_IN_IT: none of these places is in the version dossier_version).
    choices, columns CHOICES: key, parent (key of its line), seen, name (title), outcome, stage.

    Raises Forbidden to who may not know what an agenda names.
    """
    check(scope)
    return _waiting(db, scope, now)


def _waiting(db: Connection, scope: Scope, now: datetime, *, named: bool = True) -> Waiting:
    """The same; whoever only counts needs no names."""
    still = _sitting_still(db, scope)
    meldingen, choices = _meldingen(scope, now, still), _choices(scope, now, still)
    ours, places = (
        _records(with_names(db, scope, found, dimension) if named else found.assign(about=None, service=None))
        for found, dimension in ((fetch(db, meldingen), "category"), (fetch(db, choices), "theme"))
    )
    places = _of_rounds(places)
    stands, before = _on_agendas(db, [*ours, *places])
    pending = {row["round_id"]: int(row["n"]) for row in _records(fetch(db, pending_rows(scope)))}
    lines = [_melding(row, stands, before) for row in ours]
    parts = []
    rounds = _rounds(places, stands)
    dossiers = _dossiers(db, scope, now, [rows for _, rows in rounds if rows[0]["subject_id"] not in stands], named)
    for name, rows in rounds:
        found = dossiers.get(round_of(rows)) if rows[0]["subject_id"] not in stands else None
        line = _round(name, rows, stands, before, pending, found)
        lines.append(line)
        parts += [_choice(line["key"], row) for row in rows]
    ordered = sorted(lines, key=lambda line: (-_number(line["age_working"]), -_number(line["age"]), str(line["key"])))
    return Waiting(pd.DataFrame(ordered[:MOST], columns=list(WAITING)), pd.DataFrame(parts, columns=list(CHOICES)))


def closing_soon(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How many lines wait, on no agenda, for a sitting whose agenda closes within two working days of the last day of
    the filters, whatever else these say. Those of which no organ is known wait for the college. One row: count."""
    check(scope)
    organs = _closing(db, scope, filters)
    if not organs:
        return pd.DataFrame({"count": [0]})
    lines = _waiting(db, scope, datetime.combine(filters.last_day, time(12), UTC), named=False).lines
    wanted = lines["organ"].fillna(str(Organ.COLLEGE)).isin(organs)
    return pd.DataFrame({"count": [int((wanted & lines["sitting_id"].isna()).sum())]})


def _closing(db: Connection, scope: Scope, filters: Filters) -> set[str]:
    """The organs whose agenda closes soon."""
    own, zone = sitting.c, organisation.c.time_zone
    until = func.date(func.timezone(zone, func.coalesce(own.agenda_until, own.starts_at)))
    closes, now = tables.calendar.alias("closes"), tables.calendar.alias("now")
    joined = sitting.join(organisation, organisation.c.organisation_id == own.organisation_id)
    joined = with_calendar(joined, sitting, closes, until).outerjoin(
        now, (now.c.organisation_id == own.organisation_id) & (now.c.day == filters.last_day)
    )
    soon = until >= filters.last_day, closes.c.working_no - now.c.working_no <= SOON
    here = own.organisation_id.in_(scope.organisation_ids), own.state == str(SittingState.PLANNED)
    return set(db.scalars(select(own.organ).select_from(joined).where(*here, *soon)))


def _sitting_still(db: Connection, scope: Scope) -> list[int]:
    """The organisations of a scope that did not go on in another one: only these have sittings."""
    link = organisation_successor.c
    gone = set(db.scalars(select(link.from_id).where(link.to_id.in_(scope.organisation_ids))))
    return [number for number in scope.organisation_ids if number not in gone]


def _meldingen(scope: Scope, now: datetime, still: Sequence[int]) -> Select:
    rows = melding_rows(scope, now).subquery()
    return select(rows).where(rows.c.waits, rows.c.organisation_id.in_(still))


def _choices(scope: Scope, now: datetime, still: Sequence[int]) -> Select:
    """Choices that are not ratified: what was chosen, and what was not until that is public."""
    rows = choice_rows(scope, now).subquery()
    return select(rows).where(
        rows.c.organisation_id.in_(still),
        rows.c.stage.in_(STANDS),
        rows.c.stage == rows.c.outcome,
        rows.c.ratified_day.is_(None),
        (rows.c.outcome == "selected") | ~rows.c.published,
    )


def _of_rounds(choices: Sequence[Row]) -> list[Row]:
    """Those of rounds with at least one place that was chosen."""
    chosen = {_round_key(row) for row in choices if row["outcome"] == "selected"}
    return [row for row in choices if _round_key(row) in chosen]


def _round_key(row: Facts) -> str:
    """A round of another system is one of its theme: such systems count them for each theme apart."""
    of_theme = "" if row["round"] else f":{row['theme_id']}"
    return f"{row['organisation_id']}:{row['ref']}{of_theme}"


Standing = dict[UUID, tuple[UUID, Any]]


def _on_agendas(db: Connection, rows: Sequence[Facts]) -> tuple[Standing, dict[UUID, tuple[str, Any]]]:
    """On which agenda (sitting, day) something stands without a result, and the last result (and day) it got."""
    its, own, zone = sitting_item.c, sitting.c, organisation.c.time_zone
    same = (own.organisation_id == its.organisation_id) & (own.sitting_id == its.sitting_id)
    joined = sitting_item.join(sitting, same).join(organisation, organisation.c.organisation_id == own.organisation_id)
    day = func.date(func.timezone(zone, own.starts_at)).label("day")
    here = its.organisation_id.in_({row["organisation_id"] for row in rows})
    about = its.subject_ids.overlap([row["subject_id"] for row in rows])
    alive = own.state != str(SittingState.CANCELLED)
    found = select(its.subject_ids, its.result, own.sitting_id, day).select_from(joined).where(here, about, alive)
    stands: Standing = {}
    before: dict[UUID, tuple[str, Any]] = {}
    for row in db.execute(found.order_by(own.starts_at)) if rows else ():
        for subject in row.subject_ids:
            if row.result is None:
                stands[subject] = (row.sitting_id, row.day)
            else:
                before[subject] = (row.result, row.day)
    return stands, before


def _rounds(choices: Sequence[Row], stands: Standing) -> list[tuple[str, list[Row]]]:
    """The choices by round; what stands on an agenda apart from what does not."""

    def key(row: Row) -> str:
        agenda = stands.get(row["subject_id"])
        return f"{_round_key(row)}:{agenda[0] if agenda else ''}"

    ordered = sorted(choices, key=lambda row: (key(row), row["since"], str(row["subject_id"])))
    return [(name, list(rows)) for name, rows in groupby(ordered, key=key)]


def _melding(row: Row, stands: Standing, before: Mapping[UUID, tuple[str, Any]]) -> Row:
    own = {"key": str(row["subject_id"]), "kind": str(ItemKind.MELDING), "name": row["title"], "code": row["number"]}
    own |= {"round_id": None, "unapproved": 0}
    same = ("organisation_id", "subject_id", "about", "service", "since", "age", "age_working", "organ", "agenda_day")
    seen = {"seen": [(row["subject_id"], int(row["seq"]))]}
    agenda = _agenda(row, stands, before)
    return own | {name: row[name] for name in same} | seen | counted(ItemKind.MELDING, [row]) | agenda


@dataclass(frozen=True)
class _Dossier:
    """The last dossier of a round (None: there is none), with what is known of its places that are not ratified."""

    last: Last | None
    places: Sequence[Row] = ()

    def lacks(self, rows: Sequence[Row]) -> str | None:
        """Why these places cannot go to an organ with it; None: they can."""
        if self.last is None or self.last.draft:
            return NO_DOSSIER if self.last is None else ONLY_DRAFTS
        return None if {row["subject_id"] for row in rows} & {row["subject_id"] for row in self.places} else NOT_IN_IT


def _dossiers(
    db: Connection, scope: Scope, now: datetime, rounds: Sequence[Sequence[Row]], named: bool
) -> dict[UUID | None, _Dossier]:
    """The dossiers of those rounds that are our own; of one that a scope reaches in part only what it may know of."""
    organisations_of = {own: rows[0]["organisation_id"] for rows in rounds if (own := round_of(rows))}
    if not named or not organisations_of:
        return {}
    found = last_of_rounds(db, scope, list(organisations_of))
    facts = about(db, scope, now, [one for last in found.values() for one in last.subjects])
    whole = {reach.organisation_id for reach in scope.reaches if reach.service_ids is None}
    told: dict[UUID | None, _Dossier] = {}
    for own, number in organisations_of.items():
        last = found.get(own)
        ours = [dict(facts[one]) for one in last.subjects if one in facts] if last else []
        places = [row for row in ours if row["organisation_id"] == number and row["ratified_day"] is None]
        if last or number in whole:
            told[own] = _Dossier(last, places)
    return told


def _round(
    name: str,
    waits: Sequence[Row],
    stands: Standing,
    before: Mapping[UUID, tuple[str, Any]],
    pending: Mapping[UUID | None, int],
    dossier: _Dossier | None,
) -> Row:
    chosen = [row for row in waits if row["outcome"] == "selected"]
    first = max(chosen or waits, key=lambda row: _number(row["age"]))
    with_it = _with_dossier(waits, dossier)
    rows = dossier.places if dossier and with_it["dossier_id"] else waits
    kind = ItemKind.DOSSIER if len(rows) > 1 or with_it["dossier_id"] else ItemKind.PLACE
    single = kind is ItemKind.PLACE
    services = dict.fromkeys(filter(None, (row["service"] for row in rows)))
    own = {
        "key": f"{name}:{with_it['dossier_id']}" if with_it["dossier_id"] else name,
        "organisation_id": first["organisation_id"],
        "kind": str(kind),
        "seen": [(row["subject_id"], int(row["seq"])) for row in rows],
        "subject_id": first["subject_id"] if single else None,
        "name": first["title"] if single else first["round"] or " · ".join(filter(None, (themes(rows), first["ref"]))),
        "code": first["number"] if single else None,
        "about": themes(rows) if single or first["round"] else None,
        "round_id": round_of(waits),
        "unapproved": pending.get(round_of(waits), 0),
        "service": ", ".join(services) or None,
        "organ": None,
        "agenda_day": None,
    }
    ages = {name: first[name] for name in ("since", "age", "age_working")}
    return own | ages | counted(kind, rows) | _agenda(waits[0], stands, before) | with_it


def _with_dossier(waits: Sequence[Row], dossier: _Dossier | None) -> Row:
    """What a line tells of the dossier with which it goes to an organ, or of what it lacks for that."""
    names = ("dossier_id", "dossier_version", "dossier_places", "dossier_changed", "dossier_outside", "dossier_lacks")
    told: Row = dict.fromkeys(names)
    if dossier is None:
        return told
    lacks, last = dossier.lacks(waits), dossier.last
    told |= {"dossier_lacks": lacks, "dossier_version": last.version if last else None}
    if last is None or lacks:
        return told
    outside = sum(row["subject_id"] not in last.subjects for row in waits)
    more = {"dossier_id": last.dossier_id, "dossier_places": last.places}
    return told | more | {"dossier_changed": last.changed, "dossier_outside": outside}


def _choice(parent: str, row: Row) -> Row:
    own = {"key": str(row["subject_id"]), "parent": parent, "name": row["title"] or row["number"]}
    same = {name: row[name] for name in ("organisation_id", "subject_id", "outcome", "stage")}
    return own | same | {"seen": [(row["subject_id"], int(row["seq"]))]}


def _agenda(row: Facts, stands: Standing, before: Mapping[UUID, tuple[str, Any]]) -> Row:
    """On which agenda it stands; else what a sitting did with it since it waits."""
    sitting_id, sitting_day = stands.get(row["subject_id"], (None, None))
    result, day = before.get(row["subject_id"], (None, None))
    if day is None or day < row["since"]:
        result, day = None, None
    return {"sitting_id": sitting_id, "sitting_day": sitting_day, "last_result": result, "last_day": day}


def _number(value: Any) -> float:
    return -1.0 if value is None else float(value)


def _records(frame: pd.DataFrame) -> list[Row]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")
