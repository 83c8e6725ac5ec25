"""Memory while loading does not grow with the delivery: a batch is let go when the next is read."""

import gc
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from config.clock import FixedClock
from dashboard.store.loader import load
from dashboard.store.staging import Delivery
from tests.conftest import NOW
from tests.deliveries import batch, melding

NOW_CLOCK = FixedClock(NOW)
BATCHES, MELDINGEN, LETTERS = 40, 100, 5_000
CHILD = """
import resource, sys
from tests.store.test_loader_memory import NOW_CLOCK, long_batches
from dashboard.store.engine import Writer
from dashboard.store.loader import load
from dashboard.store.staging import Delivery
used = []
def watched():
    for one in long_batches():
        yield one
        used.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
load(Writer(sys.argv[1]), NOW_CLOCK, Delivery(int(sys.argv[2]), "csv", "CSV", watched()))
print(used[4], used[-1])
"""


def long_batches():
    """Eighty megabytes of titles in all, two a batch."""
    for number in range(BATCHES):
        keys = range(number * MELDINGEN, (number + 1) * MELDINGEN)
        yield batch([event for key in keys for event in melding(str(key), "2026-03-02", title=f"{key}" * LETTERS)])


def test_a_batch_is_let_go(town):
    told, alive = [], []

    def batches():
        for number in range(10):
            one = batch(melding(str(number), "2026-03-02"))
            told.append(weakref.ref(one.events))
            yield one
            del one
            gc.collect()
            alive.append(sum(events() is not None for events in told))

    load(town.writer, town.clock, Delivery(town.id, "csv", "CSV", batches()))
    assert max(alive) <= 2


@pytest.mark.skipif(sys.platform != "linux", reason="counts kilobytes as Linux does")
def test_a_long_delivery_takes_no_more_memory_than_a_short_one(town, shared_writer):
    url = shared_writer.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", CHILD, url, str(town.id)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    early, late = map(int, done.stdout.split())
    assert (late - early) / 1024 < 20, f"{early} kB after five batches, {late} kB after {BATCHES}"
    assert len(town.rows("SELECT FROM melding WHERE organisation_id = :o")) == BATCHES * MELDINGEN
