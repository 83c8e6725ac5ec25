"""What the buttons of /beheer/diensten and /beheer/categorieen do."""

import csv
from collections.abc import Mapping
from functools import cache, partial

import pandas as pd

from config.errors import NotFound
from config.kinds import DATA
from config.language import N_, t
from dashboard.components.manage.dimensions import CATEGORIES, SERVICES, Form, Words, carried_words
from dashboard.store.actions import dimensions as actions
from dashboard.store.actions.dimensions import Member
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk
from dashboard.web.manage.forms import Acts, Asked, Done, Told
from queries.manage.dimensions import members

LONGEST_CODE, LONGEST_NAME = 60, 100
REGIONAL = DATA / "regional_categories.csv"


def member_rows(desk: Desk, kind: str) -> pd.DataFrame:
    """All versions of the services or categories at hand."""
    with services().db.read() as db:
        return members(db, desk.town.number, kind)


@cache
def regional_codes() -> Mapping[str, str]:
    """The categories that the region shares, by code; none while no list of them is delivered with the program."""
    if not REGIONAL.exists():
        return {}
    with REGIONAL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {row["code"]: row.get("label_nl") or row.get("name") or row["code"] for row in rows}


def _member(words: Words, asked: Asked, code: str) -> Member:
    desk, values = asked.desk, asked.values
    name = values.text("name", LONGEST_NAME)
    since = values.day("since", usual=desk.today)
    theme, regional = "", ""
    if words.kind == "category":
        theme, known = values.text("theme", LONGEST_NAME, optional=True), regional_codes()
        chosen = partial(values.choice, among=known) if known else partial(values.text, longest=LONGEST_CODE)
        regional = chosen("regional", optional=True)
    values.done()
    return Member(desk.town.number, words.kind, code, name, since, theme or None, regional or None)


def _add(words: Words, asked: Asked) -> Done:
    code = asked.values.text("code", LONGEST_CODE)
    new = _member(words, asked, code)
    actions.add_member(writer=services().writer, clock=services().clock, actor=asked.desk.actor, new=new)
    return Done(t(N_("{name} was added."), name=new.name))


def _change(words: Words, asked: Asked) -> Done:
    new = _member(words, asked, asked.subject)
    actions.change_member(writer=services().writer, clock=services().clock, actor=asked.desk.actor, new=new)
    return Done(t(N_("Saved.")))


def _preview(words: Words, asked: Asked) -> Told:
    rows = member_rows(asked.desk, words.kind)
    own = rows[rows["code"] == asked.subject]
    if own.empty:
        raise NotFound()
    return Told(carried_words(int(own["n"].iloc[0]), int(own["n_open"].iloc[0])))


def acts_of(words: Words) -> Acts:
    """The acts of one of the two pages."""
    return {
        (Form.ADD, "save"): partial(_add, words),
        (Form.CHANGE, "save"): partial(_change, words),
        (Form.CHANGE, "preview"): partial(_preview, words),
    }


SERVICE_ACTS, CATEGORY_ACTS = acts_of(SERVICES), acts_of(CATEGORIES)
