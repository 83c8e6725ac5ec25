"""What who asked for work may see: as their grants are when the worker does it."""

from config.clock import Clock
from config.errors import Forbidden
from config.kinds import Permission
from dashboard.store.actions.audit import Actor
from dashboard.store.engine import Writer
from queries.accounts import Person, find_person
from queries.filters import Scope


def scope_of(writer: Writer, clock: Clock, actor: Actor, permission: Permission = Permission.HANDLE_PROPOSALS) -> Scope:
    """What who asked may see now with a right: by default of what is chosen about. Raises Forbidden."""
    return person_of(writer, clock, actor, permission).scope(permission)


def person_of(writer: Writer, clock: Clock, actor: Actor, permission: Permission) -> Person:
    """Who asked, with the grants of now. Raises Forbidden without a right."""
    if actor.account_id is None:
        raise Forbidden()
    with writer.transaction() as connection:
        person = find_person(connection, actor.account_id, clock.now())
    if person is None or not person.may(permission):
        raise Forbidden()
    return person
