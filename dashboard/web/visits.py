"""Visits: noted when a page is opened, so that somebody can be told what happened since the visit before."""

from datetime import datetime

from dashboard.store.actions.visits import visit
from dashboard.web.auth import current_user
from dashboard.web.context import services
from queries.accounts import Person
from queries.visits import visit_before


def note_visit(person: Person) -> None:
    """Note that somebody opens a page; written once a minute at most by each process."""
    held, now = services(), services().clock.now()
    if held.visits.find(person.account_id, now) is None:
        visit(writer=held.writer, clock=held.clock, account_id=person.account_id)
        held.visits.keep(person.account_id, now, now)


def last_visit() -> datetime | None:
    """When the visit before this one of the person who asks ended; None at a first visit."""
    with services().writer.transaction() as db:
        return visit_before(db, current_user().account_id)
