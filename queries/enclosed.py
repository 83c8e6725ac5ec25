"""Which places lie in an area that somebody drew."""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

_NEAR = 1e-9
"""Degrees within which a place lies on a border: a tenth of a millimetre."""


def enclosed(ring: Sequence[Sequence[float]], lons: ArrayLike, lats: ArrayLike) -> NDArray[np.bool_]:
    """Whether each place lies within a closed ring (lon, lat in degrees), its border included; never without a place.

    By casting a ray: where a ring crosses itself, what it goes around twice lies outside.
    """
    x, y = np.asarray(lons, np.float64), np.asarray(lats, np.float64)
    inside, border = np.zeros(x.shape, bool), np.zeros(x.shape, bool)
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        aside = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
        border |= _along(x, x0, x1) & _along(y, y0, y1) & (np.abs(aside) <= _NEAR * np.hypot(x1 - x0, y1 - y0))
        if y0 != y1:
            inside ^= ((y0 > y) != (y1 > y)) & (x < x0 + (x1 - x0) * (y - y0) / (y1 - y0))
    return (inside | border) & np.isfinite(x) & np.isfinite(y)


def _along(told: NDArray[np.float64], one: float, other: float) -> NDArray[np.bool_]:
    """Whether each lies between two ends."""
    return (told >= min(one, other) - _NEAR) & (told <= max(one, other) + _NEAR)
