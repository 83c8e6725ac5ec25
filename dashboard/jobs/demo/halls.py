"""A town hall of the demo: a municipality, and how much of what comes in there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dashboard.jobs.demo.facts import Occasion, handling
from dashboard.jobs.demo.neighbours import neighbours
from dashboard.jobs.demo.region import Municipality, region

_DIGITAL = frozenset({"web", "app"})
_YEAR = 365.25


@dataclass(frozen=True)
class Kind:
    """What comes in of one category: meldingen a day, and the factor of each month."""

    code: str
    regional: str
    rate: float
    season: tuple[float, ...]


@dataclass(frozen=True)
class Hall:
    """A municipality with what comes in; `full`: its meldingen have their whole story told."""

    place: Municipality
    kinds: tuple[Kind, ...]
    channels: Mapping[str, tuple[float, float]]
    occasions: tuple[Occasion, ...]
    full: bool

    @property
    def code(self) -> str:
        """The code of the municipality."""
        return self.place.code


@lru_cache(maxsize=4)
def halls(only: frozenset[str] | None = None) -> dict[str, Hall]:
    """All town halls by code, or only these, those of which most is told first: what lasts longest begins first."""
    chosen = [one for one in region().municipalities if only is None or one.code in only]
    every = [_town(one) if one.code in region().towns else _neighbour(one) for one in chosen]
    every.sort(key=lambda hall: (not hall.full, -hall.place.population))
    return {hall.code: hall for hall in every}


def _town(place: Municipality) -> Hall:
    facts = handling()
    factor = place.population / facts.rates_for
    kinds = [Kind(one.code, one.regional, one.rate * factor, one.season) for one in facts.categories.values()]
    channels = {code: channel.share for code, channel in facts.channels.items()}
    return Hall(place, tuple(kinds), channels, facts.occasions, full=True)


def _neighbour(place: Municipality) -> Hall:
    known, facts = neighbours(), handling()
    manner = known.manners[place.code]
    a_day = manner.rate * place.population / 1_000 / _YEAR
    kinds = [Kind(one.code, one.code, a_day * one.share, one.season) for one in known.categories.values()]
    channels = {
        code: _times(channel.share, manner.digital if code in _DIGITAL else 1.0)
        for code, channel in facts.channels.items()
    }
    everywhere = tuple(occasion for occasion in facts.occasions if not occasion.town)
    return Hall(place, tuple(kinds), channels, everywhere, full=False)


def _times(share: tuple[float, float], factor: float) -> tuple[float, float]:
    return share[0] * factor, share[1] * factor
