"""What who asked for work may see: as their grants are when the worker does it."""

from config.clock import Clock
from config.errors import Forbidden
from config.kinds import Permission
from dashboard.store.actions.audit import Actor
from dashboard.store.engine import Writer
from queries.accounts import find_person
from queries.filters import Scope


def scope_of(writer: Writer, clock: Clock, actor: Actor) -> Scope:
    """What who asked may see now of what is chosen about. Raises Forbidden."""
    if actor.account_id is None:
        raise Forbidden()
    with writer.transaction() as connection:
        person = find_person(connection, actor.account_id, clock.now())
    if person is None or not person.may(Permission.HANDLE_PROPOSALS):
        raise Forbidden()
    return person.scope(Permission.HANDLE_PROPOSALS)
