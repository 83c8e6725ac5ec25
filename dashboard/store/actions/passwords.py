"""Password hashes: argon2id with the library's current parameters, replaced when those grow stronger."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from config.errors import InvalidInput
from config.language import N_

MINIMUM_LENGTH, MAXIMUM_LENGTH = 12, 256
_MINIMUM_DISTINCT = 5
_TELLING_NAME = 4  # shorter names occur within ordinary words
_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher.hash(password)


@cache
def unmatchable_hash() -> str:
    """A hash that no password matches, so that an unknown name costs as much time as a known one."""
    return _hasher.hash("\0 no password matches this")


def matches(password: str, stored: str | None) -> bool:
    """Whether `password` belongs to `stored`; takes as long when there is no hash at all."""
    try:
        return _hasher.verify(stored or unmatchable_hash(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def check_strength(password: str, username: str) -> None:
    """Refuse what is guessed first; length counts, special characters do not (NIST SP 800-63B)."""
    if len(password) < MINIMUM_LENGTH:
        raise InvalidInput(N_("Use at least {n} characters: a sentence is easy to remember."), n=MINIMUM_LENGTH)
    if len(password) > MAXIMUM_LENGTH:
        raise InvalidInput(N_("Use at most {n} characters."), n=MAXIMUM_LENGTH)
    holds_name = len(username) >= _TELLING_NAME and username.lower() in password.lower()
    if holds_name or len(set(password)) < _MINIMUM_DISTINCT:
        raise InvalidInput(N_("This password is too easy to guess: leave out the user name and repetitions."))
