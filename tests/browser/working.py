"""What stands beside a web process: a worker, and an ear for what it tells."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from config.clock import FixedClock
from config.settings import Settings, with_role
from dashboard.jobs.worker import Worker
from queries.versions import Listener, Versions


@contextmanager
def worked(settings: Settings, clock: FixedClock) -> Iterator[None]:
    """A worker in a thread of its own."""
    one = Worker(settings, clock)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(one.run()))
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(one.stop)
        thread.join()
        loop.close()


@contextmanager
def hearing(url: str, versions: Versions) -> Iterator[None]:
    """A web process that listens."""
    listener = Listener(with_role(url, "heli_writer"), versions).start()
    try:
        yield
    finally:
        listener.stop()
