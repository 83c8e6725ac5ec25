"""What happened and stands in the charts, as the person who asks may read, add and take it away."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from dash.development.base_component import Component
from sqlalchemy import Connection

from config.errors import NotFound
from config.kinds import PERMISSIONS as OF_ROLES
from config.kinds import AnnotationKind, Permission, Role
from config.language import N_, t
from dashboard.charts.moments import moment_words
from dashboard.components.form import SAVE, Option
from dashboard.components.labels import ROLES
from dashboard.components.manage.frame import trouble
from dashboard.components.trends.annotations import KINDS, Happening, annotate_form, happenings, take_away_form
from dashboard.components.trends.frame import ANEW, ANNOTATION, Form
from dashboard.store.actions import annotations as actions
from dashboard.store.actions.annotations import (
    DAYS_PROBLEM,
    LONGEST_TEXT,
    LONGEST_WORDS,
    MOST_WORDS,
    WORDS_PROBLEM,
    Happened,
    is_short,
)
from dashboard.web.acting import acting
from dashboard.web.address import filters_or_usual, today
from dashboard.web.auth import current_scope, current_user, require
from dashboard.web.context import services
from dashboard.web.trends_answers import Asked, address
from dashboard.web.trends_answers import chosen as chosen_signal
from queries.annotations import annotations
from queries.filters import Filters
from queries.names import names

Row = dict[Any, Any]


def annotation_list(db: Connection, filters: Filters) -> list[Component]:
    """What happened in the period and the year before it."""
    rows = annotations(db, current_scope(), filters).to_dict("records")
    may = current_user().may(Permission.WRITE_NOTES)
    lines = [_line(row, filters, may=may) for row in reversed(rows)]
    return happenings(lines, address(filters, f"{ANNOTATION}={ANEW}") if may else "")


def _line(row: Row, filters: Filters, *, may: bool) -> Happening:
    words = {"kind": t(KINDS[AnnotationKind(row["kind"])]), "role": t(ROLES[Role(row["written_role"])])}
    aside = t(N_("{kind}, written by {role}."), **words)
    away = address(filters, urlencode({ANNOTATION: str(row["annotation_id"])})) if may else ""
    return Happening(moment_words(row), aside, away)


def chosen(search: str | None) -> str:
    """The annotation that an address names, or ANEW; '' without."""
    return parse_qs((search or "").removeprefix("?")).get(ANNOTATION, [""])[-1][:50]


def asked_of(search: str | None, shown: list[Component]) -> str:
    """What the forms are about, to leave them as long as that is the same."""
    return "/".join((*chosen_signal(search), chosen(search))) if shown else ""


def annotation_forms(db: Connection, search: str | None) -> list[Component]:
    """The form to add something, or to take the chosen one away; none for who may not."""
    wanted, (filters, _) = chosen(search), filters_or_usual(search or "")
    if not wanted or not current_user().may(Permission.WRITE_NOTES):
        return []
    if wanted == ANEW:
        areas, categories, themes = (_options(db, dimension) for dimension in ("area", "category", "theme"))
        return annotate_form(areas, categories, themes, today().isoformat(), address(filters))
    row = _known(db, filters).get(wanted)
    if row is None:
        return [trouble(NotFound().text())]
    return take_away_form(moment_words(row), wanted, address(filters))


def _known(db: Connection, filters: Filters) -> dict[str, Row]:
    """The annotations that are listed, by their id."""
    return {str(row["annotation_id"]): row for row in annotations(db, current_scope(), filters).to_dict("records")}


def _options(db: Connection, dimension: str) -> list[Option]:
    known = names(db, current_scope(), dimension)
    own = known[known["organisation_id"] == _organisation()].sort_values("name", key=lambda one: one.str.casefold())
    return [Option(code, name) for code, name in zip(own["code"], own["name"], strict=True)]


def _organisation() -> int:
    """Whose charts somebody writes in. Raises Forbidden."""
    grants = require(Permission.WRITE_NOTES).grants
    return next(one.organisation_id for one in grants if Permission.WRITE_NOTES in OF_ROLES[one.role])


# --- what the buttons do -------------------------------------------------------------------------------------------
def _add(asked: Asked) -> str:
    by = acting(Permission.WRITE_NOTES, _organisation())
    happened = _happened(asked)
    held: dict[str, Any] = {"writer": services().writer, "clock": services().clock, "actor": by.actor}
    actions.annotate(**held, organisation_id=by.organisation_id, happened=happened)
    return t(N_("It stands in the charts now."))


def _happened(asked: Asked) -> Happened:
    """What was filled in. Raises Refused."""
    values = asked.values
    words, text = values.text("words", LONGEST_WORDS), values.words("text", LONGEST_TEXT, optional=True)
    first, last = values.day("first_day", usual=today()), values.day_or_none("last_day")
    if words and not is_short(words):
        values.refuse("words", WORDS_PROBLEM, words=MOST_WORDS, n=LONGEST_WORDS)
    if last and last < first:
        values.refuse("last_day", DAYS_PROBLEM)
    with services().db.read() as db:
        about = {
            name: values.choice(name, [one.value for one in _options(db, name)], optional=True) or None
            for name in ("area", "category", "theme")
        }
    kind = values.one_of("kind", AnnotationKind)
    values.done()
    return Happened(first, last or first, kind, words, text, **about)


def _take_away(asked: Asked) -> str:
    require(Permission.WRITE_NOTES)
    filters, _ = filters_or_usual(asked.search or "")
    with services().db.read() as db:
        row = _known(db, filters).get(asked.subject)
    if row is None:
        raise NotFound()
    organisation = int(row["organisation_id"])
    by = acting(Permission.WRITE_NOTES, organisation)
    key = organisation, UUID(str(row["annotation_id"]))
    actions.take_annotation_away(writer=services().writer, clock=services().clock, actor=by.actor, key=key)
    return t(N_("It stands in the charts no longer."))


ACTS: Mapping[tuple[str, str], Callable[[Asked], str]] = {
    (Form.ANNOTATE, SAVE): _add,
    (Form.TAKE_AWAY, SAVE): _take_away,
}
"""What each button does, by its form and name."""
