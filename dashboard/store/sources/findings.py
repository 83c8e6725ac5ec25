"""What was found in the rows of a file: refused with a reason, or loaded but to be looked at."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from config.errors import ImportRefused
from config.language import N_, t
from dashboard.store.staging import Refusal, Suspicion

MOST_LISTED = 10_000
SAMPLE = 1_000
_EXAMPLES = 5
_SHOWN = 80
_MORE = N_("{count} more rows have the same remark as line {example}; they are not listed one by one.")
_TOO_MANY = N_(
    "{refused} of {read} rows cannot be read, more than the mapping allows. Does the mapping belong to this file?"
)
_EXAMPLE = N_("  line {line}: {what}")

Params = Callable[[int], dict[str, Any]]


def shown(value: object) -> str:
    """A value as it appears in a message: short and on one line."""
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


class TooManyRefused(ImportRefused):
    """Too many rows of a file were refused for the rest to be trusted; its text names the first few."""

    def __init__(self, read: int, refused: int, examples: Sequence[Refusal]) -> None:
        super().__init__(_TOO_MANY, read=read, refused=refused)
        self.examples = tuple(examples)

    def text(self, language: str | None = None) -> str:
        """The message, and a line for each example."""
        lines = [
            t(_EXAMPLE, language, line=row.line, what=t(row.reason, language, **row.params)) for row in self.examples
        ]
        return "\n".join([super().text(language), *lines])


class Findings:
    """Collects per chunk; `take` hands over and empties."""

    def __init__(self, most_refused: float) -> None:
        self.most_refused = most_refused
        self.read = self.refused = 0
        self._refusals: list[Refusal] = []
        self._suspicions: list[Suspicion] = []
        self._examples: list[Refusal] = []
        self._listed: Counter[str] = Counter()
        self._first: dict[str, tuple[int, int]] = {}

    def refuse(self, line: int, reason: str, **params: Any) -> None:
        """Refuse the row on this line."""
        refusal = Refusal(int(line), reason, params)
        self.refused += 1
        self._refusals.append(refusal)
        if len(self._examples) < _EXAMPLES:
            self._examples.append(refusal)

    def suspect(self, line: int, kind: str, **params: Any) -> None:
        """List the row on this line; beyond MOST_LISTED of a kind they are only counted."""
        self._listed[kind] += 1
        if self._listed[kind] <= MOST_LISTED:
            self._suspicions.append(Suspicion(kind, int(line), params))
            self._first.setdefault(kind, (int(line), 0))
        elif self._listed[kind] == MOST_LISTED + 1:
            self._first[kind] = (self._first[kind][0], int(line))

    def take(self, read: int) -> tuple[list[Refusal], list[Suspicion]]:
        """What a chunk of `read` rows gave. Raises TooManyRefused once the mapping's share is passed."""
        self.read += read
        if self.read >= SAMPLE and self.refused > self.most_refused * self.read:
            raise TooManyRefused(self.read, self.refused, self._examples)
        refusals, suspicions = self._refusals, self._suspicions
        self._refusals, self._suspicions = [], []
        return refusals, suspicions

    def end(self) -> None:
        """After the last row: lists what was only counted. Raises TooManyRefused when no row at all was accepted."""
        if self.read and self.refused == self.read:
            raise TooManyRefused(self.read, self.refused, self._examples)
        for kind, (example, line) in self._first.items():
            if line:
                count = self._listed[kind] - MOST_LISTED
                self._suspicions.append(Suspicion(_MORE, line, {"count": count, "example": example}))


class Judge:
    """The rows of one chunk under judgement: `ok` are those not refused yet; the first reason counts."""

    def __init__(self, lines: np.ndarray, findings: Findings) -> None:
        self.lines, self.findings = lines, findings
        self.ok = np.ones(len(lines), dtype=bool)

    def refuse(self, bad: np.ndarray, reason: str, params: Params) -> None:
        """Refuse the rows of a mask; `params` gives the parameters of the reason for a position."""
        for at in np.flatnonzero(bad & self.ok).tolist():
            self.findings.refuse(self.lines[at], reason, **params(at))
        self.ok &= ~bad

    def suspect(self, odd: np.ndarray, kind: str, params: Params) -> None:
        """List the accepted rows of a mask."""
        for at in np.flatnonzero(odd & self.ok).tolist():
            self.findings.suspect(self.lines[at], kind, **params(at))
