"""The worker's look, every second, at what a person asked for or planned; beside the jobs that go by the clock."""

import asyncio
from collections.abc import Callable

from config.clock import Clock
from config.settings import Settings
from dashboard.store.engine import Writer

TICK = 1.0
Look = Callable[[Writer, Clock], int]
"""Does what waits, or part of it; tells how much it did."""


async def serve(settings: Settings, clock: Clock, look: Look) -> None:
    """Do what waits, one after another, until cancelled. Raises DatabaseUnavailable when the database goes away.

    It has a connection of its own: a long derivation must hold up neither what goes by the clock nor what was planned.
    """
    writer = Writer(settings.url_for("writer"), pool_size=1)
    try:
        while True:
            if not await _finished(asyncio.ensure_future(asyncio.to_thread(look, writer, clock))):
                await asyncio.sleep(TICK)
    finally:
        writer.close()


async def _finished(running: asyncio.Future[int]) -> int:
    """Wait for a look, also when told to stop: its thread goes on anyway, and still needs its connection."""
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
