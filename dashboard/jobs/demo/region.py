"""The municipalities of the demo: the facts in `config/data/demo_region.toml`."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any

from config.kinds import DATA

KM_A_DEGREE = 111.2
_WIDEST = 1.6


@dataclass(frozen=True)
class Village:
    """A part of a municipality: its place in WGS 84, share (0 to 1) of the meldingen, and the km they spread over."""

    code: str
    name: str
    lon: float
    lat: float
    share: float
    km: float = _WIDEST


@dataclass(frozen=True)
class Municipality:
    """A municipality; `first` and `last` are the days on which meldingen come in there, None without end."""

    code: str
    name: str
    nis_code: str
    population: int
    source: str
    villages: tuple[Village, ...]
    into: str | None = None
    first: date | None = None
    last: date | None = None

    @cached_property
    def shares(self) -> list[float]:
        """Cumulative share of the villages, in their order."""
        return list(accumulate(village.share for village in self.villages))


@dataclass(frozen=True)
class Cooperation:
    """Municipalities that work together: a region, a police zone. `members` are codes."""

    code: str
    kind: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Region:
    """All of it. `closing_days` are (month, day) to reason."""

    town: Municipality
    municipalities: tuple[Municipality, ...]
    cooperations: tuple[Cooperation, ...]
    merged_on: date
    time_zone: str
    holiday_calendar: str
    closing_days: Mapping[tuple[int, int], str]

    @property
    def present(self) -> tuple[Municipality, ...]:
        """The municipalities of today."""
        return tuple(one for one in self.municipalities if one.into is None)

    def predecessors(self, code: str) -> tuple[Municipality, ...]:
        """The municipalities that went on in this one."""
        return tuple(one for one in self.municipalities if one.into == code)

    @cached_property
    def towns(self) -> frozenset[str]:
        """Codes of the town and its predecessors."""
        return frozenset({self.town.code, *(one.code for one in self.predecessors(self.town.code))})


def km_between(one: Village, other: Village) -> float:
    """The distance between two villages in km; flat, which will do over some tens of km."""
    east = (one.lon - other.lon) * math.cos(math.radians(one.lat))
    return KM_A_DEGREE * math.hypot(east, one.lat - other.lat)


@lru_cache(maxsize=1)
def region() -> Region:
    """The facts of `demo_region.toml`."""
    raw = tomllib.loads((DATA / "demo_region.toml").read_text(encoding="utf-8"))
    merged_on, told = raw["merged_on"], raw["municipality"]
    all_villages = [Village(**one) for row in told for one in row.get("village", ())]
    known = [_municipality(row, told, all_villages, merged_on, raw["population_of"]) for row in told]
    codes = tuple(one.code for one in known if one.into is None)
    return Region(
        town=next(one for one in known if one.code == raw["town"]),
        municipalities=tuple(known),
        cooperations=tuple(_cooperation(row, codes) for row in raw["cooperation"]),
        merged_on=merged_on,
        time_zone=raw["time_zone"],
        holiday_calendar=raw["holiday_calendar"],
        closing_days={(int(day[:2]), int(day[3:])): reason for day, reason in raw["closing_days"].items()},
    )


def _cooperation(row: dict[str, Any], codes: tuple[str, ...]) -> Cooperation:
    members = codes if row["members"] == ["*"] else tuple(row["members"])
    return Cooperation(row["code"], row["kind"], row["name"], members)


def _municipality(
    row: dict[str, Any], told: list[dict[str, Any]], everywhere: list[Village], merged_on: date, source: str
) -> Municipality:
    """One municipality; a merged one has the villages of those it came from, each with its part of the inhabitants."""
    before = [one for one in told if one.get("into") == row["code"]]
    parts = [
        one | {"share": one["share"] * each["population"] / row["population"]}
        for each in before or [row]
        for one in each["village"]
    ]
    together = f": {' en '.join(each['nis_code'] for each in before)} samen" if before else ""
    return Municipality(
        code=row["code"],
        name=row["name"],
        nis_code=row["nis_code"],
        population=row["population"],
        source=f"{source}{together}",
        villages=tuple(_spread(Village(**part), everywhere) for part in parts),
        into=row.get("into"),
        first=merged_on if before else None,
        last=merged_on - timedelta(days=1) if "into" in row else None,
    )


def _spread(village: Village, everywhere: list[Village]) -> Village:
    """A village whose meldingen stay nearer to it than to any other, by ten metres at least: within its own cell."""
    nearest = min(km_between(village, other) for other in everywhere if other.code != village.code)
    km = math.floor(100 * min(_WIDEST, nearest / 2) - 1) / 100
    return Village(village.code, village.name, village.lon, village.lat, village.share, km)
