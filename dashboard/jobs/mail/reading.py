"""Who a mail is for, and what they may see: as their account stands when it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from config.clock import local_day
from config.kinds import Permission
from config.language import N_
from dashboard.store.actions.subscriptions import STOPPED
from dashboard.store.engine import Writer
from dashboard.store.mailing import Due
from queries.accounts import Person, find_person
from queries.mail import View, address_of, view_of

CLOSED = N_("The account of the reader is closed.")
NO_ROLE = N_("The reader has no role here any more.")
NO_ADDRESS = N_("The account of the reader has no e-mail address.")
NO_VIEW = N_("The saved view is gone.")
NO_ACCESS = N_("The reader may not see this any more.")
PERMISSIONS = {
    "/meldingen": Permission.SEE_MELDINGEN,
    "/tevredenheid": Permission.SEE_MELDINGEN,
    "/voorstellen": Permission.SEE_PROPOSALS,
    "/motivering": Permission.SEE_PROPOSALS,
    "/moderatie": Permission.MODERATE,
    "/opvolging": Permission.HANDLE_PROPOSALS,
    "/publicatie": Permission.PUBLISH_CHOICES,
    "/zitting": Permission.SEE_SITTINGS,
    "/beheer/kwaliteit": Permission.MANAGE,
    "/": Permission.SEE_MELDINGEN,
}
"""What the pages that a mail leads to ask of their reader; a test compares it with what they declare."""


class LeftOut(Exception):
    """This reader gets no mail; `why` is a sentence of the catalogue."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Reader:
    """Who a mail is for: a person with their rights of now, an address, and the saved view that it is about."""

    person: Person
    address: str
    view: View | None


@dataclass(frozen=True)
class Making:
    """What a mail is made with. `link` makes a whole address of a path of ours."""

    db: Connection
    person: Person
    due: Due
    now: datetime
    link: Callable[[str], str]

    @property
    def today(self) -> date:
        """The local day of the organisation."""
        return local_day(self.now, self.due.zone)

    def way(self, path: str) -> str:
        """A page, as a path; empty when the reader may not see it."""
        return path if self.person.may(PERMISSIONS[path]) else ""


def reader_of(writer: Writer, due: Due, now: datetime) -> Reader:
    """Who a mail is for. Raises LeftOut: stopped, account closed, no role left in this organisation, no address, no
    view."""
    if not due.active:
        raise LeftOut(STOPPED)
    with writer.transaction() as connection:
        person = find_person(connection, due.account_id, now)
        address = address_of(connection, due.account_id)
        view = view_of(connection, due.account_id, due.view_id) if due.view_id else None
    if person is None:
        raise LeftOut(CLOSED)
    if all(grant.organisation_id != due.organisation_id for grant in person.grants):
        raise LeftOut(NO_ROLE)
    if due.view_id is not None and view is None:
        raise LeftOut(NO_VIEW)
    if address is None:
        raise LeftOut(NO_ADDRESS)
    return Reader(person, address, view)
