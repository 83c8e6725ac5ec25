"""What /beheer/kalender shows: the free days of one year, and forms to add and remove own ones."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.language import N_, day, number, t
from dashboard.components.form import Button, Field, Kind, form
from dashboard.components.manage.frame import block
from dashboard.components.manage.norms import PREVIEW, SAVE
from dashboard.components.rows import rows_table, way

PAGE = "beheer-kalender"
Search = Callable[..., str]
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


class Form(StrEnum):
    """The forms of this page."""

    ADD = "add"
    REMOVE = "remove"


def lead(own: pd.DataFrame, year: int, last: date | None) -> str:
    """How many own days there are, and how far the calendar reaches."""
    n = sum(found.year == year for found in own["day"])
    said = t(N_("Own closing days in {year}: {n}."), n=number(n), year=year)
    return f"{said} {t(N_('Working days are known until {day}.'), day=day(last))}" if last else said


def year_block(own: pd.DataFrame, public: Mapping[date, str], year: int, search: Search) -> Component:
    """All free days of a year that are no weekend, in order, with ways to the years beside it."""
    own_days = {found: reason for found, reason in zip(own["day"], own["reason"], strict=True) if found.year == year}
    rows = [
        [
            f"{t(WEEKDAYS[found.weekday()])} {day(found)}",
            own_days.get(found) or public[found],
            t(N_("own closing day")) if found in own_days else t(N_("public holiday")),
            way(t(N_("Take out")), "/beheer/kalender", search(day=found.isoformat())) if found in own_days else "",
        ]
        for found in sorted({*own_days, *public})
    ]
    before, after = (way(str(other), "/beheer/kalender", search(year=other)) for other in (year - 1, year + 1))
    ways = html.Span([before, " · ", html.B(str(year)), " · ", after])
    heads = [t(N_("Day")), t(N_("Name")), t(N_("Kind")), ""]
    return block(t(N_("Free days of {year}"), year=year), rows_table(heads, rows, label=t(N_("Free days"))), side=ways)


def add_form() -> Component:
    """The form for one more closing day."""
    fields = [Field("day", N_("Day"), Kind.DAY), Field("reason", N_("Why"), help=N_("Such as: local holiday."))]
    intro = N_("Norms in working days pass over this day: deadlines that lie after it move.")
    return form(
        PAGE, Form.ADD, title=t(N_("Add a closing day")), intro=t(intro), fields=fields, buttons=[SAVE, PREVIEW]
    )


def remove_form(found: date, reason: str, search: Search) -> list[Component]:
    """One own closing day, and the form to take it out."""
    back = way(t(N_("All days")), "/beheer/kalender", search(year=found.year))
    words = f"{t(WEEKDAYS[found.weekday()])} {day(found)}"
    remove = Button("ask", N_("Take this day out"), grave=True)
    intro = t(N_("The offices then work on this day: deadlines that lie after it move."))
    subject = found.isoformat()
    return [
        block(words, html.P(reason), side=back),
        form(PAGE, Form.REMOVE, title=t(N_("Take out")), intro=intro, buttons=[PREVIEW, remove], subject=subject),
    ]
