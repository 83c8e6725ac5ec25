"""Where pictures are kept: in table `blob` of the central database, behind a door that could lead elsewhere.

Only what `pictures.clean` made comes in. Reading for a screen goes through `queries`, which know who may see what.
"""

import hashlib
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from config.clock import Clock
from dashboard.store.pictures import Picture
from queries.tables import blob


class BlobStore(Protocol):
    """Keeps pictures of organisations by what they hold: the same picture twice is kept once."""

    def keep(self, organisation_id: int, picture: Picture) -> str:
        """Keep a picture; returns its key (`key_of`)."""

    def fetch(self, organisation_id: int, key: str) -> Picture | None:
        """The picture with a key; None when this organisation has none."""


@dataclass(frozen=True)
class DatabaseBlobs:
    """Pictures in the transaction of the caller: a picture and the event that names it are kept together, or not."""

    connection: Connection
    clock: Clock

    def keep(self, organisation_id: int, picture: Picture) -> str:
        """Keep a picture; returns its key."""
        key = key_of(picture)
        row = {"organisation_id": organisation_id, "key": key, "kept_at": self.clock.now()} | vars(picture)
        self.connection.execute(insert(blob).values(row).on_conflict_do_nothing())
        return key

    def fetch(self, organisation_id: int, key: str) -> Picture | None:
        """The picture with a key; None when this organisation has none."""
        kept = blob.c
        found = select(kept.content, kept.media_type, kept.width, kept.height).where(
            kept.organisation_id == organisation_id, kept.key == key
        )
        row = self.connection.execute(found).first()
        return None if row is None else Picture(bytes(row.content), row.media_type, row.width, row.height)


def key_of(picture: Picture) -> str:
    """The key of a picture: SHA-256 of its content, in hexadecimal digits."""
    return hashlib.sha256(picture.content).hexdigest()
