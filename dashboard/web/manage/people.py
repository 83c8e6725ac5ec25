"""What the buttons of /beheer/gebruikers do."""

from uuid import UUID

import pandas as pd
from dash import html
from dash.development.base_component import Component
from flask import url_for

from config.errors import NotFound
from config.kinds import OWN_SERVICES, Role
from config.language import LANGUAGES, N_, t
from config.settings import LONGEST_ADDRESS
from dashboard.components.manage.people import ALL_SERVICES, Form
from dashboard.components.rows import records
from dashboard.store.actions import people as actions
from dashboard.store.actions.accounts import LONGEST_NAME, NewAccount, NewGrant
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk
from dashboard.web.manage.forms import Acts, Asked, Done
from dashboard.web.manage.values import Values
from queries.manage import people as queries

_NAME_SERVICES = N_("Name the services of this role, or tick 'all services'.")
_BOTH = N_("Tick services or 'all services', not both.")
_WHOLE = N_("An administrator manages the whole organisation.")
_BEFORE = N_("The last day lies before the first one.")


def person_rows(desk: Desk) -> pd.DataFrame:
    """The people of the organisation at hand."""
    with services().writer.transaction() as db:
        return queries.people(db, desk.town.number, desk.today)


def service_rows(desk: Desk) -> pd.DataFrame:
    """The services of the organisation at hand."""
    with services().db.read() as db:
        return queries.service_names(db, desk.town.number)


def account_in(text: str) -> UUID:
    """The number of an account that came from the browser. Raises NotFound."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None


def _bounds(desk: Desk) -> actions.Desk:
    return actions.Desk(services().writer, services().clock, desk.actor, desk.within, desk.town.number)


def _grant(asked: Asked) -> NewGrant:
    """The role that was filled in."""
    desk, values = asked.desk, asked.values
    known = {str(row.service_id): int(row.service_id) for row in records(service_rows(desk))}
    role = values.one_of("role", Role)
    chosen = values.several("services", [*known, ALL_SERVICES])
    first, last = values.day("from", usual=desk.today), values.day_or_none("until")
    _check_services(values, role, chosen)
    if last is not None and last < first:
        values.refuse("until", _BEFORE)
    numbers = [known[code] for code in chosen if code != ALL_SERVICES] or None
    return NewGrant(desk.town.number, role, numbers, first, last, all_services=ALL_SERVICES in chosen)


def _check_services(values: Values, role: Role, chosen: list[str]) -> None:
    if role in OWN_SERVICES and not chosen:
        values.refuse("services", _NAME_SERVICES)
    if ALL_SERVICES in chosen and len(chosen) > 1:
        values.refuse("services", _BOTH)
    if role is Role.BEHEERDER and set(chosen) - {ALL_SERVICES}:
        values.refuse("services", _WHOLE)


def _invite(asked: Asked) -> Done:
    values, grant = asked.values, _grant(asked)
    username, name = values.text("username", LONGEST_NAME), values.text("name", LONGEST_NAME)
    language = values.choice("language", LANGUAGES)
    mail = values.text("mail", LONGEST_ADDRESS, optional=True)
    values.done()
    new = NewAccount(username, name, language=language, mail_address=mail)
    _, token = actions.invite(_bounds(asked.desk), new=new, grant=grant)
    return Done(t(N_("{name} was added."), name=name), _link(token))


def _give(asked: Asked) -> Done:
    grant = _grant(asked)
    asked.values.done()
    actions.give_role(_bounds(asked.desk), account_id=account_in(asked.subject), grant=grant)
    return Done(t(N_("The role was given. Running sessions of this person have ended.")))


def _end(asked: Asked) -> Done:
    account, _, number = asked.subject.partition(".")
    if not number.isascii() or not number.isdigit() or len(number) > 6:
        raise NotFound()
    actions.end_role(_bounds(asked.desk), account_id=account_in(account), grant_no=int(number))
    return Done(t(N_("The role was ended: yesterday was its last day. Running sessions of this person have ended.")))


def _rename(asked: Asked) -> Done:
    name = asked.values.text("name", LONGEST_NAME)
    language = asked.values.choice("language", LANGUAGES)
    mail = asked.values.text("mail", LONGEST_ADDRESS, optional=True)
    asked.values.done()
    changed = {"account_id": account_in(asked.subject), "display_name": name, "language": language}
    actions.rename(_bounds(asked.desk), **changed, mail_address=mail)  # type: ignore[arg-type]
    return Done(t(N_("Saved.")))


def _new_link(asked: Asked) -> Done:
    token = actions.new_link(_bounds(asked.desk), account_id=account_in(asked.subject))
    return Done(t(N_("The link was made. Earlier links do not work any more.")), _link(token))


def _close(asked: Asked) -> Done:
    actions.close_account(_bounds(asked.desk), account_id=account_in(asked.subject))
    return Done(t(N_("The account was closed. What this person did stays in the log.")))


def _open(asked: Asked) -> Done:
    actions.open_account(_bounds(asked.desk), account_id=account_in(asked.subject))
    return Done(t(N_("The account is open again, with the password it had.")))


def _link(token: str) -> list[Component]:
    """The link, this once: it is kept nowhere and sent to nobody."""
    address = url_for("sign_in.set_password", token=token, _external=True)
    words = t(N_("Hand this link over yourself. It works once and is not shown again:"))
    return [html.P(words), html.Code(address, className="one-time-link")]


ACTS: Acts = {
    (Form.INVITE, "save"): _invite,
    (Form.GIVE, "save"): _give,
    (Form.END, "save"): _end,
    (Form.RENAME, "save"): _rename,
    (Form.LINK, "save"): _new_link,
    (Form.CLOSE, "save"): _close,
    (Form.OPEN, "save"): _open,
}
