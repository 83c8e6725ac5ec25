"""Pieces of a map or chart as SVG. Lengths are mm on paper; texts are escaped and drawn in the fonts of documents."""

import re
from functools import lru_cache
from html import escape
from math import hypot
from typing import TYPE_CHECKING

from dashboard.charts.palette import BEYOND, CONTROL, INK, INK2, PAPER
from dashboard.reports.document import Sign
from dashboard.reports.fonts import FAMILIES, MM_A_POINT
from dashboard.reports.pictures import sign_svg
from dashboard.reports.plane import Plane, Rect, Xy

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SMALL_POINTS = 7.5
_BAR, _BAR_SHARE, _PANEL = 36.0, 0.35, 9.0
"""The longest scale bar, its part of the width at most, and how high what stands around it is."""
HATCHED = f'fill="url(#hatch)" stroke="{INK}" stroke-width="0.45"'
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_HATCH = (
    '<pattern id="hatch" width="1.6" height="1.6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<path d="M0 0V1.6" stroke="{INK}" stroke-width="0.5"/></pattern>'
)


def sheet(plane: Plane, height: float, *, frame: list[str], below: list[str], signs: list[Sign]) -> str:
    """The whole drawing: what lies within the frame of the map, and what stands below it."""
    marks = "".join(f'<g id="{sign}">{_inner(sign)}</g>' for sign in signs)
    rect = f'x="0.15" y="0.15" width="{plane.width - 0.3:g}" height="{plane.height - 0.3:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{plane.width:g}mm" height="{height:g}mm" '
        f'viewBox="0 0 {plane.width:g} {height:g}" font-family="{", ".join(FAMILIES)}">'
        f'<defs>{marks}{_HATCH}<clipPath id="frame"><rect {rect}/></clipPath></defs>'
        f'<rect width="{plane.width:g}" height="{height:g}" fill="{PAPER}"/>'
        f'<rect {rect} fill="{BEYOND}"/><g clip-path="url(#frame)">{"".join(frame)}</g>'
        f'<rect {rect} fill="none" stroke="{CONTROL}" stroke-width="0.25"/>{"".join(below)}</svg>'
    )


@lru_cache(maxsize=len(Sign))
def _inner(sign: Sign) -> str:
    found = _DRAWING.search(sign_svg(sign))
    return found[1] if found else ""


def used(sign: Sign, middle: Xy, size: float) -> str:
    """A sign, so wide, around a place; its drawing is 14 wide."""
    left, top = middle[0] - size / 2, middle[1] - size / 2
    return f'<use href="#{sign}" transform="translate({left:.2f} {top:.2f}) scale({size / 14:.4f})"/>'


def mark(sign: Sign, spot: Xy, size: float, *, ringed: bool = False) -> str:
    """A sign with paper around it, or within a ring."""
    ring = f' stroke="{INK}" stroke-width="0.5"' if ringed else ""
    radius = size * (0.8 if ringed else 0.58)
    paper = f'<circle cx="{spot[0]:.2f}" cy="{spot[1]:.2f}" r="{radius:.2f}" fill="{PAPER}"{ring}/>'
    return paper + used(sign, spot, size)


def text(
    middle: Xy,
    words: str,
    points: float,
    *,
    fill: str = INK,
    anchor: str = "middle",
    strong: bool = False,
    rim: bool = True,
) -> str:
    """Words with a rim of paper, so that they read over lines; `middle` is the middle of their small letters."""
    mm = points * MM_A_POINT
    weight = ' font-weight="600"' if strong else ""
    around = f' stroke="{PAPER}" stroke-width="0.7" stroke-linejoin="round" paint-order="stroke"' if rim else ""
    return (
        f'<text x="{middle[0]:.2f}" y="{middle[1] + mm * 0.33:.2f}" font-size="{mm:.3f}" text-anchor="{anchor}"'
        f'{weight} fill="{fill}"{around}>{escape(words)}</text>'
    )


def leader(begin: Xy, end: Xy, *, dot: bool) -> str:
    """A thin line; with a dot where it begins, for the true place of a mark that moved aside."""
    if hypot(end[0] - begin[0], end[1] - begin[1]) < 0.1:
        return ""
    line = f'<path d="M{begin[0]:.2f} {begin[1]:.2f}L{end[0]:.2f} {end[1]:.2f}" stroke="{INK}" stroke-width="0.2"/>'
    return line + (f'<circle cx="{begin[0]:.2f}" cy="{begin[1]:.2f}" r="0.45" fill="{INK}"/>' if dot else "")


def path(geometry: "BaseGeometry", look: str) -> str:
    """The polygons of a geometry as one path; '' without any."""
    rings = [
        ring
        for part in getattr(geometry, "geoms", [geometry])
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    steps = " ".join("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in ring.coords[:-1]) + "Z" for ring in rings)
    return f'<path d="{steps}" fill-rule="evenodd" {look}/>' if steps else ""


def swatch(middle: Xy) -> str:
    """The hatch of a final place, for a legend."""
    left, top = middle[0] - 1.7, middle[1] - 1.5
    return f'<rect x="{left:.2f}" y="{top:.2f}" width="3.4" height="3" {HATCHED}/>'


def panel_rect(plane: Plane) -> Rect:
    """Where scale and north stand: bottom right."""
    return plane.width - scale_of(plane) * plane.mm_a_metre - 14, plane.height - _PANEL, plane.width, plane.height


def scale_of(plane: Plane) -> int:
    """How many metres the scale bar stands for."""
    return plane.scale_bar(min(_BAR, plane.width * _BAR_SHARE))


def panel(plane: Plane) -> str:
    """Scale and north."""
    metres = scale_of(plane)
    left, top, right, bottom = panel_rect(plane)
    begin, end, y = right - 4 - metres * plane.mm_a_metre, right - 4, bottom - 3
    words = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    return (
        f'<rect x="{left:.2f}" y="{top:.2f}" width="{right - left:.2f}" height="{bottom - top:.2f}" fill="{PAPER}"/>'
        f'<path id="scale" d="M{begin:.3f} {y - 1.2:.2f}V{y:.2f}H{end:.3f}V{y - 1.2:.2f}" fill="none" stroke="{INK}" '
        f'stroke-width="0.35"/><path d="M{left + 4:.2f} {bottom - 7:.2f}l1.3 4.4l-1.3 -0.9l-1.3 0.9z" fill="{INK}"/>'
        + text(((begin + end) / 2, y - 2.4), words, SMALL_POINTS)
        + text((left + 4, bottom - 1.7), "N", 6.5, strong=True)
    )


def note(right: float, top: float, lines: list[str]) -> str:
    """Small grey lines that end at the right."""
    step = SMALL_POINTS * MM_A_POINT * 1.3
    places = ((right, top + number * step) for number in range(len(lines)))
    return "".join(
        text(place, line, SMALL_POINTS, fill=INK2, anchor="end") for place, line in zip(places, lines, strict=True)
    )
