"""How the neighbours of the demo's town handle their meldingen: the invented facts in `demo_neighbours.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from dashboard.jobs.demo.facts import by_code, handling, read

_OUTDOORS = frozenset({"openbare_werken", "mobiliteit", "groen", "netheid", "milieu"})
TECHNICAL = "technische_dienst"


@dataclass(frozen=True)
class Manner:
    """How one municipality handles what comes in; see the head of the file."""

    code: str
    rate: float
    pace: float
    tells: float
    answer: float
    stages: tuple[str, ...]
    norm: float
    digital: float
    technical: bool = False
    working_days_only: bool = False

    def service(self, code: str) -> str:
        """The service that does the work of that kind here."""
        return TECHNICAL if self.technical and code in _OUTDOORS else code


@dataclass(frozen=True)
class SharedCategory:
    """A category of the region as the neighbours handle it; `code` is the regional one and the local one alike."""

    code: str
    names: tuple[str, ...]
    service: str
    norm: int
    share: float
    season: tuple[float, ...]
    median: float
    spread: float

    @cached_property
    def titles(self) -> list[str]:
        """Titles of meldingen: those that the town knows."""
        return [title for category in handling().of_region(self.code) for title in category.titles]


@dataclass(frozen=True)
class Neighbours:
    """All of them."""

    manners: Mapping[str, Manner]
    categories: Mapping[str, SharedCategory]
    services: Mapping[str, str]

    def name_of(self, category: SharedCategory, municipality: str) -> str:
        """What a municipality calls a category: each its own choice of the names."""
        place = list(self.manners).index(municipality) + list(self.categories).index(category.code)
        return category.names[place % len(category.names)]

    def services_of(self, municipality: str) -> dict[str, str]:
        """Codes and names of the services of a municipality."""
        manner = self.manners[municipality]
        used = {manner.service(category.service) for category in self.categories.values()}
        return {code: name for code, name in self.services.items() if code in used}

    def norm_of(self, category: SharedCategory, municipality: str) -> int | None:
        """Its norm there in working days, None without one."""
        days = round(category.norm * self.manners[municipality].norm)
        return days or None


@lru_cache(maxsize=1)
def neighbours() -> Neighbours:
    """The facts of `demo_neighbours.toml`."""
    raw: dict[str, Any] = read("demo_neighbours.toml")
    return Neighbours(
        manners=by_code(Manner, raw["neighbour"]),
        categories=by_code(SharedCategory, raw["category"]),
        services=raw["services"],
    )
