"""A density as a picture: what lies in many small hexagons, smoothed over its surroundings. Numpy only."""

import math
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config.cells import centre
from dashboard.charts.palette import VIOLETS
from queries.viewport import Viewport

WIDTH = 360
"""Pixels of the picture; a browser shows it larger, and smooth."""
SPREAD = 6.0
"""Standard deviation of the smoothing, in those pixels."""
_LEVELS, _FAINTEST, _STRONGEST = 32, 60, 215
Grid = NDArray[np.float64]


@dataclass(frozen=True)
class Picture:
    """A PNG and the rectangle that it covers; `metres` is how far the smoothing spreads (standard deviation)."""

    png: bytes
    bounds: list[list[float]]
    metres: float


def density(cells: pd.DataFrame, view: Viewport) -> Picture:
    """The picture of `cells` (key at `view.resolution`, value) over the view; the darkest is its highest density."""
    top, bottom = _mercator(view.north), _mercator(view.south)
    across = math.radians(view.east - view.west)
    height = max(1, round(WIDTH * (top - bottom) / across))
    metres = SPREAD * across / WIDTH * 6_371_000 * math.cos(math.radians(view.centre[1]))
    smooth = _smoothed(_counted(cells, view, height))
    bounds = [[view.south, view.west], [view.north, view.east]]
    return Picture(_png(_levels(smooth)), bounds, metres)


def _mercator(lat: float) -> float:
    return math.asinh(math.tan(math.radians(lat)))


def _counted(cells: pd.DataFrame, view: Viewport, height: int) -> Grid:
    """The values on the pixels of the picture, with a margin around it for what lies just outside."""
    margin = _margin()
    grid = np.zeros((height + 2 * margin, WIDTH + 2 * margin))
    if cells.empty:
        return grid
    places = np.array([centre(int(key), view.resolution) for key in cells["key"]])
    top, bottom = _mercator(view.north), _mercator(view.south)
    north = np.arcsinh(np.tan(np.radians(places[:, 1])))
    rows = np.floor((top - north) / (top - bottom) * height).astype(int) + margin
    columns = np.floor((places[:, 0] - view.west) / (view.east - view.west) * WIDTH).astype(int) + margin
    values = cells["value"].to_numpy(dtype=float, na_value=0.0)
    inside = (rows >= 0) & (rows < grid.shape[0]) & (columns >= 0) & (columns < grid.shape[1])
    np.add.at(grid, (rows[inside], columns[inside]), values[inside])
    return grid


def _margin() -> int:
    return math.ceil(3 * SPREAD)


def _smoothed(grid: Grid) -> Grid:
    """A Gaussian over rows and columns, by Fourier transform; the margin is cut off again."""
    rows, columns = (np.exp(-2 * (np.pi * SPREAD * np.fft.fftfreq(size)) ** 2) for size in grid.shape)
    smooth = np.fft.ifft2(np.fft.fft2(grid) * np.outer(rows, columns)).real
    margin = _margin()
    return smooth[margin:-margin, margin:-margin].clip(min=0)


def _levels(smooth: Grid) -> NDArray[np.uint8]:
    """0 for hardly anything, up to the darkest for the highest."""
    highest = smooth.max(initial=0.0)
    if highest <= 0:
        return np.zeros(smooth.shape, dtype=np.uint8)
    levels: NDArray[np.uint8] = np.floor(np.sqrt(smooth / highest) * (_LEVELS - 1) + 1e-9).astype(np.uint8)
    return levels


def _png(levels: NDArray[np.uint8]) -> bytes:
    """A PNG with a palette: each level its colour and how much of the map below it hides."""
    height, width = levels.shape
    rows = np.hstack([np.zeros((height, 1), dtype=np.uint8), levels]).tobytes()
    colours = b"".join(bytes(_colour(level / (_LEVELS - 1))) for level in range(_LEVELS))
    alphas = bytes([0, *(round(_FAINTEST + (_STRONGEST - _FAINTEST) * n / (_LEVELS - 1)) for n in range(1, _LEVELS))])
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", colours), (b"tRNS", alphas), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _colour(share: float) -> Sequence[int]:
    """A colour between the violets; 0 the lightest, 1 the darkest."""
    place = share * (len(VIOLETS) - 1)
    first = min(int(place), len(VIOLETS) - 2)
    one, other = (([int(VIOLETS[n][i : i + 2], 16) for i in (1, 3, 5)]) for n in (first, first + 1))
    return [round(a + (b - a) * (place - first)) for a, b in zip(one, other, strict=True)]
