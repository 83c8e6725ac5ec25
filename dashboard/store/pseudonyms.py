"""Pseudonyms of people who vote: the same person always the same one, and nobody can go back from it.

A keyed hash (HMAC-SHA-256) of what the source calls the person. The key is derived from a secret of the installation
and the code of the organisation, so the same person has another pseudonym with another organisation. What the source
calls the person is never written down.
"""

import hmac
import unicodedata
from collections.abc import Iterable

_DIGITS = 32
_VERSION = "v1"
"""Stands before each pseudonym, in case they are made otherwise one day; with it there is always a digit."""


class Pseudonyms:
    """Makes the pseudonyms of one organisation."""

    def __init__(self, secret: str, organisation: str) -> None:
        self._key = hmac.digest(secret.encode(), f"pseudonyms/{organisation}".encode(), "sha256")

    def of(self, person: str) -> str:
        """The pseudonym of a person; capitals and spaces around do not count, as in an e-mail address."""
        name = unicodedata.normalize("NFKC", person).strip().casefold()
        return _VERSION + hmac.digest(self._key, name.encode("utf-8", "replace"), "sha256").hex()[:_DIGITS]

    def by_person(self, people: Iterable[str]) -> dict[str, str]:
        """The pseudonym of each of these."""
        return {person: self.of(person) for person in set(people)}
