"""The worker's look at what was asked in /beheer: every second, beside the jobs that go by the clock."""

import asyncio

from config.clock import Clock
from config.settings import Settings
from dashboard.store.engine import Writer
from dashboard.store.requests import do_next

TICK = 1.0


async def serve_requests(settings: Settings, clock: Clock) -> None:
    """Do what is asked, one after another, until cancelled. Raises DatabaseUnavailable when the database goes away.

    It has a connection of its own: a long derivation must not hold up what goes by the clock.
    """
    writer = Writer(settings.url_for("writer"), pool_size=1)
    try:
        while True:
            if not await _finished(asyncio.ensure_future(asyncio.to_thread(do_next, writer, clock))):
                await asyncio.sleep(TICK)
    finally:
        writer.close()


async def _finished(running: asyncio.Future[bool]) -> bool:
    """Wait for a request, also when told to stop: its thread goes on anyway, and still needs its connection."""
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
