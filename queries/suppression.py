"""Small numbers withheld, so that a published table tells nothing about single people. Pure functions.

A row is what is published together: the parts of one municipality in one month, and their sum. A part of 1 to 4 is
withheld. Because the sum is shown, others are withheld with it, the smallest first and equal ones together, until
what is missing has at least two different values that together are at least 5; and the sum itself when there is
nothing else. What is missing may then be in any order, so that none of it is told. A 0 is shown.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST = 5
Key = TypeVar("Key", bound=Hashable)


def published(parts: Mapping[Key, int], least: int = LEAST) -> tuple[dict[Key, int | None], int | None]:
    """The parts and their sum as they may be shown, None where withheld."""
    withheld = [n for n in parts.values() if 0 < n < least]
    rest = sorted(n for n in parts.values() if n >= least)
    while withheld and rest and not _hidden(withheld, least):
        withheld += [n for n in rest if n == rest[0]]
        rest = [n for n in rest if n != rest[0]]
    most = max(withheld, default=0)
    shown = {key: None if 0 < n <= most else n for key, n in parts.items()}
    told = not withheld or _hidden(withheld, least)
    return shown, sum(parts.values()) if told else None


def _hidden(withheld: list[int], least: int) -> bool:
    """Whether the sum of what is withheld tells none of it."""
    return len(set(withheld)) > 1 and sum(withheld) >= least
