"""What /beheer/bewaring shows: how long texts are kept, what the next run erases, and what the last ones did."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.kinds import Role
from config.language import N_, day, moment, number, t
from config.retention import Keeping, periods
from dashboard.components.form import Button, Field, Kind, form
from dashboard.components.labels import ROLES
from dashboard.components.manage.frame import block, nothing, notice
from dashboard.components.manage.norms import preview
from dashboard.components.rows import lines, records, rows_table, way
from dashboard.components.status import State, status

PAGE, PATH = "beheer-bewaring", "/beheer/bewaring"
SET = "set"
"""Saves at once, unless the new period is shorter: then it asks first."""
NAMES = {
    Keeping.MELDING: N_("Meldingen"),
    Keeping.KLACHT: N_("Complaints"),
    Keeping.VRAAG: N_("Questions"),
    Keeping.CONTACT: N_("Contacts"),
    Keeping.PROPOSAL_ENDED: N_("Proposals that were refused, withdrawn or merged"),
    Keeping.PROPOSAL_NOT_SELECTED: N_("Proposals that were not selected"),
    Keeping.PROPOSAL_REALISED: N_("Proposals that were realised"),
    Keeping.DRAFT: N_("Texts of choices in preparation"),
    Keeping.IMPORT_REPORT: N_("Rows in reports of imports"),
}
_OF_MELDING = N_("the title, and what a service wrote beside an evaluation")
_OF_PROPOSAL = N_("title, text and photos; questions, answers and messages; texts in preparation")
_WORDS = {
    Keeping.MELDING: _OF_MELDING,
    Keeping.KLACHT: _OF_MELDING,
    Keeping.VRAAG: _OF_MELDING,
    Keeping.CONTACT: N_("nothing: no text of a contact is kept"),
    Keeping.PROPOSAL_ENDED: _OF_PROPOSAL,
    Keeping.PROPOSAL_NOT_SELECTED: _OF_PROPOSAL,
    Keeping.PROPOSAL_REALISED: _OF_PROPOSAL,
    Keeping.DRAFT: N_("drafts, and what was replaced in them"),
    Keeping.IMPORT_REPORT: N_("the examples of rows; their numbers stay"),
}
_BEGINS = {
    "last_closing": N_("after the last closing"),
    "contact": N_("after the contact"),
    "end": N_("after the refusal, withdrawal or merge"),
    "choice": N_("after the choice"),
    "realisation": N_("after the realisation"),
    "publication": N_("after the choice is public, or its round closed"),
    "import": N_("after the import"),
}
_NOUNS = {
    Keeping.MELDING: N_("meldingen"),
    Keeping.KLACHT: N_("complaints"),
    Keeping.VRAAG: N_("questions"),
    Keeping.CONTACT: N_("contacts"),
    Keeping.PROPOSAL_ENDED: N_("proposals"),
    Keeping.PROPOSAL_NOT_SELECTED: N_("proposals"),
    Keeping.PROPOSAL_REALISED: N_("proposals"),
    Keeping.DRAFT: N_("choices in preparation"),
    Keeping.IMPORT_REPORT: N_("reports"),
}
_PICTURES = N_("Pictures")
_PARTS = N_("Texts and photos in decision dossiers")
_STAYS = N_(
    "What stays: every melding and proposal with its number, days, place, category and outcome, so that no count "
    "changes; and decisions, reasons and motivations of the organisation. Where a text stood, the day on which it was "
    "removed stands. It cannot be brought back, also not by importing it again."
)
_ACTORS = {"worker": N_("worker"), "command_line": N_("command line")}
PREVIEW = Button("preview", N_("Show what would be erased"))
Search = Callable[..., str]


class Form(StrEnum):
    """The forms of this page."""

    RULE = "rule"
    RUN = "run"


def lead(due: Mapping[Keeping, Any] | None, pictures: int, runs: pd.DataFrame, zone: str) -> str:
    """What the next run erases, and when the last one was."""
    if due is None:
        return last_words(runs, zone)
    n = sum(one.n for one in due.values()) + pictures
    said = t(N_("The next run erases {n} texts and pictures."), n=number(n)) if n else t(N_("Nothing is due now."))
    return f"{said} {last_words(runs, zone)}"


def last_words(runs: pd.DataFrame, zone: str) -> str:
    """When the last run was, and how much it erased."""
    if runs.empty:
        return t(N_("There was no run yet."))
    last = runs.iloc[0]
    return t(N_("Last run: {when}, {n} erased."), when=moment(last["begun_at"], zone), n=number(total(last["counts"])))


def total(counts: Mapping[str, int]) -> int:
    """How much a run erased."""
    return sum(counts.values())


def period_words(days: int | None) -> str:
    """'730 dagen', or without end."""
    if days is None or pd.isna(days):
        return t(N_("for ever"))
    return t(N_("1 day")) if days == 1 else t(N_("{n} days"), n=number(days))


def due_words(due: Any) -> str:
    """How much is due, and since when the oldest."""
    if not due.n:
        return t(N_("nothing"))
    return t(N_("{n}, the oldest of {day}"), n=number(due.n), day=day(due.oldest))


def rule_block(
    rules: pd.DataFrame, due: Mapping[Keeping, Any] | None, pictures: int, search: Search, zone: str
) -> Component:
    """How long texts of each kind are kept, and what is due."""
    rows = [_row(row, due, search, zone) for row in records(rules)]
    heads = [t(head) for head in (N_("Texts of"), N_("What is erased"), N_("Kept"), N_("Since"), N_("Due now"))]
    said = (
        []
        if due is None or not pictures
        else [nothing(t(N_("Pictures that nothing names any more: {n}."), n=number(pictures)))]
    )
    slow = [notice(t(N_("What is due could not be counted in time.")))] if due is None else []
    title = t(N_("How long texts are kept"))
    return block(title, *slow, rows_table(heads, rows, label=title), *said, html.P(t(_STAYS), className="secondary"))


def _row(row: Any, due: Mapping[Keeping, Any] | None, search: Search, zone: str) -> list[Any]:
    kind = Keeping(row.kind)
    since = t(N_("from the beginning")) if row.changed_at is None else moment(row.changed_at, zone)
    forever = row.days is None
    return [
        way(t(NAMES[kind]), PATH, search(rule=row.kind)),
        t(_WORDS[kind]),
        lines([period_words(row.days), *([] if forever else [t(_BEGINS[row.begins])])]),
        since,
        "" if due is None or forever else due_words(due[kind]),
    ]


def one(row: Any, search: Search) -> list[Component]:
    """One period, and the form to change it."""
    kind = Keeping(row.kind)
    usual = periods()[kind]
    back = way(t(N_("All periods")), PATH, search())
    now = period_words(row.days) if row.days is None else f"{period_words(row.days)} {t(_BEGINS[row.begins])}"
    facts = t(N_("Now: {period}. Usual: {usual}."), period=now, usual=period_words(usual.days))
    fields = [
        Field(
            "days",
            N_("Days"),
            Kind.NUMBER,
            help=N_("Empty: for ever."),
            value=None if row.days is None else int(row.days),
            optional=True,
        )
    ]
    intro = t(N_("A longer period brings back nothing that was erased. A shorter one is asked for once more."))
    buttons = [Button(SET, N_("Save"), primary=True), PREVIEW]
    what = t(N_("What is erased: {words}."), words=t(_WORDS[kind]))
    return [
        block(t(NAMES[kind]), html.P(facts), html.P(what, className="secondary"), side=back),
        form(PAGE, Form.RULE, title=t(N_("Change")), intro=intro, fields=fields, buttons=buttons, subject=str(kind)),
    ]


def preview_words(kind: Keeping, due: Any, days: int | None) -> list[Component]:
    """What a period would erase now."""
    if days is None:
        return preview([t(N_("Nothing would ever be erased.")), t(N_("Nothing was saved yet."))])
    if not due.n:
        said = t(N_("With {period} nothing would be erased now."), period=period_words(days))
    else:
        words = N_("With {period} {n} {what} would lose their texts now; the oldest of {day}.")
        told = {"n": number(due.n), "what": t(_NOUNS[kind]), "day": day(due.oldest)}
        said = t(words, period=period_words(days), **told)
    return preview([said, t(N_("Nothing was saved yet."))])


def run_form() -> Component:
    """The form to erase now."""
    intro = t(N_("The worker does this by itself every day. What was erased cannot be brought back."))
    buttons = [Button("ask", N_("Erase now"), grave=True)]
    return form(PAGE, Form.RUN, title=t(N_("Erase now what is due")), intro=intro, buttons=buttons)


def run_words(due: Mapping[Keeping, Any], pictures: int) -> list[Component]:
    """What a run would erase now, by kind."""
    found = [f"{t(NAMES[kind])}: {due_words(one)}" for kind, one in due.items() if one.n]
    found += [f"{t(_PICTURES)}: {number(pictures)}"] if pictures else []
    return preview(found or [t(N_("Nothing is due now."))])


def run_block(runs: pd.DataFrame, search: Search, zone: str) -> Component:
    """The last runs, newest first."""
    title = t(N_("Last runs"))
    if runs.empty:
        return block(title, nothing(t(N_("There was no run yet."))))
    rows = [
        [
            way(moment(row.begun_at, zone), PATH, search(run=row.run_id)),
            _by(row.actor_role),
            number(total(row.counts)),
            _state(row),
        ]
        for row in records(runs)
    ]
    heads = [t(N_("Begun")), t(N_("By")), t(N_("Erased")), t(N_("State"))]
    return block(title, rows_table(heads, rows, label=title))


def _by(role: str) -> str:
    if role in list(Role):
        return t(ROLES[Role(role)])
    return t(_ACTORS[role]) if role in _ACTORS else role


def _state(row: Any) -> Component:
    return status(State.ATTENTION, t(N_("goes on"))) if row.ended_at is None else status(State.GOOD, t(N_("done")))


def one_run(row: Any, search: Search, zone: str) -> list[Component]:
    """One run with what it erased of each kind."""
    back = way(t(N_("All periods")), PATH, search())
    told, report = dict(row.counts), dict(row.report)
    days, oldest = report.get("days", {}), report.get("oldest", {})
    names = {str(kind): t(words) for kind, words in NAMES.items()}
    names |= {"dossier_part": t(_PARTS), "picture": t(_PICTURES)}
    rows = [
        [
            names[name],
            number(told.get(name, 0)),
            day(date.fromisoformat(oldest[name])) if name in oldest else "",
            period_words(days[name]) if name in days else "",
        ]
        for name in names
        if told.get(name) or name in days
    ]
    heads = [t(N_("Texts of")), t(N_("Erased")), t(N_("The oldest of")), t(N_("Kept"))]
    title = t(N_("Erased on {when}"), when=moment(row.begun_at, zone))
    facts = html.P([_state(row), html.Span(_by(row.actor_role))], className="facts-line")
    return [block(title, facts, rows_table(heads, rows, label=title), side=back)]
