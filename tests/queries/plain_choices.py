"""The plain recomputation of the questions about choices, beside those about proposals."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.queries.plain import Row, age, on_grid, ranks
from tests.queries.plain_proposals import CHOSEN, STANDING, PlainProposals

OUTCOMES = ("selected", "not_selected", "deferred")


class PlainChoices:
    """Counts one choice after another, of the proposals of a plain reading."""

    def __init__(self, plain: PlainProposals) -> None:
        self.plain, self.embargoed = plain, plain.scope.embargoed
        self.places = [(rows["proposal"][0], rows) for rows in plain.every]

    def _version(self, rows: dict[str, list[Row]], *, public: bool) -> Row | None:
        return next((one for one in rows["selection"] if one["shown" if public else "current"]), None)

    def decided(self) -> Iterator[tuple[Row, Row]]:
        """Places decided on in the period as the scope may know, each with that choice."""
        for row, rows in self.places:
            choice = self._version(rows, public=not self.embargoed)
            if choice and self.plain.inside(choice["made_day" if self.embargoed else "published_day"]):
                yield row, choice

    def published(self) -> list[Row]:
        """The choices published in the period that are public."""
        shown = [self._version(rows, public=True) for row, rows in self.places if row["public_stage"] is not None]
        return [one for one in shown if one and self.plain.inside(one["published_day"])]

    def realised(self) -> int:
        done = [row for row, _ in self.places if self.plain.inside(row["realised_day"])]
        return sum(self.embargoed or row["public_stage"] == "realised" for row in done)

    def by_outcome(self) -> tuple[int, ...]:
        outcomes = [choice["outcome"] for _, choice in self.decided()]
        return len(outcomes), *(outcomes.count(one) for one in OUTCOMES), self.realised()

    def motivated(self, outcome: str | None = None) -> tuple[int, int]:
        """Decided on, and published with a motivation at the horizon."""
        own = [choice for _, choice in self.decided() if outcome in (None, choice["outcome"])]
        return len(own), sum(bool(one["motivation"]) and self._then(one["published_at"]) for one in own)

    def reasons(self, *themes: int | None) -> dict[tuple[str, str | None], int]:
        """Places by outcome and reason, of some themes or all."""
        found: dict[tuple[str, str | None], int] = {}
        for row, choice in self.decided():
            for reason in (choice["reasons"] or [None]) if not themes or row["theme_id"] in themes else []:
                key = choice["outcome"], reason
                found[key] = found.get(key, 0) + 1
        return found

    def _then(self, moment: datetime | None) -> bool:
        return moment is not None and moment <= self.plain.horizon

    def waiting(self) -> Iterator[tuple[bool, float]]:
        """Of what was selected and not begun: whether works are planned, and its age in days on the grid."""
        days = self.plain.filters.days
        for row, rows in self.places:
            if not self.embargoed:
                begun = row["explained_at"], row["explained_day"]
                if row["public_stage"] in ("selected", "planned") and self._then(begun[0]):
                    yield row["public_stage"] == "planned", on_grid(age(self.plain, *begun), days)
            elif not (self._then(row["started_at"]) or self._then(row["realised_at"])):
                for step in rows["proposal_step"]:
                    open_then = not self._then(step["ended_at"])
                    if step["step"] == "start" and self._then(step["begun_at"]) and open_then:
                        grown = on_grid(age(self.plain, step["begun_at"], step["begun_day"]), days)
                        yield self._then(row["planned_at"]), grown

    def not_started(self) -> tuple[Any, ...]:
        """n, planned, and the ages."""
        if not self.embargoed and self.plain.filters.lag:
            return (None,) * 5
        found = list(self.waiting())
        n, *ages = ranks(grown for planned, grown in found if not planned)
        return n, len(found) - n, *ages

    def influence(self, *, area: int | None = None) -> tuple[int, int, int]:
        """Published in the period and standing, of these chosen or further, and realised; of one area."""
        stages = self.plain.filters.stages or STANDING
        there = [(row, rows) for row, rows in self.places if self.plain.stage(row) in stages]
        own = [(row, rows) for row, rows in there if self.plain.inside(row["published_day"])]
        here = [(row, rows) for row, rows in own if area in (None, row["area_id"])]
        done = sum(self._realised_then(row) for row, _ in here)
        return len(here), sum(self._chosen_then(row, rows) for row, rows in here), done

    def _chosen_then(self, row: Row, rows: dict[str, list[Row]]) -> bool:
        if self.embargoed and self.plain.stage(row) in CHOSEN:
            begun = [step["begun_at"] for step in rows["proposal_step"] if step["step"] == "start"]
            if begun and self._then(max(begun)):
                return True
        told = ["decided_at"] if self.embargoed else ["explained_at"] if row["explained_at"] else []
        worked = [] if told == ["explained_at"] else ["planned_at", "started_at", "realised_at"]
        return self.plain.stage(row) in CHOSEN and any(self._then(row[name]) for name in (*told, *worked))

    def _realised_then(self, row: Row) -> bool:
        return self.plain.stage(row) == "realised" and self._then(row["realised_at"])
