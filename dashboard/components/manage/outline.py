"""The boundaries of areas as one small picture: an SVG made here, shown as an image with words."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from dash import html

from dashboard.charts.palette import BLUES, INK2, PAPER

_WIDTH, _TALLEST, _EDGE = 480, 400, 6
Point = tuple[float, float]
Ring = Sequence[Sequence[float]]


def outline(geometries: Sequence[dict[str, Any]], alt: str) -> html.Img:
    """The areas of GeoJSON geometries in WGS 84, north up; `alt` says what they are."""
    rings = [ring for geometry in geometries for ring in _rings(geometry)]
    width, height, paths = _drawn(rings)
    size = f"width='{width}' height='{height}' viewBox='0 0 {width} {height}'"
    drawn = f"<path d='{''.join(paths)}' fill='{BLUES[0]}' stroke='{INK2}' stroke-width='1' fill-rule='evenodd'/>"
    ground = f"<rect width='{width}' height='{height}' fill='{PAPER}'/>"
    source = quote(f"<svg xmlns='http://www.w3.org/2000/svg' {size}>{ground}{drawn}</svg>")
    return html.Img(src=f"data:image/svg+xml,{source}", alt=alt, className="area-outline")


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    polygons = geometry["coordinates"]
    for polygon in [polygons] if geometry["type"] == "Polygon" else polygons:
        yield from polygon


def _drawn(rings: Sequence[Ring]) -> tuple[int, int, list[str]]:
    """Width, height and one path a ring."""
    points = [point for ring in rings for point in ring]
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    across, up = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min((_WIDTH - 2 * _EDGE) / across, (_TALLEST - 2 * _EDGE) / up)
    flat = (
        [(_EDGE + (point[0] - west) * squeeze * scale, _EDGE + (north - point[1]) * scale) for point in ring]
        for ring in rings
    )
    return round(across * scale) + 2 * _EDGE, round(up * scale) + 2 * _EDGE, [_path(ring) for ring in flat]


def _path(ring: Iterable[Point]) -> str:
    """A closed path over half pixels: what falls together is drawn once."""
    halves = [(round(2 * x), round(2 * y)) for x, y in ring]
    kept = [point for place, point in enumerate(halves) if place == 0 or point != halves[place - 1]]
    return "M" + "L".join(f"{x / 2:g} {y / 2:g}" for x, y in kept) + "Z" if len(kept) > 3 else ""
