"""What could not be read of a page of decisions, collected: the same remark about several is one sentence."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from config.language import N_
from dashboard.store.sources.findings import shown
from dashboard.store.sources.lblod_told import Problem

MOST = 50
"""Sentences of one page: a person reads them."""
UNREAD = N_(
    "The file refers to {address} for the meaning of its words. That was not fetched, so something may be missing."
)


class Problems:
    """Collects in the order of the page."""

    def __init__(self) -> None:
        self._single: list[Problem] = []
        self._counted: dict[str, list[str]] = defaultdict(list)

    def add(self, sentence: str, **params: Any) -> None:
        """A remark that is made once."""
        problem = Problem(sentence, params)
        if problem not in self._single and len(self._single) < MOST:
            self._single.append(problem)

    def count(self, sentence: str, name: str) -> None:
        """A remark about one of perhaps many, known by `name`; its sentence has the places count and name."""
        self._counted[sentence].append(shown(name))

    def unread(self, addresses: Iterable[str]) -> None:
        """Contexts that were not fetched."""
        for address in addresses:
            self.add(UNREAD, address=shown(address))

    def told(self) -> tuple[Problem, ...]:
        """All of it."""
        counted = (Problem(one, {"count": len(names), "name": names[0]}) for one, names in self._counted.items())
        return (*self._single, *counted)
