"""Where a melding is: a village, a point in it, and a street with a name that many villages could have."""

import math
from collections.abc import Sequence
from functools import lru_cache
from random import Random

from dashboard.jobs.demo.facts import Occasion
from dashboard.jobs.demo.intake import seeded
from dashboard.jobs.demo.office import day_of
from dashboard.jobs.demo.region import KM_A_DEGREE, Municipality, Village
from dashboard.jobs.demo.telling import Place

_BEGINNINGS = (
    *("Akker", "Beuken", "Berken", "Bos", "Brouwerij", "Dennen", "Dorps", "Eiken", "Elzen", "Gaarden", "Gracht"),
    *("Heide", "Hof", "Hoge", "Kapel", "Kasteel", "Kastanje", "Kerk", "Klaver", "Kouter", "Lelie", "Linden", "Lange"),
    *("Meers", "Merel", "Molen", "Nieuw", "Noord", "Oever", "Oude", "Pastorij", "Polder", "Populieren", "School"),
    *("Sparren", "Station", "Veld", "Vijver", "Vliet", "Water", "Weide", "Wilgen", "Zand", "Zuid", "Zwaluw"),
)
_ENDINGS = ("straat", "straat", "straat", "laan", "laan", "weg", "weg", "dreef", "hof", "plein")
_OF_A_VILLAGE = 16
_KM_OF_A_HEAP = 0.2


@lru_cache(maxsize=200)
def streets(village: str) -> tuple[str, ...]:
    """The streets of a village: invented, always the same."""
    rng = seeded("streets", village)
    names = (f"{rng.choice(_BEGINNINGS)}{rng.choice(_ENDINGS)}" for _ in range(3 * _OF_A_VILLAGE))
    return tuple(dict.fromkeys(name for name in names if not name.startswith("Hofhof")))[:_OF_A_VILLAGE]


def village_of(place: Municipality, draw: float) -> Village:
    """The village at which a draw from 0 to 1 ends up."""
    parts: Sequence[tuple[Village, float]] = tuple(zip(place.villages, place.shares, strict=True))
    return next((village for village, share in parts if draw < share), place.villages[0])


def heaped(village: Village, category: str, number: int, occasions: Sequence[Occasion], rng: Random) -> Village:
    """A village as it is, or of what lies on a heap on that day the place of that heap."""
    day = day_of(number)
    for one in occasions:
        heap = one.heap if one.first <= day <= one.last else None
        if heap and category in heap.categories and rng.random() < heap.share:
            return Village(heap.village, heap.village, heap.lon, heap.lat, 0.0, _KM_OF_A_HEAP)
    return village


def point_in(village: Village, rng: Random) -> Place:
    """A point around the place of a village, nearer to it than to any other."""
    km = min(1.0, abs(rng.gauss(0, 0.45))) * village.km
    angle = rng.random() * 2 * math.pi
    lat = village.lat + km * math.sin(angle) / KM_A_DEGREE
    lon = village.lon + km * math.cos(angle) / (KM_A_DEGREE * math.cos(math.radians(village.lat)))
    return village.code, round(lon, 5), round(lat, 5)


def street_in(village: Village, rng: Random) -> str:
    """One of its streets; the first ones are the longest."""
    known = streets(village.code)
    return known[int(rng.random() ** 1.5 * len(known))]
