"""The page /abonnementen at work: what the person who asks gets by mail, and what its buttons do."""

from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from dash.development.base_component import Component

from config.cadence import Cadence
from config.errors import InvalidInput, NotFound
from config.kinds import Permission
from config.language import N_, t
from config.mail import Kind
from config.settings import LONGEST_ADDRESS
from dashboard.cards.ways import CARDS_OF_PATHS
from dashboard.components.rows import records
from dashboard.components.subscriptions import Choices, Form, choice_of, content, lead
from dashboard.reports.kinds import kinds
from dashboard.store.actions import accounts, subscriptions
from dashboard.store.actions.subscriptions import LONGEST_GRACE, NewSubscription
from dashboard.web.auth import current_actor, current_user
from dashboard.web.context import services
from dashboard.web.manage.forms import Acts, Asked, Done
from queries.accounts import Person
from queries.key_figures import PARTS
from queries.mail import address_of
from queries.mail import subscriptions as rows_of
from queries.reports import may_be_told
from queries.views import saved_views


def shown(search: str | None) -> tuple[str, list[Component]]:
    """How much the person who asks gets, and all of the page; '?view=' chooses what the form begins with."""
    person, held = current_user(), services()
    with held.writer.transaction() as db:
        rows, address = rows_of(db, person.account_id), address_of(db, person.account_id)
        views = saved_views(db, person.account_id)
    own = [(str(row.view_id), row.name) for row in records(views) if row.path in CARDS_OF_PATHS]
    asked = parse_qs((search or "").removeprefix("?")).get("view", [""])[-1]
    chosen = choice_of(Kind.VIEW, asked)
    return lead(rows), content(
        rows, address, Choices(own, measures(person), reports(person)), sends=held.settings.sends_mail, chosen=chosen
    )


def measures(person: Person) -> list[str]:
    """The numbers that somebody can have watched: those of the overview, for who sees it."""
    return list(PARTS) if person.may(Permission.SEE_MELDINGEN) else []


def reports(person: Person) -> list[str]:
    """The kinds of reports that somebody can be told of once they are published."""
    if not person.may(Permission.SEE_REPORTS):
        return []
    scope = person.scope(Permission.SEE_REPORTS)
    return [kind.id for kind in kinds().values() if may_be_told(scope, kind.reader)]


def _own() -> dict[str, Any]:
    held, person = services(), current_user()
    return {"writer": held.writer, "clock": held.clock, "actor": current_actor(), "account_id": person.account_id}


def _subscribe(asked: Asked) -> Done:
    values = asked.values
    kind, _, key = values.text("what").partition(":")
    cadence = values.one_of("cadence", Cadence)
    days, hours = ([str(n) for n in range(count)] for count in (7, 24))
    weekday, hour = int(values.choice("weekday", days) or 0), int(values.choice("hour", hours) or 0)
    grace = values.whole("grace", 1, LONGEST_GRACE) if kind == Kind.ALERT else None
    values.done()
    new = NewSubscription(_kind(kind), cadence, weekday, hour, **_about(kind, key), grace=grace)
    subscriptions.subscribe(**_own(), new=new)
    return Done(t(N_("From now on you get this by mail.")))


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise InvalidInput() from None


def _about(kind: str, key: str) -> dict[str, Any]:
    """What it tells of, as far as the person may ask it."""
    if kind == Kind.VIEW:
        return {"view_id": _id(key)}
    if kind == Kind.ALERT:
        if key not in measures(current_user()):
            raise NotFound()
        return {"measure": key, "part": PARTS[key]}
    if kind == Kind.REPORT:
        known = reports(current_user())
        if not known or key not in ("", *known):
            raise NotFound()
        return {"report_kind": key}
    return {}


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None


def _address(asked: Asked) -> Done:
    address = asked.values.text("mail", LONGEST_ADDRESS, optional=True)
    asked.values.done()
    accounts.change_address(**_own(), address=address)
    return Done(t(N_("Your address was saved.") if address else N_("Your address was removed: you get no mail.")))


def _stop(asked: Asked) -> Done:
    subscriptions.stop(**_own(), subscription_id=_id(asked.subject))
    return Done(t(N_("You get no more mail of this subscription.")))


def _go_on(asked: Asked) -> Done:
    subscriptions.go_on(**_own(), subscription_id=_id(asked.subject))
    return Done(t(N_("From now on you get this by mail.")))


def _remove(asked: Asked) -> Done:
    subscriptions.remove(**_own(), subscription_id=_id(asked.subject))
    return Done(t(N_("The subscription was removed.")))


def _again(asked: Asked) -> Done:
    number, _, mail_id = asked.subject.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotFound()
    subscriptions.send_again(**_own(), organisation_id=int(number), mail_id=_id(mail_id))
    return Done(t(N_("The mail is sent again.")))


ACTS: Acts = {
    (Form.NEW, "save"): _subscribe,
    (Form.ADDRESS, "save"): _address,
    (Form.STOP, "save"): _stop,
    (Form.GO_ON, "save"): _go_on,
    (Form.REMOVE, "save"): _remove,
    (Form.AGAIN, "save"): _again,
}
