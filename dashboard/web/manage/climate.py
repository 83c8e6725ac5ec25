"""What the buttons of /beheer/klimaat do."""

from typing import Any

import pandas as pd

from config.climate import lekp_indicators
from config.language import N_, t
from dashboard.components.manage.climate import INCLUDED, Form
from dashboard.store.actions import climate as actions
from dashboard.store.actions.climate import NewReading
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk
from dashboard.web.manage.forms import Acts, Asked, Done
from dashboard.web.manage.norms import number_in
from queries.manage.climate import all_readings

LONGEST_SOURCE = 200


def reading_rows(desk: Desk) -> pd.DataFrame:
    """All readings of the organisation at hand."""
    with services().db.read() as db:
        return all_readings(db, desk.town.number)


def _said(asked: Asked) -> dict[str, Any]:
    return {"writer": services().writer, "clock": services().clock, "actor": asked.desk.actor}


def _save(asked: Asked) -> Done:
    values = asked.values
    new = NewReading(
        asked.desk.town.number,
        values.choice("indicator", lekp_indicators()),
        values.day("day", usual=asked.desk.today),
        values.decimal("value"),
        values.choice("included", INCLUDED) == "with",
        values.text("source", LONGEST_SOURCE),
    )
    values.done()
    actions.tell_reading(new=new, **_said(asked))
    return Done(t(N_("The total was saved.")))


def _withdraw(asked: Asked) -> Done:
    asked.values.done()
    number, reading = asked.desk.town.number, number_in(asked.subject)
    actions.withdraw_reading(organisation_id=number, reading_id=reading, **_said(asked))
    return Done(t(N_("The total was withdrawn.")))


ACTS: Acts = {(Form.NEW, "save"): _save, (Form.WITHDRAW, "save"): _withdraw}
