"""Imports in a process of its own that can be killed: says on stdout where it is, and waits there when asked to."""

import sys
import threading
from datetime import UTC, datetime

from config.clock import FixedClock
from config.errors import DatabaseUnavailable
from dashboard.store.engine import Writer
from dashboard.store.loader import load
from dashboard.store.staging import Delivery
from tests.deliveries import batch, melding

NOW = datetime(2026, 11, 22, tzinfo=UTC)
STEPS = {"Reading rows": "reading", "Comparing with what is known": "merging", "Deriving the numbers": "projecting"}


def told(batches=5, meldingen=20):
    """Batches of meldingen, a third of them closed."""
    for number in range(batches):
        keys = range(number * meldingen, (number + 1) * meldingen)
        yield [
            event
            for key in keys
            for event in melding(str(key), "2026-03-02 10:00", None if key % 3 else "2026-03-05 10:00")
        ]


def main(url: str, organisation_id: int, wait_at: str) -> None:
    def progress(step: str, done: int) -> None:
        print(STEPS[step], done, flush=True)
        if wait_at == f"{STEPS[step]} {done}":
            threading.Event().wait(60)

    batches = (batch(events) for events in told())
    try:
        load(Writer(url), FixedClock(NOW), Delivery(organisation_id, "csv", "CSV", batches), progress)
    except DatabaseUnavailable:
        print("unavailable", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
