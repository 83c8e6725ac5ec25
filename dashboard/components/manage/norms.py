"""What /beheer/normen shows: the norms with their days, a form for a new one, and what a change would do."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.kinds import NormUnit
from config.language import N_, day, number, percent, t
from dashboard.components.form import Button, Field, Kind, Option, form
from dashboard.components.manage.frame import block, nothing
from dashboard.components.rows import records, rows_table, way

PAGE = "beheer-normen"
FOR_ALL = "-"
"""The choice that stands for all categories without a norm of their own."""
PHASES = {
    "closing": N_("handling: receipt to first closing"),
    "informed": N_("telling: from a moment to the message about it"),
    "first_answer": N_("first answer: receipt to the first message"),
    "moderation": N_("moderation: submission of a proposal to a decision about it"),
    "start": N_("start: choice of a place to the plan or begin of its works"),
}
UNITS = {NormUnit.WORKING_DAY: N_("working days"), NormUnit.CALENDAR_DAY: N_("calendar days")}
PREVIEW = Button("preview", N_("Show what changes"))
SAVE = Button("save", N_("Save"), primary=True)
Search = Callable[..., str]


class Form(StrEnum):
    """The forms of this page."""

    NEW = "new"
    END = "end"


def lead(norms: pd.DataFrame, without: int, today: date) -> str:
    """How many hold today, and whether categories go without."""
    holding = sum(_holds(row, today) for row in records(norms))
    said = t(N_("Norms that hold today: {n}."), n=number(holding))
    return (
        f"{said} {t(N_('Categories without one: {n}; their meldingen have no deadline.'), n=without)}"
        if without
        else said
    )


def _holds(row: Any, today: date) -> bool:
    return bool(row.valid_from <= today and (pd.isna(row.valid_to) or row.valid_to >= today))


def listed(norms: pd.DataFrame, search: Search, today: date) -> list[Component]:
    """What holds now or later, and apart what has ended."""
    ended = norms["valid_to"].notna() & (norms["valid_to"].fillna(today) < today)
    parts: list[Component] = [block(t(N_("Norms")), _table(norms[~ended], search, t(N_("Norms"))))]
    if ended.any():
        parts.append(block(t(N_("Earlier norms")), _table(norms[ended], search, t(N_("Earlier norms")))))
    return parts


def _table(norms: pd.DataFrame, search: Search, label: str) -> Component:
    if norms.empty:
        return nothing(t(N_("There are none.")))
    heads = [N_("Category"), N_("What"), N_("Norm"), N_("First day"), N_("Last day")]
    rows = [
        [
            way(category_words(row), "/beheer/normen", search(norm=row.norm_id)),
            t(PHASES.get(row.phase, row.phase)),
            norm_words(row.n, row.unit),
            since_words(row.valid_from),
            "" if pd.isna(row.valid_to) else day(row.valid_to),
        ]
        for row in records(norms)
    ]
    return rows_table([t(head) for head in heads], rows, label=label)


def category_words(row: Any) -> str:
    """The name of a norm's category."""
    return (
        t(N_("All other categories"))
        if row.category is None and row.phase == "closing"
        else row.name
        if row.category
        else t(N_("All categories"))
    )


def norm_words(n: int, unit: str) -> str:
    """'20 werkdagen'."""
    return f"{number(n)} {t(UNITS[NormUnit(unit)])}"


def since_words(first: date) -> str:
    """The first day; the beginning of all counting is no day that says something."""
    return t(N_("from the beginning")) if first.year <= 1900 else day(first)


def new_form(categories: pd.DataFrame, today: date) -> Component:
    """The form for a new norm."""
    names = categories.drop_duplicates("code")
    own = [Option(code, name) for code, name in zip(names["code"], names["latest_name"], strict=True)]
    units = [Option(str(unit), t(words)) for unit, words in UNITS.items()]
    fields = [
        Field(
            "phase",
            N_("What"),
            Kind.CHOICE,
            options=[Option(key, t(words)) for key, words in PHASES.items()],
            value="closing",
        ),
        Field(
            "category",
            N_("Category"),
            Kind.CHOICE,
            help=N_("Only a norm for handling can hold for one category."),
            options=[Option(FOR_ALL, t(N_("All without a norm of their own"))), *own],
            value=FOR_ALL,
        ),
        Field("n", N_("How many days"), Kind.NUMBER),
        Field("unit", N_("Counted in"), Kind.CHOICE, options=units, value=str(NormUnit.WORKING_DAY)),
        Field("from", N_("For what is received from"), Kind.DAY, value=today.isoformat()),
    ]
    intro = N_("The norm before it ends the day before. What was received earlier keeps the norm of that day.")
    return form(PAGE, Form.NEW, title=t(N_("Set a norm")), intro=t(intro), fields=fields, buttons=[SAVE, PREVIEW])


