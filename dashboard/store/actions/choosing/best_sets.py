"""Asking for the best set of a round under wishes: the worker looks for it, with the rights of who asked."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from config.clock import Clock
from config.criteria import are_weights
from config.errors import InvalidInput
from dashboard.store.actions import audit
from dashboard.store.actions.choosing.rounds import LARGEST_BUDGET, MOST_PLACES, SPREAD, Within, round_of
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.actions.requests import Work, ask
from dashboard.store.actions.writing import Writing


@dataclass(frozen=True)
class Wishes:
    """What a set must respect, None: no limit. `budget` in whole euro; `most` places in all; `least` and
    `most_per_area` of each neighbourhood that has candidates; `weights` by criterion say what a place is worth.

    `said`: a place whose outcome was said keeps it: what is selected is in, all else of these is out.
    """

    weights: Mapping[str, int]
    budget: int | None = None
    most: int | None = None
    least: int = 0
    most_per_area: int | None = None
    said: bool = True

    def check(self) -> None:
        """Raise InvalidInput for what nobody can mean."""
        limits = ((self.budget, LARGEST_BUDGET), (self.most, MOST_PLACES), (self.most_per_area, MOST_PLACES))
        if not are_weights(self.weights) or any(told is not None and not 0 <= told <= top for told, top in limits):
            raise InvalidInput()
        if not 0 <= self.least <= (MOST_PLACES if self.most_per_area is None else self.most_per_area):
            raise InvalidInput(SPREAD)


def ask_best_set(*, writer: Writing, clock: Clock, by: Acting, round_id: UUID, wishes: Wishes) -> UUID:
    """Ask for the best set of a round that is open. Returns the number of the request.

    Raises NotFound for a round that the organisation does not have, and InvalidInput for a closed one or wishes that
    nobody can mean.
    """
    wishes.check()
    with writer.transaction() as connection:
        said: dict[str, Any] = {"clock": clock, "actor": by.actor, "organisation_id": by.organisation_id}
        own = round_of(connection, Within(by.organisation_id, round_id))
        asked = asdict(wishes) | {"weights": dict(wishes.weights)}
        audit.record(connection, action="best_set_asked", detail={"ref": own.ref}, **said)
        return ask(connection, work=Work.BEST_SET, subject_id=round_id, asked=asked, **said)
