"""How organisations show themselves, as this process remembers it: name, logo, colour, and origins of tiles."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from config.clock import Clock
from config.errors import DatabaseUnavailable
from config.layers import tile_origin
from dashboard.components.rows import records
from queries import appearance
from queries.db import Database, TooSlow

AFTER = timedelta(minutes=1)
"""After this long what another process wrote is seen here too."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Look:
    """What one organisation chose; None for what the product has itself."""

    organisation_id: int | None = None
    name: str | None = None
    logo: str | None = None
    accent: str | None = None

    @property
    def logo_address(self) -> str | None:
        """Where its logo is; the address changes with the picture."""
        return self.logo and f"/logo?organisation={self.organisation_id}&key={self.logo[:16]}"


@dataclass
class Looks:
    """The looks of all organisations. Asks the database at most once in AFTER, and after `forget`. Thread-safe."""

    db: Database
    clock: Clock
    _known: dict[int, Look] = field(default_factory=dict)
    _origins: tuple[str, ...] = ()
    _read_at: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, organisation_id: int) -> Look:
        """The look of one organisation."""
        self._refresh()
        return self._known.get(organisation_id, Look(organisation_id))

    def tile_origins(self) -> tuple[str, ...]:
        """Origins of the tiles that any map of this installation may show."""
        self._refresh()
        return self._origins

    def forget(self) -> None:
        """Read anew when next asked: something was written."""
        self._read_at = None

    def _refresh(self) -> None:
        now = self.clock.now()
        if self._read_at is not None and self._read_at <= now < self._read_at + AFTER:
            return
        if not self._lock.acquire(blocking=False):
            return  # somebody else reads; what is known will do
        try:
            self._read_at = now
            self._read()
        except (DatabaseUnavailable, TooSlow):
            log.warning("looks_not_read")
        finally:
            self._lock.release()

    def _read(self) -> None:
        with self.db.read() as db:
            rows = records(appearance.looks(db))
        self._known = {
            int(row.organisation_id): Look(int(row.organisation_id), row.name, row.logo, row.accent) for row in rows
        }
        found = (tile_origin(layer["url"]) for row in rows for layer in row.layers)
        self._origins = tuple(sorted({origin for origin in found if origin is not None}))
