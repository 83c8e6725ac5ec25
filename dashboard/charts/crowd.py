"""Marks that would cover each other on a map come together in one."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

_TILE = 256
"""Pixels of the whole world at zoom 0."""


def pixels(lons: ArrayLike, lats: ArrayLike, zoom: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where places lie in pixels of a zoom, from the north-west corner of the world (Web Mercator)."""
    world = _TILE * 2.0**zoom
    height = np.arctanh(np.sin(np.radians(np.asarray(lats, np.float64))))
    return (np.asarray(lons, np.float64) + 180) / 360 * world, (1 - height / np.pi) / 2 * world


def crowds(lons: ArrayLike, lats: ArrayLike, zoom: float, apart: float) -> NDArray[np.intp]:
    """For each place the first one that stands for it: itself, or one that lies less than `apart` pixels away.

    Those that come first stand for others, so an order of importance keeps the most important apart.
    """
    x, y = pixels(lons, lats, zoom)
    leader = np.full(x.shape, -1, np.intp)
    for place in range(len(x)):
        if leader[place] < 0:
            near = (leader < 0) & (np.hypot(x - x[place], y - y[place]) < apart)
            leader[near] = place
            leader[place] = place
    return leader
