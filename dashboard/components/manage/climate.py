"""What /beheer/klimaat shows: what was realised outside this database, with its source, and a form to tell it."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.climate import lekp_indicators
from config.language import N_, current_language, day, number, t
from config.vocabularies import indicators
from dashboard.components.form import Button, Field, Kind, Option, form
from dashboard.components.manage.frame import block, nothing
from dashboard.components.manage.norms import SAVE
from dashboard.components.rows import lines, records, rows_table, way

PAGE, PATH = "beheer-klimaat", "/beheer/klimaat"
INCLUDED = {"without": N_("no, it comes on top of them"), "with": N_("yes, they are in it")}
"""Whether a reading holds the proposals of this database."""
Search = Callable[..., str]


class Form(StrEnum):
    """The forms of this page."""

    NEW = "new"
    WITHDRAW = "withdraw"


def lead(readings: pd.DataFrame) -> str:
    """Of how many indicators another source tells."""
    words = N_("Of {n} of {whole} indicators of the climate pact another source tells what was realised.")
    return t(words, n=number(readings["counts"].sum()), whole=number(len(lekp_indicators())))


def indicator_name(code: str) -> str:
    """The name of an indicator in the reader's language."""
    return indicators()[code].label(current_language()) if code in indicators() else code


def amount(value: float, indicator: str) -> str:
    """A total in the unit of the pact."""
    target = lekp_indicators().get(indicator)
    shown = number(value, decimals=0 if float(value).is_integer() else 1)
    return f"{shown} {target.unit}" if target and target.unit else shown


def listed(readings: pd.DataFrame, search: Search) -> list[Component]:
    """What counts now, and apart what does so no more."""
    counts = readings["counts"].astype(bool)
    parts: list[Component] = [_block(t(N_("Realised outside this database")), readings[counts], search)]
    if (~counts).any():
        parts.append(_block(t(N_("Earlier and withdrawn")), readings[~counts], search))
    return parts


def _block(title: str, readings: pd.DataFrame, search: Search) -> Component:
    if readings.empty:
        return block(title, nothing(t(N_("Nothing was told yet."))))
    heads = [t(N_("Indicator")), t(N_("Total since 2021")), t(N_("Up to")), t(N_("Source"))]
    return block(title, rows_table(heads, [_cells(row, search) for row in records(readings)], label=title))


def _cells(row: Any, search: Search) -> list[Any]:
    name = way(indicator_name(row.indicator), PATH, search(reading=row.reading_id))
    included = t(N_("proposals of this database included")) if row.includes_proposals else ""
    withdrawn = "" if pd.isna(row.withdrawn_at) else t(N_("withdrawn"))
    told = [amount(row.value, row.indicator), *filter(None, (included, withdrawn))]
    return [name, lines(told), day(row.on_day), row.source]


def new_form(today: date) -> Component:
    """The form for a new reading."""
    options = [
        Option(code, ", ".join(filter(None, (indicator_name(code), target.unit))))
        for code, target in lekp_indicators().items()
    ]
    fields = [
        Field("indicator", N_("Indicator"), Kind.CHOICE, options=options),
        Field("value", N_("Total since 2021"), Kind.NUMBER, help=N_("In the unit of the pact, rainwater in m³.")),
        Field("day", N_("Up to and including"), Kind.DAY, value=today.isoformat()),
        Field(
            "included",
            N_("Are realised proposals of this database in it?"),
            Kind.CHOICE,
            help=N_("Then they do not count again."),
            options=[Option(key, t(words)) for key, words in INCLUDED.items()],
            value="without",
        ),
        Field("source", N_("Source"), help=N_("Such as Groenblauwpeil or the report of a year.")),
    ]
    intro = t(N_("The latest total of an indicator counts; those before it stay to be seen."))
    title = t(N_("Tell what was realised elsewhere"))
    return form(PAGE, Form.NEW, title=title, intro=intro, fields=fields, buttons=[SAVE])


def one(row: Any, search: Search) -> list[Component]:
    """One reading, and the form to withdraw it."""
    back = way(t(N_("All totals")), PATH, search())
    told = t(N_("{amount} up to {day}"), amount=amount(row.value, row.indicator), day=day(row.on_day))
    included = t(N_("proposals of this database included")) if row.includes_proposals else ""
    words = [html.P(". ".join(filter(None, (told, included)))), html.P(row.source)]
    parts: list[Component] = [block(indicator_name(row.indicator), *words, side=back)]
    if pd.isna(row.withdrawn_at):
        withdraw = Button("ask", N_("Withdraw this total"), grave=True)
        title = t(N_("Withdraw"))
        parts.append(form(PAGE, Form.WITHDRAW, title=title, buttons=[withdraw], subject=str(row.reading_id)))
    return parts
