"""The schematic scenes of `pictures`: a square or street, and a roof. A pen is an `ImageDraw` of Pillow.

A scene is a place as it is and as somebody wishes it; or, `built`, as it was before the works and became after them.
"""

from math import sin
from random import Random
from typing import Any

WIDTH, HEIGHT = 480, 360
_PAVING, _JOINT, _ROAD, _LINE, _QUAY, _WATER = "#E2E2DD", "#D3D3CD", "#C6C6C1", "#F4F4F1", "#A9A9A4", "#C3D6DF"
_GRASS, _PATH, _TREE, _EDGE, _CAR, _BENCH = "#CDDFB6", "#EFE8D8", "#5B935B", "#3F7446", "#8792A0", "#9A6B3F"
_ROOF, _RIDGE, _PANEL, _FRAME = "#B9B4AC", "#9B958C", "#27436B", "#5C7BA6"
_FENCE, _BAND = "#D5701F", "#FFFFFF"
_TILE, _BAY = 30, 46


class _Sheet:
    """A pen that is told in pixels of the final picture."""

    def __init__(self, pen: Any, scale: int) -> None:
        self._pen, self._scale = pen, scale

    def box(self, left: float, top: float, right: float, bottom: float, fill: str, *, round_: float = 0) -> None:
        corners = [one * self._scale for one in (left, top, right, bottom)]
        self._pen.rounded_rectangle(corners, radius=round_ * self._scale, fill=fill)

    def dot(self, x: float, y: float, radius: float, fill: str, edge: str = "") -> None:
        corners = [one * self._scale for one in (x - radius, y - radius, x + radius, y + radius)]
        self._pen.ellipse(corners, fill=fill, outline=edge or None, width=2 * self._scale)

    def line(self, points: list[tuple[float, float]], fill: str, width: float) -> None:
        scaled = [(x * self._scale, y * self._scale) for x, y in points]
        self._pen.line(scaled, fill=fill, width=int(width * self._scale), joint="curve")


def street(pen: Any, rng: Random, *, later: bool, scale: int, built: bool = False) -> str:
    """A paved place with parked cars (or already closed for the works), later with grass, trees and a path; returns
    what it shows in words."""
    sheet, top = _Sheet(pen, scale), 40 + rng.randrange(3) * 12
    bottom = HEIGHT - (70 if rng.random() < 0.5 else 24)
    sheet.box(0, 0, WIDTH, HEIGHT, _PAVING)
    sheet.box(0, 0, WIDTH, top, _ROAD)
    for x in range(10, WIDTH, 60):
        sheet.box(x, top / 2 - 2, x + 30, top / 2 + 2, _LINE)
    sheet.box(0, bottom, WIDTH, bottom + 8, _QUAY)
    sheet.box(0, bottom + 8, WIDTH, HEIGHT, _WATER if bottom < HEIGHT - 40 else _ROAD)
    return _green(sheet, rng, top, bottom, built) if later else _paved(sheet, rng, top, bottom, built)


def _paved(sheet: _Sheet, rng: Random, top: int, bottom: int, built: bool) -> str:
    for x in range(0, WIDTH, _TILE):
        sheet.line([(x, top), (x, bottom)], _JOINT, 1)
    for y in range(top, bottom, _TILE):
        sheet.line([(0, y), (WIDTH, y)], _JOINT, 1)
    cars = 0
    for y in (top + 14, bottom - 66):
        for x in range(22, WIDTH - _BAY, _BAY):
            sheet.line([(x, y), (x, y + 52)], _LINE, 2)
            if rng.random() < 0.6 and not built:
                cars += 1
                sheet.box(x + 12, y + 5, x + 35, y + 49, _CAR, round_=6)
                sheet.box(x + 15, y + 15, x + 32, y + 36, "#A7B0BB", round_=4)
    sheet.dot(WIDTH - 40, (top + bottom) / 2, 13, _TREE, _EDGE)
    if built:
        for x in range(16, WIDTH - 40, 60):
            sheet.box(x, bottom - 10, x + 44, bottom - 2, _FENCE)
            sheet.box(x + 16, bottom - 10, x + 28, bottom - 2, _BAND)
        return "Verharding met lege parkeervakken en één boom, afgezet voor de werken, van boven gezien"
    return f"Nu: verharding met {cars} geparkeerde auto's en één boom, van boven gezien"


def _green(sheet: _Sheet, rng: Random, top: int, bottom: int, built: bool) -> str:
    middle, trees = (top + bottom) / 2, 5 + rng.randrange(5)
    sheet.box(24, top + 16, WIDTH - 24, bottom - 16, _GRASS, round_=40)
    swing, bends = 14 + rng.randrange(18), 60 + rng.randrange(30)
    sheet.line([(x, middle + swing * sin(x / bends)) for x in range(-10, WIDTH + 20, 10)], _PATH, 22)
    for number in range(trees):
        x = 60 + number * (WIDTH - 120) / max(1, trees - 1)
        above = number % 2 == 0
        y = (top + 52 if above else bottom - 52) + rng.randrange(-12, 13)
        sheet.dot(x, y, (17 + rng.randrange(10)) * (0.6 if built else 1), _TREE, _EDGE)
    for x in (150, 320):
        sheet.box(x, middle + 34, x + 36, middle + 42, _BENCH, round_=2)
    if built:
        return f"Gras, {trees} jonge bomen en een wandelpad met banken, van boven gezien"
    return f"Gewenst: gras, {trees} bomen en een wandelpad met banken, van boven gezien"


def roof(pen: Any, rng: Random, *, later: bool, scale: int, built: bool = False) -> str:
    """A large roof (or with the scaffold of the works), later with panels; returns what it shows in words."""
    sheet = _Sheet(pen, scale)
    left, right, rows = 50 + rng.randrange(30), WIDTH - 50 - rng.randrange(30), 3 + rng.randrange(2)
    sheet.box(0, 0, WIDTH, HEIGHT, _GRASS)
    sheet.box(0, HEIGHT - 46, WIDTH, HEIGHT, _ROAD)
    sheet.box(left, 40, right, HEIGHT - 70, _ROOF)
    sheet.line([(left, HEIGHT / 2 - 15), (right, HEIGHT / 2 - 15)], _RIDGE, 4)
    for x in (left - 26, right + 26):
        sheet.dot(x, 70, 20, _TREE, _EDGE)
    if not later:
        if built:
            sheet.line([(left - 6, 34), (right + 6, 34), (right + 6, HEIGHT - 64), (left - 6, HEIGHT - 64)], _FENCE, 5)
            return "Een groot dak zonder iets erop, met een stelling errond, van boven gezien"
        return "Nu: een groot dak zonder iets erop, van boven gezien"
    wide, count = 30, 0
    for row in range(rows - 1 if built else rows):
        y = 56 + row * 54 + (12 if row * 54 + 80 > HEIGHT / 2 - 15 else 0)
        for x in range(left + 18, right - wide - 10, wide + 5):
            count += 1
            sheet.box(x, y, x + wide, y + 40, _FRAME)
            sheet.box(x + 2, y + 2, x + wide - 2, y + 38, _PANEL)
    if built:
        return f"Hetzelfde dak met {count} zonnepanelen, van boven gezien"
    return f"Gewenst: hetzelfde dak met {count} zonnepanelen, van boven gezien"
