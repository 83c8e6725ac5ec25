"""What the buttons of /beheer/gebieden do, and the frames of that page."""

import base64
import binascii
from typing import Any
from uuid import UUID

import pandas as pd
from dash import no_update
from dash.development.base_component import Component

from config.errors import InvalidInput, NotFound
from config.kinds import AreaKind
from config.language import N_, t
from config.logs import request_id
from dashboard.components.manage.area_report import progress
from dashboard.components.manage.areas import Form
from dashboard.components.manage.frame import trouble
from dashboard.store.actions import areas as actions
from dashboard.store.actions.areas import Choice, Description
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk
from dashboard.web.manage.forms import Acts, Asked, Done
from dashboard.web.manage.work import look_again
from queries.manage import areas as queries

LONGEST_ORIGIN, LONGEST_KEY = 100, 200
MOST_PEOPLE = 50_000_000
_NO_FILE = N_("This file did not arrive whole. Choose it once more.")


def area_rows(desk: Desk) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, str]:
    """All versions of areas, the boundaries of now, what lies in no area, and the kind that decides."""
    number = desk.town.number
    with services().db.read() as db:
        rows, shapes = queries.areas(db, number), queries.outlines(db, number)
        return rows, shapes, queries.placeless(db, number), queries.deciding_kind(db, number)


def file_rows(desk: Desk) -> pd.DataFrame:
    """The files with boundaries, newest first."""
    with services().db.read() as db:
        return queries.files(db, desk.town.number)


def draft_of(desk: Desk) -> dict[str, Any] | None:
    """The file that waits to be used."""
    with services().db.read() as db:
        return queries.file_of(db, desk.town.number)


def file_at(desk: Desk, file_id: UUID) -> dict[str, Any]:
    """One file. Raises NotFound when it is not of this organisation."""
    with services().db.read() as db:
        found = queries.file_of(db, desk.town.number, file_id)
    if found is None:
        raise NotFound()
    return found


def file_in(text: str) -> UUID:
    """The number of a file that came from the browser. Raises NotFound."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None


def keep(desk: Desk, contents: Any, name: Any) -> tuple[list[Component], Any]:
    """Keep what was brought; returns what is said of it, and a mark for the page to be read again."""
    said: dict[str, Any] = {"writer": services().writer, "clock": services().clock, "actor": desk.actor}
    try:
        content, file_name = uploaded(contents), name if isinstance(name, str) and name else "-"
        actions.keep_file(organisation_id=desk.town.number, file_name=file_name, content=content, **said)
    except InvalidInput as error:
        return [trouble(error.text())], no_update
    return [], request_id.get()


def uploaded(contents: Any) -> bytes:
    """The bytes of a file that came from the browser, 'data:...;base64,...'. Raises InvalidInput."""
    try:
        return base64.b64decode(str(contents).partition(";base64,")[2], validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInput(_NO_FILE) from None


def look(page: str, desk: Desk) -> tuple[list[Component], bool]:
    """How the work stands, with how far it is."""
    lines, done = look_again(page, desk)
    return [*lines, *progress_lines(desk)], done


def progress_lines(desk: Desk) -> list[Component]:
    """How far the work on the newest file is."""
    with services().db.read() as db:
        files = queries.files(db, desk.town.number)
        used = files[files["used_at"].notna()].sort_values("used_at")
        found = queries.file_of(db, desk.town.number, used["file_id"].iloc[-1]) if len(used) else None
    line = progress(found["report"]) if found else None
    return [] if line is None else [line]


def _check(asked: Asked) -> Done:
    values, number = asked.values, asked.desk.town.number
    file = file_at(asked.desk, file_in(asked.subject))
    keys = file["outline"]["keys"]
    kind, code, name = values.one_of("kind", AreaKind), values.choice("code", keys), values.choice("name", keys)
    people = values.choice("people", keys, optional=True)
    origin, since = values.text("origin", LONGEST_ORIGIN), values.day("from", usual=asked.desk.today)
    values.done()
    told = Description(number, file["file_id"], kind, Choice(code, name, people or None), origin, since)
    actions.describe_file(described=told, **_said(asked))
    return Done(t(N_("The file is being checked.")))


def _use(asked: Asked) -> Done:
    actions.plan_use(organisation_id=asked.desk.town.number, file_id=file_in(asked.subject), **_said(asked))
    return Done(t(N_("The file is being taken into use.")))


def _take_back(asked: Asked) -> Done:
    actions.plan_take_back(organisation_id=asked.desk.town.number, file_id=file_in(asked.subject), **_said(asked))
    return Done(t(N_("The file is being taken back.")))


def _decide(asked: Asked) -> Done:
    kind = asked.values.one_of("kind", AreaKind)
    asked.values.done()
    actions.choose_kind(organisation_id=asked.desk.town.number, kind=kind, **_said(asked))
    return Done(t(N_("Saved.")))


def _people(asked: Asked) -> Done:
    told = asked.values.text("population", 20, optional=True)
    population = asked.values.whole("population", 0, MOST_PEOPLE) if told else None
    asked.values.done()
    number = asked.desk.town.number
    actions.set_population(organisation_id=number, code=asked.subject, population=population, **_said(asked))
    return Done(t(N_("Saved.")))


def _said(asked: Asked) -> dict[str, Any]:
    return {"writer": services().writer, "clock": services().clock, "actor": asked.desk.actor}


ACTS: Acts = {
    (Form.DESCRIBE, "check"): _check,
    (Form.USE, "save"): _use,
    (Form.BACK, "save"): _take_back,
    (Form.DECIDE, "save"): _decide,
    (Form.PEOPLE, "save"): _people,
}
