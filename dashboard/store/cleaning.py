"""Removing what may not be kept: login attempts after a day, one-time links once they have expired."""

from datetime import timedelta

from sqlalchemy import delete

from config.clock import Clock
from dashboard.store.engine import Writer
from queries.tables import login_attempt, one_time_link

KEEP_ATTEMPTS = timedelta(days=1)


def remove_expired(writer: Writer, clock: Clock) -> int:
    """Remove them; returns how many rows went."""
    now = clock.now()
    with writer.transaction() as connection:
        attempts = connection.execute(delete(login_attempt).where(login_attempt.c.at < now - KEEP_ATTEMPTS))
        links = connection.execute(delete(one_time_link).where(one_time_link.c.expires_at < now))
    return attempts.rowcount + links.rowcount
