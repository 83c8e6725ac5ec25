"""How far places lie from each other on the globe, and the part of the world around one."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from config.cells import Point
from queries.viewport import Viewport

RADIUS = 6_371_008.8
"""Mean radius of the earth in metres (IUGG)."""
_ZOOM = 17
"""Close enough for a viewport to go by place (`queries.viewport.NEAR`)."""


def metres(one: Point, lons: ArrayLike, lats: ArrayLike) -> NDArray[np.float64]:
    """From one place to others, along a great circle (haversine), in metres."""
    lon, lat = np.radians(one)
    others, heights = np.radians(np.asarray(lons, np.float64)), np.radians(np.asarray(lats, np.float64))
    half = np.sin((heights - lat) / 2) ** 2 + np.cos(lat) * np.cos(heights) * np.sin((others - lon) / 2) ** 2
    return np.asarray(2 * RADIUS * np.arcsin(np.sqrt(half)))


def around(one: Point, distance: float) -> Viewport:
    """A rectangle that holds every place within a distance in metres."""
    height = math.degrees(distance / RADIUS) * 1.001
    width = height / math.cos(math.radians(one[1]))
    return Viewport(one[0] - width, one[1] - height, one[0] + width, one[1] + height, _ZOOM)
