"""Removing what may not be kept: login attempts after a day, one-time links once they have expired, what is known of
mails after a season."""

from datetime import timedelta

from sqlalchemy import delete

from config.clock import Clock
from dashboard.store.engine import Writer
from dashboard.store.mailing import forget_old
from queries.tables import login_attempt, one_time_link

KEEP_ATTEMPTS, KEEP_MAILS = timedelta(days=1), timedelta(days=90)


def remove_expired(writer: Writer, clock: Clock) -> int:
    """Remove them; returns how many rows went."""
    now = clock.now()
    with writer.transaction() as connection:
        attempts = connection.execute(delete(login_attempt).where(login_attempt.c.at < now - KEEP_ATTEMPTS))
        links = connection.execute(delete(one_time_link).where(one_time_link.c.expires_at < now))
        mails = forget_old(connection, now - KEEP_MAILS)
    return attempts.rowcount + links.rowcount + mails
