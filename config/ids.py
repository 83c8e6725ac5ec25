"""Public ids: UUIDv7 (RFC 9562), random for what we make, derived for what a source already names."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

from config.clock import Clock

_RANDOM_BITS = 74
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def uuid7(milliseconds: int, random: int) -> UUID:
    """A UUIDv7 from Unix milliseconds and 74 random bits (12 in `rand_a`, 62 in `rand_b`)."""
    rand_a, rand_b = (random >> 62) & 0xFFF, random & ((1 << 62) - 1)
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)


def milliseconds_of(instant: datetime) -> int:
    """Whole Unix milliseconds of an aware instant, counted without floating point as PostgreSQL does."""
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def new_id(clock: Clock) -> UUID:
    """A new random id, sortable by the moment it was made."""
    return uuid7(milliseconds_of(clock.now()), secrets.randbits(_RANDOM_BITS))


def derived_id(milliseconds: int, *parts: object) -> UUID:
    """The id that a source's own key always gets, so that a link survives a voided and repeated import.

    `dashboard.store.merge` makes the same id in SQL: 48 bits of time, then hexadecimal digits of a SHA-256.
    """
    digits = hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()
    return UUID(f"{milliseconds:012x}7{digits[0:3]}{'89ab'[int(digits[3], 16) & 3]}{digits[4:19]}")
