"""What an import did, for a person and for a machine: exact counts, and of each reason the first examples."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Self
from uuid import UUID

from config.language import N_, number, t
from config.plain import plain
from dashboard.store.staging import Batch, Refusal, Suspicion

MOST = 1_000
"""So many rows are listed of one reason; all are counted."""


@dataclass
class Report:
    """What one run did, for a person (`text`) and for a machine (`to_json`).

    `refused` and `suspicions` list at most MOST rows a reason; `reasons` and `remarks` count them all. `problem` says
    why nothing was loaded. `made`: when the delivery was made, as ISO text; None where it tells of no moment. `erased`:
    the day on which the listed rows were removed at the end of their retention, as ISO text; None where they stand.
    read = loaded + updated + unchanged + refused_rows when a row tells one melding.
    """

    run_id: UUID
    read: int = 0
    loaded: int = 0
    updated: int = 0
    unchanged: int = 0
    events: int = 0
    refused: list[Refusal] = field(default_factory=list)
    suspicions: list[Suspicion] = field(default_factory=list)
    dropped_columns: tuple[str, ...] = ()
    seconds: float = 0.0
    reasons: dict[str, int] = field(default_factory=dict)
    remarks: dict[str, int] = field(default_factory=dict)
    problem: Refusal | None = None
    made: str | None = None
    erased: str | None = None

    @property
    def refused_rows(self) -> int:
        """How many rows were refused, listed or not."""
        return sum(self.reasons.values())

    def add(self, batch: Batch) -> None:
        """Count what a batch told."""
        self.read += batch.read
        for refusal in batch.refusals:
            if _counted(self.reasons, refusal.reason):
                self.refused.append(refusal)
        for suspicion in batch.suspicions:
            self.suspect(suspicion)

    def suspect(self, suspicion: Suspicion) -> None:
        """Count one thing to look at."""
        if _counted(self.remarks, suspicion.kind):
            self.suspicions.append(suspicion)

    def refuse(self, problem: Refusal) -> None:
        """Nothing was loaded, and this is why."""
        self.problem = problem
        self.loaded = self.updated = self.unchanged = self.events = 0

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values that the database can keep."""
        return dict(plain(asdict(self)))

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """The report that `to_json` gave."""
        typed = {
            "run_id": UUID(told["run_id"]),
            "refused": [Refusal(**row) for row in told["refused"]],
            "suspicions": [Suspicion(**row) for row in told["suspicions"]],
            "dropped_columns": tuple(told["dropped_columns"]),
            "problem": Refusal(**told["problem"]) if told.get("problem") else None,
        }
        return cls(**(told | typed))

    def text(self, language: str | None = None, most: int = 20) -> str:
        """The report as lines; at most `most` refused rows and `most` remarks are written out."""
        counts = t(
            N_("{read} rows read: {loaded} new, {updated} changed, {unchanged} unchanged, {refused} refused."),
            language,
            read=number(self.read, language),
            loaded=number(self.loaded, language),
            updated=number(self.updated, language),
            unchanged=number(self.unchanged, language),
            refused=number(self.refused_rows, language),
        )
        lines = [counts, *self._whole(language)]
        refused = [(row.line, row.reason, row.params) for row in self.refused]
        lines += _listed(N_("Refused rows"), refused, self.reasons, language, most)
        suspect = [(row.line, row.kind, row.params) for row in self.suspicions]
        return "\n".join(lines + _listed(N_("Look at these"), suspect, self.remarks, language, most))

    def _whole(self, language: str | None) -> Iterator[str]:
        if self.problem:
            yield t(self.problem.reason, language, **self.problem.params)
        if self.dropped_columns:
            names = ", ".join(self.dropped_columns)
            yield t(N_("Not kept, because they hold personal data: {columns}."), language, columns=names)


def _counted(counts: dict[str, int], reason: str) -> bool:
    """Count one more; whether it is still one of those to list."""
    counts[reason] = counts.get(reason, 0) + 1
    return counts[reason] <= MOST


def _listed(
    title: str, rows: list[tuple[int, str, dict[str, Any]]], counts: dict[str, int], language: str | None, most: int
) -> list[str]:
    if not rows:
        return []
    lines = [f"{t(title, language)}:", *(_row(*row, language) for row in rows[:most])]
    more = sum(counts.values()) - len(rows[:most])
    if more:
        lines.append(t(N_("  and {count} more"), language, count=number(more, language)))
    return lines


def _row(line: int, what: str, params: dict[str, Any], language: str | None) -> str:
    """One row; line 0 is a remark on the whole delivery."""
    words = t(what, language, **params)
    return t(N_("  line {line}: {what}"), language, line=line, what=words) if line else f"  {words}"
