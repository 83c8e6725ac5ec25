"""What the demo is made of: the facts in `demo_town.toml` and the invented handling in `demo_handling.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any

from config.kinds import DATA


@dataclass(frozen=True)
class Neighbourhood:
    """A part of the town: centre in WGS 84, radius in km around it, share (0 to 1) of all meldingen."""

    code: str
    name: str
    lon: float
    lat: float
    km: float
    share: float


@dataclass(frozen=True)
class Service:
    """A service; `pace` and `busy_pace` multiply durations, the latter in the months `busy`."""

    code: str
    name: str
    pace: float
    busy: tuple[int, ...]
    busy_pace: float
    mistaken: tuple[str, ...]

    def pace_in(self, month: int) -> float:
        """How many times as long this service takes for what it begins in a month."""
        return self.pace * (self.busy_pace if month in self.busy else 1.0)


@dataclass(frozen=True)
class Channel:
    """A way in; `share` at the start and at the end of the trend."""

    code: str
    name: str
    share: tuple[float, float]


@dataclass(frozen=True)
class Partner:
    """Who is asked for advice or given work; `days` is the median of its advice in working days."""

    code: str
    name: str
    days: float
    late: float
    system: str


@dataclass(frozen=True)
class Category:
    """A category with everything that decides how its meldingen go; see the head of the file."""

    code: str
    name: str
    theme: str
    service: str
    rate: float
    season: tuple[float, ...]
    median: float
    spread: float
    advice: Mapping[str, float]
    external: Mapping[str, float]
    decision: float
    tasks: float
    stuck: float
    titles: tuple[str, ...]
    norm: int | None = None
    crew: tuple[str, ...] = ("eigen_ploeg", "eigen_ploeg", "eigen_ploeg", "aannemer")
    place: float = 0.95
    complaint: float = 0.03
    question: float = 0.02


@dataclass(frozen=True)
class Town:
    """The municipality, its days and its parts. `closing_days` are (month, day) to reason."""

    code: str
    name: str
    kind: str
    nis_code: str
    population: int
    source: str
    time_zone: str
    holiday_calendar: str
    closing_days: Mapping[tuple[int, int], str]
    neighbourhoods: tuple[Neighbourhood, ...]

    @cached_property
    def shares(self) -> list[float]:
        """Cumulative share of the neighbourhoods, in their order."""
        return list(accumulate(part.share for part in self.neighbourhoods))


@dataclass(frozen=True)
class Handling:
    """How the town handles its meldingen."""

    channel_trend: tuple[date, date]
    storm: tuple[str, ...]
    services: Mapping[str, Service]
    channels: Mapping[str, Channel]
    partners: Mapping[str, Partner]
    categories: Mapping[str, Category]

    def of_service(self, service: str) -> list[Category]:
        """The categories that belong to a service."""
        return [category for category in self.categories.values() if category.service == service]


@lru_cache(maxsize=1)
def town() -> Town:
    """The facts of `demo_town.toml`."""
    raw = _read("demo_town.toml")
    parts = tuple(Neighbourhood(**part) for part in raw.pop("neighbourhood"))
    closed = {(int(day[:2]), int(day[3:])): reason for day, reason in raw.pop("closing_days").items()}
    return Town(**raw, closing_days=closed, neighbourhoods=parts)


@lru_cache(maxsize=1)
def handling() -> Handling:
    """The invented part, of `demo_handling.toml`."""
    raw = _read("demo_handling.toml")
    return Handling(
        channel_trend=tuple(raw["channel_trend"]),
        storm=tuple(raw["storm"]),
        services=_by_code(Service, raw["service"]),
        channels=_by_code(Channel, raw["channel"]),
        partners=_by_code(Partner, raw["partner"]),
        categories=_by_code(Category, raw["category"]),
    )


def _by_code(make: Any, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {row["code"]: make(**{key: _frozen(value) for key, value in row.items()}) for row in rows}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
