"""What the buttons of /beheer/redenen do."""

from typing import Any

import pandas as pd

from config.language import N_, t
from config.vocabularies import Vocabulary, vocabularies
from dashboard.components.manage.norms import preview
from dashboard.components.manage.reasons import Form, read_so
from dashboard.store.actions import reasons as actions
from dashboard.store.actions.reasons import LONGEST_NAME, LONGEST_TEMPLATE, NewReason, check_template
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk
from dashboard.web.manage.forms import Acts, Asked, Done, Told
from queries.manage.reasons import all_reasons

_NO_OUTCOME = N_("Choose at least one.")


def reason_rows(desk: Desk) -> pd.DataFrame:
    """All reasons of the organisation at hand."""
    with services().db.read() as db:
        return all_reasons(db, desk.town.number)


def _said(asked: Asked) -> dict[str, Any]:
    held = {"writer": services().writer, "clock": services().clock, "actor": asked.desk.actor}
    return held | {"organisation_id": asked.desk.town.number}


def _named(asked: Asked) -> NewReason:
    values = asked.values
    names = values.text("label_nl", LONGEST_NAME), values.text("label_en", LONGEST_NAME)
    outcomes = values.several("outcomes", vocabularies()[Vocabulary.SELECTION_OUTCOME])
    if not outcomes:
        values.refuse("outcomes", _NO_OUTCOME)
    values.done()
    return NewReason(*names, outcomes)


def _add(asked: Asked) -> Done:
    new = _named(asked)
    actions.add_reason(new=new, **_said(asked))
    return Done(t(N_("The reason was added: {name}"), name=new.label_nl))


def _change(asked: Asked) -> Done:
    actions.change_reason(code=asked.subject, new=_named(asked), **_said(asked))
    return Done(t(N_("Saved.")))


def _end(asked: Asked) -> Done:
    asked.values.done()
    actions.end_reason(code=asked.subject, **_said(asked))
    return Done(t(N_("The reason is offered no more.")))


def _again(asked: Asked) -> Done:
    asked.values.done()
    actions.offer_reason(code=asked.subject, **_said(asked))
    return Done(t(N_("The reason is offered again.")))


def _words(asked: Asked) -> str:
    words = asked.values.words("template", LONGEST_TEMPLATE, optional=True)
    asked.values.done()
    return check_template(words)


def _preview(asked: Asked) -> Told:
    words = _words(asked)
    return Told(read_so(words) if words else preview([t(N_("Without a text to begin with."))]))


def _template(asked: Asked) -> Done:
    words = _words(asked)
    actions.set_template(code=asked.subject, template=words, **_said(asked))
    return Done(t(N_("The text to begin with was saved.")) if words else t(N_("There is no text to begin with now.")))


ACTS: Acts = {
    (Form.NEW, "save"): _add,
    (Form.CHANGE, "save"): _change,
    (Form.END, "save"): _end,
    (Form.AGAIN, "save"): _again,
    (Form.TEMPLATE, "preview"): _preview,
    (Form.TEMPLATE, "save"): _template,
}
