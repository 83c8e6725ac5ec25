"""What the button of /beheer/invoer does, and the frames of that page."""

from typing import Any
from uuid import UUID

import pandas as pd

from config.errors import NotFound
from config.language import N_, t
from dashboard.components.manage.runs import Form, consequence_words
from dashboard.components.rows import records
from dashboard.store.actions import runs as actions
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk
from dashboard.web.manage.forms import Acts, Asked, Done, Told
from queries.manage import runs as queries

LAST_PAGE = 10_000


def run_rows(desk: Desk, page: int) -> pd.DataFrame:
    """One page of runs."""
    with services().db.read() as db:
        return queries.runs(db, desk.town.number, page)


def source_rows(desk: Desk) -> pd.DataFrame:
    """The sources with their latest runs."""
    with services().db.read() as db:
        return queries.sources(db, desk.town.number, desk.now)


def run_and_report(desk: Desk, run_id: UUID) -> tuple[Any, dict[str, Any]]:
    """One run with its whole report. Raises NotFound when it is not of this organisation."""
    with services().db.read() as db:
        row = next(iter(records(queries.run_of(db, desk.town.number, run_id))), None)
        report = queries.report_of(db, desk.town.number, run_id)
    if row is None or report is None:
        raise NotFound()
    return row, report


def run_in(text: str) -> UUID:
    """The number of a run that came from the browser. Raises NotFound."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None


def page_in(desk: Desk) -> int:
    """The page that the address asks for, from 1."""
    text = desk.asked.get("page", "")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _preview(asked: Asked) -> Told:
    number = asked.desk.town.number
    found = actions.consequences(writer=services().writer, organisation_id=number, run_id=run_in(asked.subject))
    return Told(consequence_words(found.meldingen, found.later))


def _void(asked: Asked) -> Done:
    said: dict[str, Any] = {"writer": services().writer, "clock": services().clock, "actor": asked.desk.actor}
    actions.plan_void(organisation_id=asked.desk.town.number, run_id=run_in(asked.subject), **said)
    return Done(t(N_("The run is being taken out.")))


ACTS: Acts = {(Form.VOID, "preview"): _preview, (Form.VOID, "save"): _void}
