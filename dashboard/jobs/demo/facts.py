"""How the demo's town handles its meldingen: the invented facts in `demo_handling.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from config.kinds import DATA


@dataclass(frozen=True)
class Service:
    """A service; `pace` and that of the month, January first, multiply durations."""

    code: str
    name: str
    pace: float
    months: tuple[float, ...]
    mistaken: tuple[str, ...]

    def pace_in(self, month: int) -> float:
        """How many times as long this service takes for what it begins in a month."""
        return self.pace * self.months[month - 1]


@dataclass(frozen=True)
class Reorganisation:
    """From `day` on the services `parts` are one service, `into`."""

    day: date
    parts: frozenset[str]
    into: str
    name: str


@dataclass(frozen=True)
class Heap:
    """A place in a village where a `share` of some regional categories lies during an occasion."""

    village: str
    lon: float
    lat: float
    share: float
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Occasion:
    """What happened from `first` to `last`; see the head of the file."""

    code: str
    first: date
    last: date
    factor: Mapping[str, float]
    slows: Mapping[str, float] = field(default_factory=dict)
    slow_until: date | None = None
    town: bool = False
    app: float = 1.0
    heap: Heap | None = None

    def slowing(self, service: str, day: date) -> float:
        """How many times as long a service takes on a day because of it."""
        if self.slow_until is None or not self.first <= day <= self.slow_until:
            return 1.0
        return self.slows.get(service, self.slows.get("*", 1.0))


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
    internal: bool = False


@dataclass(frozen=True)
class Category:
    """A category with everything that decides how its meldingen go; see the head of the file."""

    code: str
    name: str
    regional: str
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
class Handling:
    """How the town handles its meldingen."""

    rates_for: int
    growth: float
    growth_from: date
    channel_trend: tuple[date, date]
    storm: tuple[str, ...]
    reorganisation: Reorganisation
    occasions: tuple[Occasion, ...]
    services: Mapping[str, Service]
    channels: Mapping[str, Channel]
    partners: Mapping[str, Partner]
    categories: Mapping[str, Category]

    def of_service(self, service: str) -> list[Category]:
        """The categories that belong to a service."""
        return [category for category in self.categories.values() if category.service == service]

    def of_region(self, regional: str) -> list[Category]:
        """The categories that are one for the region."""
        return [category for category in self.categories.values() if category.regional == regional]


@lru_cache(maxsize=1)
def handling() -> Handling:
    """The facts of `demo_handling.toml`."""
    raw = read("demo_handling.toml")
    changed = raw["reorganisation"]
    return Handling(
        rates_for=raw["rates_for"],
        growth=raw["growth"],
        growth_from=raw["growth_from"],
        channel_trend=tuple(raw["channel_trend"]),
        storm=tuple(raw["storm"]),
        reorganisation=Reorganisation(changed["day"], frozenset(changed["from"]), changed["into"], changed["name"]),
        occasions=tuple(_occasion(row) for row in raw["occasion"]),
        services=by_code(Service, raw["service"]),
        channels=by_code(Channel, raw["channel"]),
        partners=by_code(Partner, raw["partner"]),
        categories=by_code(Category, raw["category"]),
    )


def _occasion(row: dict[str, Any]) -> Occasion:
    heap = row.get("heap")
    told = Heap(**{key: _frozen(value) for key, value in heap.items()}) if heap else None
    return Occasion(**(row | {"heap": told}))


@lru_cache(maxsize=20_000)
def slowness(service: str, day: date) -> float:
    """How many times as long a service takes for what it begins on a day: its pace, the season and what happened."""
    slow = handling().services[service].pace_in(day.month)
    for occasion in handling().occasions:
        slow *= occasion.slowing(service, day)
    return slow


def by_code(make: Any, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Objects of TOML tables, by their code; lists become tuples."""
    return {row["code"]: make(**{key: _frozen(value) for key, value in row.items()}) for row in rows}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def read(name: str) -> dict[str, Any]:
    """A TOML file of `config/data`."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
