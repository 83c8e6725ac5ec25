"""Public ids: UUIDv7 (RFC 9562), random for what we make, derived for what a source already names."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from config.clock import Clock

_RANDOM_BITS = 74


def uuid7(milliseconds: int, random: int) -> UUID:
    """A UUIDv7 from Unix milliseconds and 74 random bits (12 in `rand_a`, 62 in `rand_b`)."""
    rand_a, rand_b = (random >> 62) & 0xFFF, random & ((1 << 62) - 1)
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)


def milliseconds_of(instant: datetime) -> int:
    """Unix milliseconds of an aware instant."""
    return int(instant.timestamp() * 1000)


def new_id(clock: Clock) -> UUID:
    """A new random id, sortable by the moment it was made."""
    return uuid7(milliseconds_of(clock.now()), secrets.randbits(_RANDOM_BITS))


def derived_id(milliseconds: int, *parts: object) -> UUID:
    """The id that a source's own key always gets, so that a link survives a voided and repeated import."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return uuid7(milliseconds, int.from_bytes(digest[:10]) & ((1 << _RANDOM_BITS) - 1))
