"""What /beheer/gebruikers shows: everybody with their roles, and one person with what can be done."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.kinds import Role
from config.language import LANGUAGES, N_, day, moment, number, t
from dashboard.components.form import Button, Field, Kind, Option, button, form, result
from dashboard.components.labels import ROLES
from dashboard.components.manage.frame import block, nothing
from dashboard.components.navigation import LANGUAGE_NAMES
from dashboard.components.rows import lines, records, rows_table, way
from dashboard.components.status import State, status

PAGE = "beheer-gebruikers"
ALL_SERVICES = "*"
"""The choice that stands for all services, said on purpose."""
_SHARED = N_("This person also has a role in another organisation: the account itself is not yours alone to change.")
_SAVE = Button("save", N_("Save"), primary=True)


class Form(StrEnum):
    """The forms of this page."""

    INVITE = "invite"
    GIVE = "give"
    END = "end"
    RENAME = "rename"
    LINK = "link"
    CLOSE = "close"
    OPEN = "open"


Search = Callable[..., str]


def asking(people: pd.DataFrame, today: date, now: datetime) -> int:
    """How many of them ask for attention."""
    return sum(_standing(rows, today, now)[0] is State.ATTENTION for _, rows in people.groupby("account_id"))


def lead(people: pd.DataFrame, today: date, now: datetime) -> str:
    """How many there are, and how many invitations have expired."""
    said = t(N_("People with a role here, now or earlier: {n}."), n=number(people["account_id"].nunique()))
    expired = asking(people, today, now)
    return f"{said} {t(N_('Invitations that have expired: {n}.'), n=number(expired))}" if expired else said


def listed(
    people: pd.DataFrame, services: pd.DataFrame, search: Search, *, today: date, now: datetime, zone: str
) -> Component:
    """Everybody, by name; each name leads to that person."""
    heads = [N_("Name"), N_("User name"), N_("Roles"), N_("Last use"), N_("State")]
    rows = []
    for account_id, own in people.groupby("account_id", sort=False):
        one = own.iloc[0]
        link = way(one.display_name, "/beheer/gebruikers", search(account=account_id))
        roles = lines([role_words(row, services, today) for row in records(own)])
        rows.append([link, one.username, roles, _when(one.last_at, zone), status(*_standing(own, today, now))])
    return block(t(N_("People")), rows_table([t(head) for head in heads], rows, label=t(N_("People"))))


def _when(at: Any, zone: str) -> str:
    return t(N_("never")) if pd.isna(at) else moment(at, zone)


def _standing(rows: pd.DataFrame, today: date, now: datetime) -> tuple[State, str]:
    """How an account stands, in a word or two."""
    one = rows.iloc[0]
    if not pd.isna(one.disabled_at):
        return State.NEUTRAL, t(N_("closed"))
    if not one.has_password:
        if pd.isna(one.invited_until) or one.invited_until < now:
            return State.ATTENTION, t(N_("invitation expired"))
        return State.NEUTRAL, t(N_("invited until {day}"), day=day(one.invited_until.date()))
    if not any(_holds(row, today) for row in records(rows)):
        return State.NEUTRAL, t(N_("no role today"))
    return State.GOOD, t(N_("active"))


def _holds(row: Any, today: date) -> bool:
    return bool(row.valid_from <= today and (pd.isna(row.valid_to) or row.valid_to >= today))


def role_words(row: Any, services: pd.DataFrame, today: date) -> str:
    """A role with its services and days, as far as these say something."""
    role = Role(row.role)
    parts = [t(ROLES[role])]
    if row.service_ids is not None:
        names = services.loc[services["service_id"].isin(row.service_ids), "name"]
        parts.append(f"({', '.join(names)})")
    if row.valid_from > today:
        parts.append(t(N_("from {day}"), day=day(row.valid_from)))
    if not pd.isna(row.valid_to):
        parts.append(t(N_("until {day}"), day=day(row.valid_to)))
    return " ".join(parts)


def invitation(services: pd.DataFrame, today: date) -> Component:
    """The form for somebody new."""
    person = [
        Field("username", N_("User name"), help=N_("Without spaces, such as an.peeters.")),
        Field("name", N_("Name on screen")),
        _language(LANGUAGES[0]),
        _mail(None),
    ]
    return form(
        PAGE,
        Form.INVITE,
        title=t(N_("Add somebody")),
        intro=t(N_("You get a link with which this person chooses a password. It is shown once and not mailed.")),
        fields=[*person, *_role_fields(services, today)],
        buttons=[Button("save", N_("Add and make a link"), primary=True)],
    )


def _language(value: str) -> Field:
    options = [Option(code, name) for code, name in LANGUAGE_NAMES.items()]
    return Field("language", N_("Language"), Kind.CHOICE, options=options, value=value)


def _mail(value: str | None) -> Field:
    help_words = N_("Only for mail that this person asks for. Empty: none.")
    return Field("mail", N_("E-mail address"), help=help_words, value=value or "", optional=True)


def _role_fields(services: pd.DataFrame, today: date) -> Sequence[Field]:
    roles = [Option(str(role), t(words)) for role, words in ROLES.items()]
    named = [Option(str(key), name) for key, name in zip(services["service_id"], services["name"], strict=True)]
    everything = Option(ALL_SERVICES, t(N_("All services")))
    limited = N_("Needed for alderman, head of service and civil servant; for other roles nothing means all.")
    return (
        Field("role", N_("Role"), Kind.CHOICE, options=roles),
        Field("services", N_("Services"), Kind.SEVERAL, help=limited, options=[everything, *named]),
        Field("from", N_("First day"), Kind.DAY, value=today.isoformat()),
        Field("until", N_("Last day"), Kind.DAY, help=N_("Empty: until further notice.")),
    )


def person(
    rows: pd.DataFrame, services: pd.DataFrame, search: Search, *, today: date, now: datetime, zone: str
) -> list[Component]:
    """One person: how the account stands, the roles, and what can be done."""
    one = rows.iloc[0]
    subject = str(one.account_id)
    back = way(t(N_("All people")), "/beheer/gebruikers", search())
    facts = [status(*_standing(rows, today, now)), html.Span(t(N_("last use: {when}"), when=_when(one.last_at, zone)))]
    head = block(f"{one.display_name} ({one.username})", html.P(facts, className="facts-line"), side=back)
    shared = [nothing(t(_SHARED))] if one.elsewhere else []
    return [
        html.Div([head, _roles(rows, services, today), *shared], className="manage-stack"),
        html.Div(
            [
                form(
                    PAGE,
                    Form.GIVE,
                    title=t(N_("Give a role")),
                    fields=_role_fields(services, today),
                    buttons=[_SAVE],
                    subject=subject,
                ),
                html.Div([] if one.elsewhere else _whole_account(one, subject)),
            ],
            className="manage-columns",
        ),
    ]


def _whole_account(one: Any, subject: str) -> list[Component]:
    own = [
        Field("name", N_("Name on screen"), value=one.display_name),
        _language(one.language),
        _mail(one.mail_address),
    ]
    renamed = form(
        PAGE, Form.RENAME, title=t(N_("Name, language and address")), fields=own, buttons=[_SAVE], subject=subject
    )
    if not pd.isna(one.disabled_at):
        reopen = Button("save", N_("Open again"))
        words = t(N_("The account gets back the password and the roles that it had."))
        return [
            renamed,
            form(PAGE, Form.OPEN, title=t(N_("Open the account")), intro=words, buttons=[reopen], subject=subject),
        ]
    link = form(
        PAGE,
        Form.LINK,
        title=t(N_("Link for a new password")),
        intro=t(
            N_("An invitation works for seven days, a link for a new password for one day. Earlier links stop working.")
        ),
        buttons=[Button("save", N_("Make a link"))],
        subject=subject,
    )
    close = form(
        PAGE,
        Form.CLOSE,
        title=t(N_("Close the account")),
        intro=t(N_("Running sessions end at once and links stop working. What this person did stays in the log.")),
        buttons=[Button("ask", N_("Close the account"), grave=True)],
        subject=subject,
    )
    return [renamed, link, close]


def _roles(rows: pd.DataFrame, services: pd.DataFrame, today: date) -> Component:
    heads = [t(N_("Role")), t(N_("First day")), t(N_("Last day")), ""]
    table = [
        [
            role_words(row._replace(valid_from=today, valid_to=None), services, today),
            day(row.valid_from),
            "" if pd.isna(row.valid_to) else day(row.valid_to),
            _end(row, today),
        ]
        for row in records(rows)
    ]
    return block(t(N_("Roles")), rows_table(heads, table, label=t(N_("Roles"))), result(PAGE, Form.END))


def _end(row: Any, today: date) -> Component | str:
    if not pd.isna(row.valid_to) and row.valid_to < today:
        return t(N_("ended"))
    return button(PAGE, Form.END, Button("ask", N_("End"), grave=True), f"{row.account_id}.{row.grant_no}")
