"""Saved views: a page with its filters under a name of one's own. Each action is for the account of who asks only, and
leaves no audit row (docs/adr/0017-own-things-leave-no-audit-row.md)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.ids import new_id
from config.language import N_
from config.plain import has_control
from dashboard.store.actions.writing import Writing
from queries.tables import saved_view

LONGEST_NAME = 60
MOST = 50
_OWN = saved_view.c


@dataclass(frozen=True)
class NewView:
    """A view to save: the path of a page and its filters as in the address, both checked by the caller."""

    account_id: UUID
    name: str
    path: str
    query: str


def save_view(*, writer: Writing, clock: Clock, new: NewView) -> UUID:
    """Save a view. Raises InvalidInput for a name that is no name or is taken, and for too many views."""
    view_id = new_id(clock)
    row = {
        "account_id": new.account_id,
        "view_id": view_id,
        "name": _usable(new.name),
        "path": new.path,
        "query": new.query,
        "opens_first": False,
        "created_at": clock.now(),
    }
    with writer.transaction() as connection, _unique_names():
        _check_room(connection, new.account_id)
        connection.execute(insert(saved_view).values(row))
    return view_id


def rename_view(*, writer: Writing, account_id: UUID, view_id: UUID, name: str) -> None:
    """Give a view another name. Raises NotFound, InvalidInput."""
    with writer.transaction() as connection, _unique_names():
        changed = update(saved_view).where(_this(account_id, view_id)).values(name=_usable(name))
        if connection.execute(changed).rowcount == 0:
            raise NotFound()


def remove_view(*, writer: Writing, account_id: UUID, view_id: UUID) -> None:
    """Remove a view. Raises NotFound."""
    with writer.transaction() as connection:
        if connection.execute(delete(saved_view).where(_this(account_id, view_id))).rowcount == 0:
            raise NotFound()


def choose_first(*, writer: Writing, account_id: UUID, view_id: UUID, first: bool) -> None:
    """Let a view open after logging in, in the place of another one, or no longer. Raises NotFound."""
    with writer.transaction() as connection:
        if connection.scalar(select(_OWN.view_id).where(_this(account_id, view_id))) is None:
            raise NotFound()
        mine = update(saved_view).where(_OWN.account_id == account_id)
        connection.execute(mine.values(opens_first=(_OWN.view_id == view_id) if first else False))


def _this(account_id: UUID, view_id: UUID) -> ColumnElement[bool]:
    return (_OWN.account_id == account_id) & (_OWN.view_id == view_id)


def _usable(name: str) -> str:
    words = " ".join(name.split())
    if not words or len(words) > LONGEST_NAME or has_control(words):
        raise InvalidInput(N_("The name of a view has at most {n} characters, and at least one."), n=LONGEST_NAME)
    return words


def _check_room(connection: Connection, account_id: UUID) -> None:
    if (connection.scalar(select(func.count()).where(_OWN.account_id == account_id)) or 0) >= MOST:
        raise InvalidInput(N_("There is room for {n} views. Remove one first."), n=MOST)


@contextmanager
def _unique_names() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise InvalidInput(N_("There is already a view with this name.")) from error
