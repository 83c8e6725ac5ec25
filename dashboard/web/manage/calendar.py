"""What the buttons of /beheer/kalender do."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from config.errors import NotFound
from config.language import N_, current_language, t
from dashboard.components.manage.calendar import Form
from dashboard.components.manage.norms import moved_words
from dashboard.store.actions import calendar as actions
from dashboard.store.actions.previews import preview_day
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk
from dashboard.web.manage.forms import Acts, Asked, Done, Told
from dashboard.web.manage.values import YEARS
from queries.manage.calendar import closing_days, last_known_day

LONGEST_REASON = 100
_NO_DAY = N_("Fill in a day.")


def calendar_rows(desk: Desk) -> tuple[pd.DataFrame, date | None]:
    """The own closing days, and how far the calendar reaches."""
    with services().db.read() as db:
        return closing_days(db, desk.town.number), last_known_day(db, desk.town.number)


def public_holidays(desk: Desk, year: int) -> Mapping[date, str]:
    """The public holidays of a year, in the reader's language."""
    language, number = current_language(), desk.town.number
    return actions.public_holidays(writer=services().writer, organisation_id=number, year=year, language=language)


def year_of(desk: Desk) -> int:
    """The year that the address names, else the present one."""
    text = desk.asked.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 and int(text) in YEARS else desk.today.year


def day_in(text: str) -> date:
    """A day that came from the browser. Raises NotFound."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound() from None


def _new(asked: Asked) -> tuple[date, str]:
    found = asked.values.day_or_none("day")
    reason = asked.values.text("reason", LONGEST_REASON)
    if found is None:
        asked.values.refuse("day", _NO_DAY)
    asked.values.done()
    return found or asked.desk.today, reason


def _preview_add(asked: Asked) -> Told:
    found, _ = _new(asked)
    return _preview(asked, found, closes=True)


def _preview_remove(asked: Asked) -> Told:
    return _preview(asked, day_in(asked.subject), closes=False)


def _preview(asked: Asked, found: date, *, closes: bool) -> Told:
    number = asked.desk.town.number
    return Told(moved_words(preview_day(writer=services().writer, organisation_id=number, day=found, closes=closes)))


def _add(asked: Asked) -> Done:
    found, reason = _new(asked)
    actions.add_day(day=found, reason=reason, **_said(asked))
    return Done(t(N_("The closing day was added.")))


def _remove(asked: Asked) -> Done:
    actions.remove_day(day=day_in(asked.subject), **_said(asked))
    return Done(t(N_("The closing day was taken out.")))


def _said(asked: Asked) -> dict:
    return {
        "writer": services().writer,
        "clock": services().clock,
        "actor": asked.desk.actor,
        "organisation_id": asked.desk.town.number,
    }


ACTS: Acts = {
    (Form.ADD, "preview"): _preview_add,
    (Form.ADD, "save"): _add,
    (Form.REMOVE, "preview"): _preview_remove,
    (Form.REMOVE, "save"): _remove,
}
