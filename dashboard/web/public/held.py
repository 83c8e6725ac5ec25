"""The public's connection to the database, and the town that an address names."""

from contextlib import AbstractContextManager

from sqlalchemy import Connection

from config.errors import NotFound
from config.plain import is_storable
from dashboard.web.context import services
from queries.public.towns import Town, find_town, towns


def reading() -> AbstractContextManager[Connection]:
    """One snapshot of what is published; nothing else can be read by it."""
    return services().public.read()


def town_at(db: Connection, code: str) -> Town:
    """The town of an address. Raises NotFound when there is none, or when its map is closed."""
    found = find_town(db, code) if is_storable(code) else None
    if found is None:
        raise NotFound()
    return found


def only_town(db: Connection) -> Town:
    """The one town with an open map. Raises NotFound when there is none, or when there are several."""
    found = towns(db)
    if len(found) != 1:
        raise NotFound()
    return found[0]
