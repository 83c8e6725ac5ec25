"""What the buttons of /beheer/normen do."""

from datetime import date, timedelta

import pandas as pd

from config.errors import NotFound
from config.kinds import LONGEST_NORM, NormUnit
from config.language import N_, t
from dashboard.components.manage.norms import FOR_ALL, Form, moderated_words, moved_words, started_words, told_words
from dashboard.store.actions import norms as actions
from dashboard.store.actions.norms import CLOSING, FIRST_ANSWER, MODERATION, PHASES, START, EndOfNorm, NewNorm
from dashboard.store.actions.previews import preview_end, preview_norm
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk
from dashboard.web.manage.forms import Acts, Asked, Done, Told
from queries.manage import norms as queries
from queries.manage.dimensions import members

YEAR = timedelta(days=365)
_FOR_ALL = N_("Only a norm for handling can hold for one category.")
_IN_WORKING_DAYS = N_("Only a norm for handling can count in calendar days.")


def norm_rows(desk: Desk) -> tuple[pd.DataFrame, int]:
    """All norms, and how many categories have none."""
    with services().db.read() as db:
        return queries.norms(db, desk.town.number), queries.without_norm(db, desk.town.number, desk.today)


def category_rows(desk: Desk) -> pd.DataFrame:
    """The categories of the organisation at hand."""
    with services().db.read() as db:
        return members(db, desk.town.number, "category")


def _new(asked: Asked) -> NewNorm:
    values = asked.values
    phase = values.choice("phase", PHASES)
    category = values.choice("category", [FOR_ALL, *category_rows(asked.desk)["code"]])
    unit, n = values.one_of("unit", NormUnit), values.whole("n", 0, LONGEST_NORM)
    first = values.day("from", usual=asked.desk.today)
    if phase != CLOSING and category != FOR_ALL:
        values.refuse("category", _FOR_ALL)
    if phase != CLOSING and unit is not NormUnit.WORKING_DAY:
        values.refuse("unit", _IN_WORKING_DAYS)
    values.done()
    return NewNorm(asked.desk.town.code, n, unit, None if category == FOR_ALL else category, first, phase)


def _preview(asked: Asked) -> Told:
    new = _new(asked)
    if new.phase == CLOSING:
        return Told(moved_words(preview_norm(writer=services().writer, clock=services().clock, new=new)))
    since, first_answer = asked.desk.today - YEAR, new.phase == FIRST_ANSWER
    with services().db.read() as db:
        if new.phase == MODERATION:
            return Told(moderated_words(*queries.moderated_within(db, asked.desk.town.number, since, new.n), new.n))
        if new.phase == START:
            return Told(started_words(*queries.started_within(db, asked.desk.town.number, since, new.n), new.n))
        within, told = queries.told_within(db, asked.desk.town.number, since, new.n, first_answer=first_answer)
    return Told(told_words(within, told, new.n))


def _save(asked: Asked) -> Done:
    new = _new(asked)
    actions.plan_norm(writer=services().writer, clock=services().clock, actor=asked.desk.actor, new=new)
    return Done(t(N_("The norm was saved.")))


def _end(asked: Asked) -> EndOfNorm:
    last: date = asked.values.day("until", usual=asked.desk.today)
    asked.values.done()
    return EndOfNorm(asked.desk.town.code, number_in(asked.subject), last)


def number_in(text: str) -> int:
    """A number within an organisation that came from the browser. Raises NotFound."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise NotFound()
    return int(text)


def _preview_end(asked: Asked) -> Told:
    return Told(moved_words(preview_end(writer=services().writer, end=_end(asked))))


def _save_end(asked: Asked) -> Done:
    end = _end(asked)
    actions.plan_end(writer=services().writer, clock=services().clock, actor=asked.desk.actor, end=end)
    return Done(t(N_("The end of the norm was saved.")))


ACTS: Acts = {
    (Form.NEW, "preview"): _preview,
    (Form.NEW, "save"): _save,
    (Form.END, "preview"): _preview_end,
    (Form.END, "save"): _save_end,
}
