"""The plain recomputation of the questions about proposals: one after another, from what the fold says each was."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from config.clock import to_utc
from queries.filters import WITHOUT, Filters, Scope
from tests.conftest import NOW
from tests.fold import Event
from tests.folds.proposals import fold
from tests.queries.plain import AREAS, SERVICES, Row, age, lasted, on_grid, ranks
from tests.world import CONTEXT

THEMES = {1: "vergroening", 2: "water"}
STANDING = (
    *("published", "shortlisted", "selected", "not_selected", "deferred", "planned", "in_execution", "realised"),
)
CHOSEN = ("selected", "planned", "in_execution", "realised")
PEOPLE = {1: 400, 2: 1_600}
"""Inhabitants of the areas of the world, of those of which they are known."""
ENDS = {
    "moderation": ("refused", "published"),
    "first_answer": ("refused", "published", "answered", "asked", "explained"),
    "choice": ("selected", "not_selected", "deferred"),
    "explanation": ("explained",),
    "start": ("in_execution", "realised"),
    "execution": ("realised",),
}
USUAL_DAYS = 5


class PlainProposals:
    """Counts one proposal after another."""

    def __init__(self, histories: Sequence[Sequence[Event]], scope: Scope, filters: Filters) -> None:
        self.filters, self.scope = filters, scope
        known = [rows for events in histories if (rows := fold(_until(events, filters.as_of), CONTEXT))]
        told = max((moment for rows in known for moment in self._told(rows)), default=NOW)
        as_of = max(NOW, told) if filters.as_of is None else min(filters.as_of, max(NOW, told))
        local = as_of.astimezone(ZoneInfo(CONTEXT.zone)).replace(tzinfo=None) - timedelta(days=filters.lag)
        self.horizon = to_utc(local, CONTEXT.zone).instant if filters.lag else as_of
        self.every = [rows for rows in known if self._may(rows["proposal"][0])]

    def _told(self, rows: dict[str, list[Row]]) -> Iterator[datetime]:
        """What a proposal tells of how far its source, with what is told here, is known."""
        row, public = rows["proposal"][0], not self.scope.embargoed
        moments = [row["planned_at"] if row["stage"] == "planned" else None, row["realised_at"]]
        moments += [one["ended_at"] or one["begun_at"] for one in rows["proposal_step"]]
        if public:
            moments = [row["explained_at"] if row["public_stage"] else None]
            moments += [row["realised_at"] if row["public_stage"] == "realised" else None]
        yield from filter(None, moments)

    def _may(self, row: Row) -> bool:
        """What scope and filters leave, whatever the stage unless one was chosen."""
        services = self.scope.reaches[0].service_ids
        seen = services is None or row["service_id"] is None or row["service_id"] in services
        asked = self.filters
        wanted_services = asked.services if self.scope.embargoed else ()  # it may be that of an unpublished plan
        dimensions = ("area_id", "theme_id", "service_id")
        chosen = zip((asked.areas, asked.themes, wanted_services), (AREAS, THEMES, SERVICES), dimensions, strict=True)
        codes = all(not wanted or names.get(row[key], WITHOUT) in wanted for wanted, names, key in chosen)
        known = self.scope.embargoed or row["public_stage"] is not None
        return seen and codes and known and (not asked.stages or self.stage(row) in asked.stages)

    def stage(self, row: Row) -> str | None:
        found: str | None = row["stage"] if self.scope.embargoed else row["public_stage"]
        return found

    def inside(self, day: date | None) -> bool:
        return day is not None and self.filters.first_day <= day <= self.filters.last_day

    def rows(self, table: str) -> list[Row]:
        return [row for rows in self.every for row in rows[table]]

    @property
    def standing(self) -> list[Row]:
        stages = self.filters.stages or STANDING
        there = [row for row in self.rows("proposal") if self.inside(row["submitted_day"])]
        return [row for row in there if self.stage(row) in stages]

    def happened(self, inside: Callable[[date | None], bool] | None = None) -> dict[str, int | None]:
        counts, within = inside or self.inside, self.rows("proposal")
        found: dict[str, int | None] = {
            what: sum(counts(row[f"{what}_day"]) for row in within) for what in ("submitted", "published", "refused")
        }
        for what in ("withdrawn", "merged"):
            found[what] = sum(counts(row["ended_day"]) and row["stage"] == what for row in within)
        return found if self.scope.embargoed else dict.fromkeys(found) | {"published": found["published"]}

    @property
    def ballots(self) -> list[Row]:
        return [row for row in self.rows("vote") if self.inside(row["day"])]

    def voters(self) -> int | None:
        people = {one for row in self.ballots for one in row["voters"] or ()}
        return len(people) if people or not self.ballots else None

    def waited(self, step: str) -> list[Row]:
        """Steps of a kind; of moderation and the first answer, but of what went on without."""
        steps = [row for row in self.rows("proposal_step") if row["step"] == step]
        needless = step in ("moderation", "first_answer")
        return [row for row in steps if not needless or row["ended_day"] is not None or row["stage"] == "submitted"]

    def waiting_after(self, day: date) -> int | None:
        if not self.scope.embargoed:
            return None
        begun = [row for row in self.waited("moderation") if row["begun_day"] <= day]
        return sum(row["ended_day"] is None or bool(row["ended_day"] > day) for row in begun)

    def ended(self, step: str, *, well: bool = True) -> list[Row]:
        steps = [row for row in self.rows("proposal_step") if row["step"] == step and self.inside(row["ended_day"])]
        return [row for row in steps if (row["result"] in ENDS[step]) is well]

    def going_on(self, step: str) -> list[float]:
        """The ages of a step under way, in days on the grid."""
        begun = [row for row in self.waited(step) if row["begun_at"] <= self.horizon]
        open_ones = [row for row in begun if row["ended_at"] is None or row["ended_at"] > self.horizon]
        days = self.filters.days
        return [on_grid(age(self, row["begun_at"], row["begun_day"]), days) for row in open_ones]

    def step(self, step: str) -> tuple[Any, ...]:
        """n, median, p90, longest, otherwise, open, and the ages."""
        ended = ranks(lasted(row, self.filters.days) for row in self.ended(step))
        if not self.scope.embargoed:
            return *ended, *[None] * 5
        return *ended, len(self.ended(step, well=False)), *ranks(self.going_on(step))

    def within(self) -> int:
        return sum(row["working_days"] <= USUAL_DAYS for row in self.ended("moderation"))

    def asked(self) -> int | None:
        if not self.scope.embargoed or self.filters.lag:
            return None
        waiting = [row for row in self.rows("proposal") if row["stage"] == "submitted"]
        then = [row for row in waiting if row["submitted_at"] <= self.horizon]
        return sum(bool(row["asked_at"] and row["asked_at"] <= self.horizon) for row in then)

    def by_area(self) -> dict[int | None, int]:
        found: dict[int | None, int] = {}
        for row in self.standing:
            found[row["area_id"]] = found.get(row["area_id"], 0) + 1
        return found

    def people(self) -> dict[int, int]:
        """Inhabitants of the areas asked about."""
        asked = self.filters.areas
        return {area: n for area, n in PEOPLE.items() if not asked or AREAS[area] in asked}


def _until(events: Sequence[Event], as_of: datetime | None) -> list[Event]:
    return [event for event in events if as_of is None or event.kind == "void" or event.occurred_at <= as_of]
