"""Small numbers withheld, so that a published table tells nothing about single people. Pure functions.

A row is what is published together: the parts of one municipality in one month, and their sum. A part of 1 to 4 is
withheld. Because the sum is shown, others are withheld with it until what is missing is at least two parts that
together are at least 5: the smallest first, and the sum itself when there is nothing else. A 0 is shown.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST = 5
Key = TypeVar("Key", bound=Hashable)


def published(parts: Mapping[Key, int], least: int = LEAST) -> tuple[dict[Key, int | None], int | None]:
    """The parts and their sum as they may be shown, None where withheld."""
    total = sum(parts.values())
    withheld = {key for key, n in parts.items() if 0 < n < least}
    rest = sorted((n, number, key) for number, (key, n) in enumerate(parts.items()) if n >= least)
    while withheld and rest and not _hidden(parts, withheld, least):
        withheld.add(rest.pop(0)[2])
    shown = {key: None if key in withheld else n for key, n in parts.items()}
    small = 0 < total < least
    return shown, None if small or (withheld and not _hidden(parts, withheld, least)) else total


def _hidden(parts: Mapping[Key, int], withheld: set[Key], least: int) -> bool:
    """Whether the sum of what is withheld tells none of it."""
    return len(withheld) > 1 and sum(parts[key] for key in withheld) >= least
