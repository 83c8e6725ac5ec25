"""A photo of a proposal, for who may know of that proposal."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from queries.filters import Scope
from queries.narrowing import known
from queries.tables import blob, photo
from queries.tables.published import photo_is_shown


@dataclass(frozen=True)
class Shown:
    """A picture as a browser gets it."""

    content: bytes
    media_type: str


def photo_shown(db: Connection, scope: Scope, organisation_id: int, text: str) -> Shown | None:
    """The photo with the key `text` of an organisation: any state to who may know what is not public, else only what
    was published and is known to all. None when there is none, or only of proposals outside the scope."""
    own, kept = photo.c, blob.c
    states = [] if scope.embargoed else [photo_is_shown()]
    of_it = select(own.photo).where(
        own.organisation_id == organisation_id, own.photo == text, *known(photo, scope), *states
    )
    found = select(kept.content, kept.media_type).where(kept.organisation_id == organisation_id, kept.key.in_(of_it))
    row = db.execute(found).first()
    return None if row is None else Shown(bytes(row.content), row.media_type)
