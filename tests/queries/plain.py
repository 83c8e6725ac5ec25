"""The plain recomputation of the questions: one melding after another, from what the fold says each was."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from config.clock import to_utc
from config.grid import DAY, Grid, edges
from config.kinds import EventKind
from queries.filters import WITHOUT, Days, Filters
from tests.conftest import NOW
from tests.fold import Event, fold
from tests.world import CONTEXT

Row = dict[str, Any]
T = TypeVar("T")
NAMES = {
    "service": {1: "Groendienst", 2: "Netheid", 3: "Openbare Werken"},
    "category": {1: "Bomen", 2: "Put in de weg", 3: "Sluikstort"},
    "area": {1: "Centrum", 2: "Haven"},
    "channel": {1: "Telefoon", 2: "Web"},
    "partner": {1: "Brandweer", 2: "Politie"},
}
"""The names of the world by dimension and number."""
SERVICES, CATEGORIES, AREAS, CHANNELS = (
    {1: "groen", 2: "netheid", 3: "wegen"},
    {1: "boom", 2: "put", 3: "sluikstort"},
    {1: "centrum", 2: "haven"},
    {1: "telefoon", 2: "web"},
)


class Plain:
    """Counts one melding after another, from what the fold says each was."""

    def __init__(self, histories: list[list[Event]], scope_services: frozenset[int] | None, filters: Filters) -> None:
        self.filters = filters
        as_of = min(filters.as_of or NOW, NOW)
        local = as_of.astimezone(ZoneInfo(CONTEXT.zone)).replace(tzinfo=None) - timedelta(days=filters.lag)
        self.horizon = to_utc(local, CONTEXT.zone).instant if filters.lag else as_of
        known = histories if filters.as_of is None else [_until(events, filters.as_of) for events in histories]
        self.services = scope_services
        self.folded = [rows for rows in (fold(events, CONTEXT) for events in known) if rows]
        self.cases = [rows for rows in self.folded if self._wanted(rows["melding"][0])]

    def of(self, table: str) -> list[Row]:
        """The rows of a table that are asked about, each with the number of its melding as `case`."""
        found = [row | {"case": number} for number, rows in enumerate(self.folded) for row in rows[table]]
        return [row for row in found if self._wanted(row)]

    def _wanted(self, row: Row) -> bool:
        asked = self.filters
        chosen = (
            (asked.services, SERVICES, "service_id"),
            (asked.categories, CATEGORIES, "category_id"),
            (asked.areas, AREAS, "area_id"),
            (asked.channels, CHANNELS, "channel_id"),
        )
        codes = all(not wanted or names.get(row[key], WITHOUT) in wanted for wanted, names, key in chosen)
        seen = self.services is None or row["service_id"] in self.services
        return codes and seen and row["melding_kind"] == self.filters.kind

    def inside(self, day: date | None) -> bool:
        return day is not None and self.filters.first_day <= day <= self.filters.last_day

    @property
    def meldingen(self) -> list[Row]:
        return [rows["melding"][0] for rows in self.cases]

    @property
    def closings(self) -> list[Row]:
        return [row for rows in self.cases for row in rows["closing"]]

    def received(self) -> int:
        return sum(self.inside(row["received_day"]) for row in self.meldingen)

    def closed(self) -> list[Row]:
        return [row for row in self.closings if self.inside(row["closed_day"])]

    def reopenings(self) -> int:
        return sum(self.inside(row["reopened_day"]) for row in self.closings)

    def again(self) -> tuple[int, int]:
        span = timedelta(days=30)
        followed = [row for row in self.closed() if row["closed_at"] + span <= self.horizon]
        return sum(bool(r["reopened_at"]) and r["reopened_at"] <= r["closed_at"] + span for r in followed), len(
            followed
        )

    def open_before(self, day: date) -> int:
        """Open at the first instant of a day: received before, and not inside a span of being closed."""
        count = 0
        for rows in self.cases:
            inside = any(
                c["closed_day"] < day and (c["reopened_day"] is None or c["reopened_day"] >= day)
                for c in rows["closing"]
            )
            count += rows["melding"][0]["received_day"] < day and not inside
        return count

    def ages(self) -> list[float]:
        """Ages of what is open at the horizon."""
        waiting = [rows["melding"][0] for rows in self.cases if self.open_then(rows)]
        if self.filters.days is Days.CALENDAR:
            seconds = [int((self.horizon - row["received_at"]).total_seconds()) for row in waiting]
            return sorted(next(edge for edge in edges(Grid.SECONDS) if edge >= age) / DAY for age in seconds)
        today = CONTEXT.day(self.horizon)
        days = [CONTEXT.working_days(row["received_day"], today) for row in waiting]
        return sorted(next(edge for edge in edges(Grid.WORKING_DAYS) if edge >= age) for age in days)

    def open_then(self, rows: dict[str, list[Row]]) -> bool:
        inside = any(
            c["closed_at"] <= self.horizon and (c["reopened_at"] is None or c["reopened_at"] > self.horizon)
            for c in rows["closing"]
        )
        return rows["melding"][0]["received_at"] <= self.horizon and not inside

    def durations(self) -> list[float]:
        return sorted(self._days(row) for row in self.closed())

    def cohort(self) -> tuple[list[float], int, int]:
        """Durations of those closed at the horizon, how many are open then, and how many there are."""
        durations, still_open, total = [], 0, 0
        for rows in self.cases:
            row = rows["melding"][0]
            if not self.inside(row["received_day"]) or row["received_at"] > self.horizon:
                continue
            total += 1
            then = [c for c in rows["closing"] if c["closed_at"] <= self.horizon]
            if then and (then[-1]["reopened_at"] is None or then[-1]["reopened_at"] > self.horizon):
                durations.append(self._days(then[-1]))
            else:
                still_open += 1
        return sorted(durations), still_open, total

    def _days(self, row: Row) -> float:
        if self.filters.days is Days.WORKING:
            return next(edge for edge in edges(Grid.WORKING_DAYS) if edge >= row["lead_working_days"])
        return next(edge for edge in edges(Grid.SECONDS) if edge >= row["lead_seconds"]) / DAY

    def on_time(self) -> dict[str, int]:
        parts = dict.fromkeys(("on_time", "closed_late", "open_late", "too_early", "without_norm"), 0)
        for row in self.meldingen:
            part = self._judge(row)
            if part:
                parts[part] += 1
        return parts

    def _judge(self, row: Row) -> str | None:
        came_in = self.inside(row["received_day"]) and row["received_at"] <= self.horizon
        if row["deadline_at"] is None:
            return "without_norm" if came_in else None
        if row["judged_at"] is None or row["judged_at"] > self.horizon:
            return "too_early" if came_in else None
        if not self.inside(row["judged_day"]):
            return None
        if row["on_time"]:
            return "on_time"
        closed = row["first_closed_at"] is not None and row["first_closed_at"] <= self.horizon
        return "closed_late" if closed else "open_late"


def _until(events: list[Event], as_of: datetime) -> list[Event]:
    """Events that had occurred; a correction counts whenever it was made."""
    return [event for event in events if event.kind is EventKind.VOID or event.occurred_at <= as_of]


# --- what every oracle needs -------------------------------------------------------------------------------------
def lasted(row: Row, days: Days) -> float:
    """How long a row lasted, in days on the grid."""
    value = row["working_days"] if days is Days.WORKING else row["seconds"]
    return on_grid(value, days)


def on_grid(value: int, days: Days) -> float:
    """A number of steps as days on the grid."""
    grid, unit = (Grid.WORKING_DAYS, 1) if days is Days.WORKING else (Grid.SECONDS, DAY)
    return edges(grid)[bisect_left(edges(grid), value)] / unit


def age(plain: Any, begun: datetime, day: date) -> int:
    """From a moment to the horizon, in steps of the grid."""
    if plain.filters.days is Days.WORKING:
        return CONTEXT.working_days(day, CONTEXT.day(plain.horizon))
    return int((plain.horizon - begun).total_seconds())


def ranks(values: Iterable[float]) -> tuple[int, float | None, float | None, float | None]:
    """n, median, p90 and longest."""
    ordered = sorted(values)
    n = len(ordered)
    half, most, longest = (ordered[-(-n * percent // 100) - 1] if n else None for percent in (50, 90, 100))
    return n, half, most, longest


def grouped(rows: Iterable[T], key: Callable[[T], Any]) -> dict[Any, list[T]]:
    """Rows by a key."""
    found: dict[Any, list[T]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
