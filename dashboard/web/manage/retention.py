"""What the buttons of /beheer/bewaring do, and what that page reads."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from config.errors import InvalidInput, NotFound
from config.language import N_, t
from config.retention import LONGEST, Keeping
from dashboard.components.form import SAVE, confirmation
from dashboard.components.manage.frame import trouble
from dashboard.components.manage.retention import PAGE, SET, Form, preview_words, run_words
from dashboard.components.rows import records
from dashboard.store.actions import retention as actions
from dashboard.store.actions.retention import Due
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk
from dashboard.web.manage.forms import Acts, Asked, Done, Told
from dashboard.web.manage.runs import run_in
from queries.manage import retention as queries


def rule_rows(desk: Desk) -> pd.DataFrame:
    """How long texts of each kind are kept."""
    with services().db.read() as db:
        return queries.retention_rules(db, desk.town.number)


def erased_rows(desk: Desk) -> pd.DataFrame:
    """The last runs."""
    with services().db.read() as db:
        return queries.retention_runs(db, desk.town.number)


def erased_row(desk: Desk, run: str) -> Any:
    """One run. Raises NotFound when it is not of this organisation."""
    with services().db.read() as db:
        found = records(queries.retention_run_of(db, desk.town.number, run_in(run)))
    if not found:
        raise NotFound()
    return found[0]


def due_now(desk: Desk) -> tuple[Mapping[Keeping, Due] | None, int]:
    """What the next run erases, and how many pictures; None when counting takes too long."""
    try:
        return actions.due_now(**_town(desk))
    except InvalidInput:
        return None, 0


def _town(desk: Desk) -> dict[str, Any]:
    return {"writer": services().writer, "clock": services().clock, "organisation_id": desk.town.number}


def _asked(asked: Asked) -> tuple[Keeping, int | None]:
    """The kind at hand, and its days as they were filled in. Raises NotFound, Refused."""
    if asked.subject not in list(Keeping):
        raise NotFound()
    text = asked.values.text("days", 20, optional=True)
    days = asked.values.whole("days", 1, LONGEST) if text else None
    asked.values.done()
    return Keeping(asked.subject), days


def _preview(asked: Asked) -> Told:
    kind, days = _asked(asked)
    return Told(preview_words(kind, actions.preview(**_town(asked.desk), kind=kind, days=days), days))


def _set(asked: Asked) -> Told | Done:
    """Save at once what is not shorter; else tell what that would erase, and ask once more."""
    kind, days = _asked(asked)
    rules = {row.kind: row.days for row in records(rule_rows(asked.desk))}
    before = rules[str(kind)]
    if days is None or (before is not None and days >= before):
        return _save(asked)
    try:
        told: list[Component] = [*_preview(asked).content]
    except InvalidInput as error:
        told = [trouble(error.text())]
    return Told([*told, confirmation(PAGE, Form.RULE, asked.subject)])


def _save(asked: Asked) -> Done:
    kind, days = _asked(asked)
    actions.set_rule(actor=asked.desk.actor, kind=kind, days=days, **_town(asked.desk))
    return Done(t(N_("The period was saved.")))


def _preview_run(asked: Asked) -> Told:
    return Told(run_words(*actions.due_now(**_town(asked.desk))))


def _run(asked: Asked) -> Done:
    actions.plan_run(actor=asked.desk.actor, **_town(asked.desk))
    return Done(t(N_("What is due is being erased.")))


ACTS: Acts = {
    (Form.RULE, "preview"): _preview,
    (Form.RULE, SET): _set,
    (Form.RULE, SAVE): _save,
    (Form.RUN, "preview"): _preview_run,
    (Form.RUN, SAVE): _run,
}
