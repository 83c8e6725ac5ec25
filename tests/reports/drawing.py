"""What stands where in the SVG of a chart: its words, measured with the letters of documents."""

import re
from dataclasses import dataclass
from itertools import combinations

from defusedxml.ElementTree import fromstring

from dashboard.reports.fonts import MM_A_POINT, width

_SVG = "{http://www.w3.org/2000/svg}"
_SLACK = 0.25
"""mm by which boxes may touch: small letters are lower than their line."""


@dataclass(frozen=True)
class Said:
    """Words with the place (mm) that their letters take."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: "Said") -> bool:
        """Whether both stand in each other's way."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > _SLACK and high > _SLACK


def said_in(svg: str) -> list[Said]:
    """All words of a drawing."""
    return [_said(one) for one in fromstring(svg).iter(f"{_SVG}text")]


def _said(one) -> Said:
    size = float(one.get("font-size"))
    long = width(one.text, size / MM_A_POINT, strong=one.get("font-weight") == "600")
    shift = {"start": 0.0, "middle": long / 2, "end": long}[one.get("text-anchor")]
    left, base = float(one.get("x")) - shift, float(one.get("y"))
    return Said(one.text, left, base - size * 0.68, left + long, base + size * 0.2)


def overlaps(svg: str) -> list[tuple[str, str]]:
    """Pairs of words that stand in each other's way."""
    return [(one.text, other.text) for one, other in combinations(said_in(svg), 2) if one.hits(other)]


def outside(svg: str) -> list[str]:
    """Words that do not fit on the drawing."""
    wide, high = size_of(svg)
    edge = 0.15
    return [
        one.text
        for one in said_in(svg)
        if one.left < -edge or one.top < -edge or one.right > wide + edge or one.bottom > high + edge
    ]


def size_of(svg: str) -> tuple[float, float]:
    """Width and height in mm."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert found
    return float(found[1]), float(found[2])