def one(row: Any, search: Search, today: date) -> list[Component]:
    """One norm, and the form to end it."""
    words = f"{category_words(row)}: {norm_words(row.n, row.unit)}"
    until = t(N_("until further notice")) if pd.isna(row.valid_to) else t(N_("until {day}"), day=day(row.valid_to))
    back = way(t(N_("All norms")), "/beheer/normen", search())
    facts = html.P(f"{t(PHASES.get(row.phase, row.phase))}. {since_words(row.valid_from)}, {until}.")
    head = block(words, facts, side=back)
    fields = [Field("until", N_("Last day"), Kind.DAY, value=today.isoformat())]
    end = Button("ask", N_("End this norm"), grave=True)
    intro = t(N_("What is received after it falls under the norm for all other categories, if there is one."))
    subject = str(row.norm_id)
    return [
        head,
        form(PAGE, Form.END, title=t(N_("End")), intro=intro, fields=fields, buttons=[PREVIEW, end], subject=subject),
    ]


def moved_words(moved: Any) -> list[Component]:
    """What a change would move; `moved` is a `dashboard.store.actions.previews.Moved`."""
    if not moved.deadlines and moved.counted == moved.concerned:
        return preview([t(N_("No melding is touched by this."))])
    said = [
        t(
            N_("{n} meldingen get another deadline, {open} of them are open."),
            n=number(moved.deadlines),
            open=number(moved.open_deadlines),
        ),
        t(
            N_("{late} become late that are not late now; {in_time} are late now and no longer."),
            late=number(moved.late),
            in_time=number(moved.in_time),
        ),
    ]
    if moved.counted < moved.concerned:
        some = N_("Counted over the {n} that were received last; {all} fall under it.")
        said.append(t(some, n=number(moved.counted), all=number(moved.concerned)))
    return preview([*said, t(N_("Nothing was saved yet."))])


def told_words(within: int, told: int, n: int) -> list[Component]:
    """What a norm for telling would have meant over the last year."""
    if not told:
        return preview([t(N_("Nothing was told in the last twelve months to compare with."))])
    said = t(
        N_("Of {told} messages of the last twelve months {within} ({share}) came within {n} working days."),
        told=number(told),
        within=number(within),
        share=percent(within / told),
        n=number(n),
    )
    return preview([said, t(N_("It changes no deadline. Nothing was saved yet."))])


def moderated_words(within: int, decided: int, n: int) -> list[Component]:
    """What a norm for moderation would have meant over the last year."""
    if not decided:
        return preview([t(N_("No proposal was decided on in the last twelve months to compare with."))])
    said = t(
        N_("Of {decided} proposals of the last twelve months {within} ({share}) were decided within {n} working days."),
        decided=number(decided),
        within=number(within),
        share=percent(within / decided),
        n=number(n),
    )
    return preview([said, t(N_("Nothing was saved yet."))])


def started_words(within: int, begun: int, n: int) -> list[Component]:
    """What a norm for the start of works would have meant over the last year."""
    if not begun:
        return preview([t(N_("No works began in the last twelve months to compare with."))])
    said = t(
        N_("Of {begun} places of the last twelve months {within} ({share}) were begun within {n} working days."),
        begun=number(begun),
        within=number(within),
        share=percent(within / begun),
        n=number(n),
    )
    return preview([said, t(N_("Nothing was saved yet."))])


def preview(sentences: list[str]) -> list[Component]:
    """The sentences of a preview."""
    return [html.Div([html.P(sentence) for sentence in sentences], className="preview")]
