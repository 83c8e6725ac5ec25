"""Identical answers are computed once: when data moves, every open page asks for its numbers within the same second."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")
SECONDS = 3.0
"""How long an answer is kept: enough for the pages that refresh together, too short for anybody to notice."""


class Shared:
    """Answers that are being computed, or were a moment ago. Thread-safe.

    A key must hold everything that the answer depends on, who asks included.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._answers: dict[Hashable, tuple[float, Future[Any]]] = {}
        self._lock = threading.Lock()

    def answer(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What `compute` gives, from whoever asked first; a failure is told to all that wait, and not kept."""
        found, is_first = self._join(key)
        if is_first:
            try:
                found.set_result(compute())
            except BaseException as error:
                self._drop(key)
                found.set_exception(error)
        answer: T = found.result()
        return answer

    def _join(self, key: Hashable) -> tuple[Future[Any], bool]:
        with self._lock:
            now = monotonic()
            self._answers = {known: kept for known, kept in self._answers.items() if now < kept[0] + self.seconds}
            is_first = key not in self._answers
            return self._answers.setdefault(key, (now, Future()))[1], is_first

    def _drop(self, key: Hashable) -> None:
        with self._lock:
            self._answers.pop(key, None)
