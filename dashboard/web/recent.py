"""What this process remembers for a short while, so that the same small thing is not asked or written over and over."""

import threading
from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Any

MOST = 10_000
"""Entries after which everything old is forgotten at once, and if need be everything."""


class Recent:
    """Values that are forgotten `after` some time. Thread-safe."""

    def __init__(self, after: timedelta) -> None:
        self.after = after
        self._known: dict[Hashable, tuple[datetime, Any]] = {}
        self._lock = threading.Lock()

    def find(self, key: Hashable, now: datetime) -> Any | None:
        """The value kept under `key`, unless it is too old."""
        at, value = self._known.get(key, (None, None))
        return value if at is not None and at <= now < at + self.after else None

    def keep(self, key: Hashable, value: Any, now: datetime) -> None:
        """Remember `value` from now on."""
        with self._lock:
            if len(self._known) >= MOST:
                self._known = {key: item for key, item in self._known.items() if now < item[0] + self.after}
            if len(self._known) >= MOST:
                self._known = {}
            self._known[key] = (now, value)
