"""What /beheer/diensten and /beheer/categorieen show: each one with how many meldingen carry it, and its versions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.language import N_, day, number, t
from dashboard.components.form import Button, Field, Kind, Option, form
from dashboard.components.manage.frame import block, nothing
from dashboard.components.manage.norms import SAVE, preview, since_words
from dashboard.components.rows import records, rows_table, way

Search = Callable[..., str]
PREVIEW = Button("preview", N_("Show who carries it"))


class Form(StrEnum):
    """The forms of these pages."""

    ADD = "add"
    CHANGE = "change"


@dataclass(frozen=True)
class Words:
    """What differs between the two pages; msgids."""

    page: str
    path: str
    kind: str
    plural: str
    lead: str
    all: str
    add: str


SERVICES = Words(
    "beheer-diensten",
    "/beheer/diensten",
    "service",
    N_("Services"),
    N_("Services: {n}, of which without open meldingen: {empty}."),
    N_("All services"),
    N_("Add a service"),
)
CATEGORIES = Words(
    "beheer-categorieen",
    "/beheer/categorieen",
    "category",
    N_("Categories"),
    N_("Categories: {n}, of which without open meldingen: {empty}."),
    N_("All categories"),
    N_("Add a category"),
)


def lead(words: Words, members: pd.DataFrame) -> str:
    """How many there are, and how many carry nothing that is open."""
    alone = members.drop_duplicates("code")
    return t(words.lead, n=number(len(alone)), empty=number(int((alone["n_open"] == 0).sum())))


def listed(words: Words, members: pd.DataFrame, search: Search, today: date) -> Component:
    """Each by name, as it is today."""
    if members.empty:
        return block(t(words.plural), nothing(t(N_("There are none."))))
    more = [t(N_("Theme")), t(N_("Regional code"))] if words.kind == "category" else []
    heads = [t(N_("Name")), t(N_("Code")), *more, t(N_("Meldingen")), t(N_("Open"))]
    rows = [_row(words, own, search, today) for _, own in members.groupby("code", sort=False)]
    return block(t(words.plural), rows_table(heads, rows, label=t(words.plural)))


def _row(words: Words, own: pd.DataFrame, search: Search, today: date) -> list[Any]:
    now = version_of(own, today)
    more = [now.theme or "", now.regional_code or ""] if words.kind == "category" else []
    link = way(str(now.name or now.latest_name), words.path, search(code=now.code))
    return [link, now.code, *more, number(now.n), number(now.n_open)]


def version_of(own: pd.DataFrame, today: date) -> Any:
    """The version that holds today; the latest one where none does."""
    holding = own[(own["valid_from"] <= today) & (own["valid_to"].isna() | (own["valid_to"].fillna(today) >= today))]
    return next(iter(records(holding if len(holding) else own.iloc[-1:])))


def add_form(words: Words, regional: Mapping[str, str]) -> Component:
    """The form for one more."""
    code = Field("code", N_("Code"), help=N_("As the source writes it: deliveries find it by this code."))
    return form(
        words.page, Form.ADD, title=t(words.add), fields=[code, *_fields(words, None, regional)], buttons=[SAVE]
    )


def _fields(words: Words, now: Any, regional: Mapping[str, str]) -> list[Field]:
    fields = [Field("name", N_("Name"), value=now and (now.name or now.latest_name))]
    if words.kind == "category":
        known = [Option(code, f"{code} · {name}") for code, name in regional.items()]
        help_ = N_("The category that the region shares, for comparison.")
        kind = Kind.CHOICE if known else Kind.TEXT
        value = now and now.regional_code
        fields += [
            Field("theme", N_("Theme"), value=now and now.theme, optional=True),
            Field("regional", N_("Regional code"), kind, help=help_, options=known, value=value, optional=True),
        ]
    return fields


def one(words: Words, own: pd.DataFrame, search: Search, today: date, regional: Mapping[str, str]) -> list[Component]:
    """One service or category: its versions, and the form for the next one."""
    now = version_of(own, today)
    back = way(t(words.all), words.path, search())
    more = [t(N_("Theme")), t(N_("Regional code"))] if words.kind == "category" else []
    heads = [t(N_("Name")), *more, t(N_("First day")), t(N_("Last day"))]
    rows = [
        [
            str(row.name),
            *([row.theme or "", row.regional_code or ""] if more else []),
            since_words(row.valid_from),
            "" if pd.isna(row.valid_to) else day(row.valid_to),
        ]
        for row in records(own)
    ]
    facts = html.P(carried(now.n, now.n_open))
    versions = rows_table(heads, rows, label=t(N_("Versions")))
    since = Field(
        "since", N_("From"), Kind.DAY, help=N_("Earlier periods keep the earlier name."), value=today.isoformat()
    )
    change = form(
        words.page,
        Form.CHANGE,
        title=t(N_("Change")),
        fields=[*_fields(words, now, regional), since],
        buttons=[SAVE, PREVIEW],
        subject=str(now.code),
    )
    return [block(f"{now.latest_name} ({now.code})", facts, versions, side=back), change]


def carried(n: int, n_open: int) -> str:
    """How many meldingen carry it."""
    return t(N_("{n} meldingen carry it, {open} of them are open."), n=number(n), open=number(n_open))


def carried_words(n: int, n_open: int) -> list[Component]:
    """The preview of a change of name: nothing is counted otherwise."""
    return preview([carried(n, n_open), t(N_("No number changes by a new name. Nothing was saved yet."))])
