"""Where more lies together than elsewhere: Getis-Ord Gi* over all hexagons of an area, also the empty ones. Numpy only.

Each hexagon is judged with the six around it: the sum of those seven against what seven hexagons of this area hold on
average. Pure functions; `docs/trends.md` says how often they err.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from config.cells import beside
from queries.negative_binomial import Values, tail
from queries.surprise import Flags, discoveries

LEAST_CELLS, LEAST_CASES = 30, 50
"""Hexagons and cases with a place, below which nothing can be told: Gi* leans on the normal distribution."""
RING = 7
"""A hexagon and the six around it."""
NEARLY = 1.959963984540054
"""From this z on a hexagon that is no hot spot is nearly one: what was nearly one before is not new, and what is nearly
one still is not over."""
Places = NDArray[np.intp]


class Course(StrEnum):
    """What became of a hot spot, from the periods before to this one; in the order in which they are told."""

    NEW = "new"
    GROWING = "growing"
    PERSISTENT = "persistent"
    HOT = "hot"
    FADING = "fading"


def rings(keys: Sequence[int], resolution: int) -> Places:
    """For each hexagon of an area the places in `keys` of itself and of the six around it (C, 7); C where one lies
    outside of the area."""
    place = {key: at for at, key in enumerate(keys)}
    found = np.full((len(keys), RING), len(keys), dtype=np.intp)
    for row, key in enumerate(keys):
        near = beside(key, resolution)
        found[row, : len(near)] = [place.get(one, len(keys)) for one in near]
    return found


def together(counts: Values, near: Places) -> Values:
    """What lies in each hexagon and those around it; `counts` (..., C)."""
    padded = np.concatenate([counts, np.zeros((*counts.shape[:-1], 1))], axis=-1)
    return np.asarray(padded[..., near].sum(axis=-1))


def gi_star(counts: Values, near: Places) -> Values:
    """z of Getis and Ord's Gi* (1995) with weights 0 and 1, itself included: (..., C); 0 where all hold the same."""
    cells = counts.shape[-1]
    mean, spread = counts.mean(axis=-1, keepdims=True), counts.std(axis=-1, keepdims=True)
    size = (near < cells).sum(axis=-1)
    error = spread * np.sqrt((cells * size - size**2) / max(cells - 1, 1))
    return np.asarray(
        np.divide(together(counts, near) - mean * size, error, out=np.zeros_like(counts), where=error > 0)
    )


def surprises(counts: Values, near: Places) -> Values:
    """The two-sided probability of such a sum in each hexagon, (C,).

    By the normal distribution. Of a sum above the average not less than twice the probability of so many by Poisson:
    where few lie in each hexagon a handful would be a surprise to the normal distribution, and to nobody else.
    """
    z = gi_star(counts, near)
    normal = _two_sided(z)
    sums, average = together(counts, near), counts.mean() * (near < counts.size).sum(axis=-1)
    above = (z > 0) & (normal < 0.05)
    by_chance = np.zeros_like(normal)
    by_chance[above] = 2 * tail(sums[above], average[above], average[above])
    return np.asarray(np.minimum(np.maximum(normal, by_chance), 1.0))


def _two_sided(z: Values) -> Values:
    return np.array([math.erfc(abs(one) / math.sqrt(2)) for one in z])


@dataclass(frozen=True, eq=False)
class Hot:
    """The hexagons of an area in T periods, this one first and then back: counts, what lies in each with those around
    it, z, and which are hot spots; each (T, C)."""

    counts: Values
    sums: Values
    z: Values
    hot: Flags


def hot(counts: Values, near: Places) -> Hot:
    """Where more lies together than chance explains, in each period by itself: at most 5 % of what is found in a period
    may be chance (Benjamini and Hochberg 1995, over all hexagons). `counts`: (T, C)."""
    z = gi_star(counts, near)
    found = [discoveries(surprises(own, near)) & (own_z > 0) for own, own_z in zip(counts, z, strict=True)]
    return Hot(counts, together(counts, near), z, np.array(found).reshape(counts.shape))


def nothing(counts: Values) -> Hot:
    """No hot spot in any period; `counts`: (T, C)."""
    return Hot(counts, counts, np.zeros_like(counts), np.zeros(counts.shape, dtype=bool))


def courses(found: Hot, known: Sequence[bool]) -> NDArray[np.object_]:
    """What became of each hexagon, (C,); '' where there is nothing to tell.

    `known` says of which of the T periods anything can be told: of another nothing is compared. The first one that
    holds counts:

    - growing: hot now and in the period before, with clearly more
    - persistent: hot now and in at least two of the three periods before
    - new: hot now, not nearly so in any period before, with clearly more than in the one before
    - hot: any other that is hot now; chance may explain how it differs from before, or nothing is known of before
    - fading: hot in the period before, not nearly so now, with clearly less
    """
    earlier = np.array(known[1:], dtype=bool)[:, None]
    before, nearly = found.hot[1:] & earlier, (found.z[1:] >= NEARLY) & earlier
    now, last = found.hot[0], before[:1].any(axis=0)
    clearly, told = changed(found, known, now | last), np.full(now.shape, "", dtype=object)
    told[now] = str(Course.HOT)
    told[now & ~nearly.any(axis=0) & (clearly > 0)] = str(Course.NEW)
    told[now & (before.sum(axis=0) >= 2)] = str(Course.PERSISTENT)
    told[now & last & (clearly > 0)] = str(Course.GROWING)
    told[last & (found.z[0] < NEARLY) & (clearly < 0)] = str(Course.FADING)
    return told


def changed(found: Hot, known: Sequence[bool], asked: Flags) -> Values:
    """1 where clearly more lies in a hexagon and those around it than in the known periods before, -1 where clearly
    less; of those that are asked, of which at most 5 % may be chance.

    By log ratio / sqrt(phi (1/n + 1/m)), with n cases now, m in all those periods, and phi by how much more than
    chance hexagons differ in their growth. Half a case is added to both, so that none is a number too.
    """
    earlier = np.array(known, dtype=bool)
    earlier[0] = False
    if not earlier[1:2].any():
        return np.zeros(asked.shape)
    periods = int(earlier.sum())
    now, before = found.sums[0] + 0.5, found.sums[earlier].sum(axis=0) + 0.5
    error = np.sqrt(spread(found.counts[0], found.counts[earlier].sum(axis=0)) * (1 / now + 1 / before))
    difference = np.log(now * periods / before) / error
    return np.asarray(np.sign(difference) * discoveries(np.where(asked, _two_sided(difference), np.nan)))


def spread(now: Values, before: Values) -> float:
    """Pearson's dispersion of how the cases of a hexagon fall over this period and those before; at least 1."""
    both = now + before
    share, some = now.sum() / max(both.sum(), 1), both > 0
    if share in (0, 1) or some.sum() < 2:
        return 1.0
    square = (now - share * both)[some] ** 2 / (both[some] * share * (1 - share))
    return float(max(1.0, square.sum() / (some.sum() - 1)))


def spots(courses_: NDArray[np.object_], near: Places) -> NDArray[np.intp]:
    """The number of the spot of each hexagon, from 1; 0 without. Hexagons with the same course that touch are one."""
    number, count = np.zeros(len(courses_), dtype=np.intp), 0
    for start in np.flatnonzero(courses_ != ""):
        if number[start]:
            continue
        count += 1
        waiting = [int(start)]
        while waiting:
            cell = waiting.pop()
            if number[cell]:
                continue
            number[cell] = count
            around = near[cell][near[cell] < len(courses_)]
            waiting += [int(one) for one in around if not number[one] and courses_[one] == courses_[start]]
    return number
