"""The invented facts in `demo_programme.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from dashboard.jobs.demo.facts import by_code, read


@dataclass(frozen=True)
class Theme:
    """A theme of proposals; see the head of the file. `before` is the service before the reorganisation."""

    code: str
    name: str
    share: float
    service: str
    before: str
    chosen_by: str
    estimates: Mapping[str, tuple[float, float]]
    euro: float
    titles: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Programme:
    """All of it; `calls` are (month, day) of the first and the last day."""

    launch: date
    rate: float
    rate_neighbours: float
    with_platform: frozenset[str]
    call: float
    calls: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    buildings: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    refusal: Mapping[str, str]
    themes: Mapping[str, Theme]
    motivation: Mapping[str, list[str]]
    reason: Mapping[str, list[str]]
    reason_of: Mapping[str, Mapping[str, list[str]]]
    activity: Mapping[str, Any]
    next_steps: Mapping[str, list[str]]

    def sentences(self, theme: str, reason: str) -> list[str]:
        """Ways to say a reason for a proposal of a theme."""
        return self.reason_of.get(theme, {}).get(reason) or self.reason[reason]

    def calls_on(self, day: date) -> bool:
        """Whether proposals were called for on that day."""
        return any(first <= (day.month, day.day) <= last for first, last in self.calls)


@lru_cache(maxsize=1)
def programme() -> Programme:
    """The facts of `demo_programme.toml`."""
    raw = read("demo_programme.toml")
    calls = tuple((_month_day(first), _month_day(last)) for first, last in raw.pop("calls"))
    themes = by_code(Theme, raw.pop("theme"))
    more: dict[str, Any] = {
        "with_platform": frozenset(raw.pop("with_platform")),
        "buildings": tuple(raw.pop("buildings")),
    }
    questions = tuple((question, reply) for question, reply in raw.pop("questions"))
    return Programme(**raw, **more, questions=questions, calls=calls, themes=themes)


def _month_day(text: str) -> tuple[int, int]:
    return int(text[:2]), int(text[3:])
