"""The overview at work: what each role finds first, and where its lines and figures lead.

Nothing leads to a page that is not there, or that the reader may not see.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

import pandas as pd
from dash.development.base_component import Component
from sqlalchemy import Connection

from config.clock import ZONE, local_day
from config.kinds import Permission, Role
from config.language import t
from dashboard.cards.ways import MELDINGEN, SATISFACTION, View, line_address, view_of
from dashboard.charts.lead import Lead
from dashboard.charts.overview_lead import overview_lead
from dashboard.charts.picks import address_of
from dashboard.components import attention as shown
from dashboard.components.attention_parts import AttentionLine
from dashboard.components.attention_words import attention_lines, attention_sentence, queue_sentence
from dashboard.components.development_words import development_days, development_sentence
from dashboard.components.key_figures import Ways, figure_name, key_figures, standings
from dashboard.components.kpi import kpi_row
from dashboard.components.labels import ROLES
from dashboard.components.note import Note, note
from dashboard.components.overview import conclusion, note_menu, recent
from dashboard.web import cards, pages, trends_answers
from dashboard.web.address import today
from dashboard.web.auth import current_scope, current_user
from dashboard.web.context import services
from dashboard.web.notes import Writer, current_writer
from dashboard.web.visits import last_visit, note_visit
from queries import overview as queries
from queries.accounts import Person
from queries.attention import Line
from queries.filters import Filters
from queries.names import names

FIRST_LOOK = timedelta(days=7)
"""How far back somebody looks who was never here before."""


# --- where things lead -------------------------------------------------------------------------------------------
_PAGES_OF_FIGURES = {"satisfaction": SATISFACTION}


def way(person: Person, path: str, filters: Filters) -> str:
    """The address of a page with these filters; empty where this person has no such page."""
    found = pages.way_to(path, person)
    return found + address_of(filters) if found else ""


def line_way(person: Person, filters: Filters, line: Line, narrow: Mapping[str, str]) -> str:
    """Where a line leads this person."""
    return line_address(
        line,
        narrow,
        filters,
        today(),
        way=lambda path: pages.way_to(path, person),
        has=lambda page, card: card in cards.declared().get(page, {}),
    )


# --- what is shown -----------------------------------------------------------------------------------------------
def figures(db: Connection, page: str, filters: Filters) -> tuple[Lead, Component]:
    """The news and the row of key figures, from one snapshot."""
    person, scope = current_user(), current_scope()
    found, goals = queries.key_figures(db, scope, filters), queries.targets(db, scope, filters)
    late = queries.overdue(db, scope, filters) if filters.last_day >= today() else None
    ways = Ways(
        href=lambda measure: way(person, _PAGES_OF_FIGURES.get(measure, MELDINGEN), filters),
        explain=lambda measure: cards.explain_id(page, measure),
    )
    lead = overview_lead(found, late, standings(found, goals), queries.facts(db, scope, filters).known)
    return lead, kpi_row(key_figures(found, goals, filters, ways))


def attention(db: Connection, filters: Filters) -> list[Component]:
    """What asks for attention, or (of those who handle) the own queue; nothing for who may not see cases."""
    if not current_user().may(Permission.SEE_CASES):
        return []
    words, lines = attention_told(db, filters)
    return [conclusion(words), shown.attention_list(lines)]


def attention_told(db: Connection, filters: Filters) -> tuple[str, list[AttentionLine]]:
    """The same in words: the sentence above the lines, and these. Raises Forbidden to who may not see cases."""
    person, scope, now = current_user(), current_scope(Permission.SEE_CASES), services().clock.now()
    own = view_of(person) is View.WORKER
    found = queries.queue(db, scope, filters) if own else queries.attention(db, scope, filters, now)
    frames = [found, *_of_proposals(db, person, filters, now)]
    lines = [
        line
        for frame in frames
        for line in attention_lines(frame, filters.kind, lambda line, narrow: line_way(person, filters, line, narrow))
    ]
    lines += trends_answers.attention(db, filters)
    return queue_sentence(*frames) if own else attention_sentence(found), lines


def _of_proposals(db: Connection, person: Person, filters: Filters, now: datetime) -> list[pd.DataFrame]:
    """The lines of what waits too long: for moderation, of their own queue for who judges and else for who handles; and
    after a choice, for its motivation and its works."""
    able = [one for one in (Permission.MODERATE, Permission.HANDLE_PROPOSALS) if person.may(one)]
    late = [queries.moderation_late(db, person.scope(one), now) for one in able[:1]]
    if person.may(Permission.HANDLE_PROPOSALS):
        late.append(queries.choices_late(db, person.scope(Permission.HANDLE_PROPOSALS), filters))
    return late


def developments(db: Connection) -> list[Component]:
    """What happened since the visit before this one."""
    now, scope = services().clock.now(), current_scope()
    note_visit(current_user())  # the shell notes it too, but perhaps later
    since = last_visit()
    found = queries.developments(db, scope, since or now - FIRST_LOOK)
    days = development_days(found, today=local_day(now, ZONE), zone=ZONE)
    return [conclusion(development_sentence(found, since=since, now=now, zone=ZONE)), *recent(days)]


def notes(db: Connection, filters: Filters) -> list[Component]:
    """What is said beside the figures, and for those who may the way to say something."""
    told = queries.note_history(db, current_scope())
    own = told[told["measure"].isin(queries.PARTS)]
    numbers = own.groupby(["organisation_id", "measure", "service_id"], dropna=False, sort=False)
    standing = [part for _, part in numbers if part["text"].iloc[0]]
    parts: list[Component] = [_note(part, filters) for part in standing]
    if current_user().may(Permission.WRITE_NOTES):
        parts.append(note_menu(writable(db, current_writer(), filters)))
    return parts


def _note(part: pd.DataFrame, filters: Filters) -> Component:
    """The note that stands beside a number, with those before it; what was taken away stays in the dialog."""
    latest, *earlier = [_one(row, filters) for row in since_removal(part.to_dict("records"))]
    return note(latest, earlier)


def since_removal(rows: Sequence[Mapping[Any, Any]]) -> list[Mapping[Any, Any]]:
    """The notes beside one number, latest first, up to where one was taken away: those before it went with it."""
    return list(takewhile(lambda row: bool(row["text"]), rows))


def _one(row: Mapping[Any, Any], filters: Filters) -> Note:
    number = figure_name(row["measure"], filters.kind)
    about = f"{number}, {row['service']}" if isinstance(row["service"], str) else number
    return Note(about, t(ROLES[Role(row["author_role"])]), local_day(row["written_at"], ZONE), row["text"])


def writable(db: Connection, writer: Writer, filters: Filters) -> list[tuple[str, int, str]]:
    """Measure, service (0: all together) and name of each number beside which somebody may write."""
    reach = next(one for one in writer.scope.reaches if one.organisation_id == writer.organisation_id)
    called = {measure: figure_name(measure, filters.kind) for measure in queries.PARTS}
    if reach.service_ids is None:
        return [(measure, 0, name) for measure, name in called.items()]
    known = names(db, writer.scope, "service").set_index(["organisation_id", "key"])["name"].to_dict()
    own = sorted((known.get((reach.organisation_id, key), ""), key) for key in reach.service_ids)
    return [(measure, key, f"{name}, {service}") for service, key in own for measure, name in called.items()]
