"""What all charts on paper share: words that fit, fills that stay apart without colour, lines. Lengths are mm."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan
from typing import TypeGuard

from dashboard.charts.palette import GREY, INK, ORANGE, PAINTS, PAPER, Fill
from dashboard.reports import svg
from dashboard.reports.fonts import FAMILIES, MM_A_POINT, width
from dashboard.reports.plane import Rect, Xy

LABEL, SMALL = 8.5, 7.5
"""Sizes of letters, in points."""
LINE, SMALL_LINE = LABEL * MM_A_POINT * 1.2, SMALL * MM_A_POINT * 1.2
"""From one line of words to the next."""
HAIR, THIN, MAIN = 0.2, 0.42, 0.6
DOTTED, DASHED, FINE = "0.5 0.8", "1.5 0.9", "0.5 0.5"
ELLIPSIS = "…"
_EXACT = 1e-6
_HYPHEN = re.compile("(?<=-)(?=.)")
_HATCH = {Fill.OVERDUE: "overdue", Fill.STOPPED: "stopped", Fill.POSSIBLE: "possible"}
_TEXTURE = {Fill.ORANGE: "orange", Fill.GREY: "grey"}
"""Colours that only their hue tells from another are given a grain: in grey they stay apart."""


@dataclass(frozen=True)
class Drawn:
    """Pieces of an SVG, from the back to the front, and how high they are together."""

    pieces: tuple[str, ...]
    height: float


def sheet(drawn: Drawn, wide: float) -> str:
    """The drawing as an SVG of its own."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}mm" height="{drawn.height:.2f}mm" '
        f'viewBox="0 0 {wide:g} {drawn.height:.2f}" font-family="{", ".join(FAMILIES)}">'
        f"<defs>{_patterns()}</defs>{''.join(drawn.pieces)}</svg>"
    )


def _patterns() -> str:
    hatches = (
        f'<pattern id="{name}" width="1.3" height="1.3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<path d="M0.3 0V1.3" stroke="{PAINTS[fill].color}" stroke-width="0.45"/></pattern>'
        for fill, name in _HATCH.items()
    )
    grains = (
        f'<pattern id="orange" width="1" height="1" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">'
        f'<path d="M0 0H1V1H0Z" fill="{ORANGE}"/><path d="M0.5 0V1" stroke="{PAPER}" stroke-width="0.14"/></pattern>',
        f'<pattern id="grey" width="1.1" height="1.1" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<path d="M0 0H1.1V1.1H0Z" fill="{GREY}"/><circle cx="0.55" cy="0.55" r="0.17" fill="{PAPER}"/></pattern>',
    )
    return "".join((*hatches, *grains))


def words(
    at: Xy,
    text: str,
    points: float = LABEL,
    *,
    fill: str = INK,
    anchor: str = "start",
    strong: bool = False,
    rim: bool = False,
) -> str:
    """Words on one line; '' for none."""
    return svg.text(at, text, points, fill=fill, anchor=anchor, strong=strong, rim=rim) if text else ""


def block(
    at: Xy,
    lines: Sequence[str],
    points: float = LABEL,
    *,
    fill: str = INK,
    anchor: str = "start",
    strong: bool = False,
    rim: bool = False,
) -> str:
    """Lines of words around a middle."""
    step = points * MM_A_POINT * 1.2
    top = at[1] - step * (len(lines) - 1) / 2
    places = ((at[0], top + step * place) for place in range(len(lines)))
    pairs = zip(places, lines, strict=True)
    return "".join(words(one, line, points, fill=fill, anchor=anchor, strong=strong, rim=rim) for one, line in pairs)


def cut(text: str, room: float, points: float = LABEL, *, strong: bool = False) -> str:
    """The text as far as it fits."""
    if width(text, points, strong=strong) <= room + _EXACT:
        return text
    kept = text
    while kept and width(kept.rstrip() + ELLIPSIS, points, strong=strong) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def wrapped(text: str, room: float, points: float = LABEL, *, strong: bool = False, most: int = 2) -> list[str]:
    """The text on at most so many lines that fit; what is left over is cut off. '\\n' breaks a line."""
    lines: list[str] = []
    for given in text.split("\n"):
        lines.append("")
        for word in _words(given, room, points, strong=strong):
            longer = (lines[-1] + word).lstrip()
            if lines[-1] and width(longer, points, strong=strong) > room + _EXACT:
                lines.append(word.lstrip())
            else:
                lines[-1] = longer
    kept = lines[:most] if len(lines) <= most else [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [cut(line, room, points, strong=strong) for line in kept]


def _words(text: str, room: float, points: float, *, strong: bool) -> list[str]:
    """The words, each with the space before it; one that is too wide may break after a hyphen."""
    found: list[str] = []
    for word in text.split(" "):
        parts = _HYPHEN.split(word) if width(word, points, strong=strong) > room + _EXACT else [word]
        found += [f" {parts[0]}", *parts[1:]]
    return found


def widest(texts: Iterable[str], points: float = LABEL, *, strong: bool = False) -> float:
    """How wide the widest of some texts is; 0 for none."""
    return max((width(text, points, strong=strong) for text in texts if text), default=0.0)


def area(left: float, top: float, wide: float, high: float, fill: Fill) -> str:
    """A rectangle as its fill is drawn."""
    paint, place = PAINTS[fill], f'x="{left:.2f}" y="{top:.2f}" width="{max(wide, 0):.2f}" height="{high:.2f}"'
    inner = f'x="{left + 0.15:.2f}" y="{top + 0.15:.2f}" width="{max(wide - 0.3, 0.05):.2f}" height="{high - 0.3:.2f}"'
    if paint.hatched:
        look = f'fill="url(#{_HATCH[fill]})" stroke="{paint.edge}" stroke-width="0.3"'
        return f'<rect {inner} fill="{PAPER}"/><rect {inner} {look}/>'
    if paint.edge:
        dash = ' stroke-dasharray="0.9 0.7"' if paint.dashed else ""
        return f'<rect {inner} fill="{paint.color}" stroke="{paint.edge}" stroke-width="0.3"{dash}/>'
    return f'<rect {place} fill="{f"url(#{_TEXTURE[fill]})" if fill in _TEXTURE else paint.color}"/>'


def inside(at: Xy, text: str, fill: Fill, points: float = LABEL) -> str:
    """A number within a part; on a hatch or grain with a rim of paper, so that it reads."""
    plain = not PAINTS[fill].hatched and fill not in _TEXTURE
    color = PAINTS[fill].text if plain else INK
    return words(at, text, points, fill=color, anchor="middle", strong=True, rim=not plain)


def rule(begin: Xy, end: Xy, color: str = INK, thick: float = 0.3, dash: str = "") -> str:
    """A straight line."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    path = f"M{begin[0]:.2f} {begin[1]:.2f}L{end[0]:.2f} {end[1]:.2f}"
    return f'<path d="{path}" fill="none" stroke="{color}" stroke-width="{thick:g}"{dashes}/>'


def trace(points: Sequence[Xy], color: str, thick: float, dash: str = "") -> str:
    """A line through points."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    path = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    look = f'stroke="{color}" stroke-width="{thick:g}" stroke-linejoin="round"{dashes}'
    return f'<path d="{path}" fill="none" {look}/>'


def surface(points: Sequence[Xy], color: str) -> str:
    """An area between points."""
    path = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    return f'<path d="{path}Z" fill="{color}"/>'


def circle(at: Xy, size: float, color: str, *, hollow: bool = False) -> str:
    """A point; a hollow one is paper within a ring."""
    look = f'fill="{PAPER}" stroke="{color}" stroke-width="0.4"' if hollow else f'fill="{color}"'
    return f'<circle cx="{at[0]:.2f}" cy="{at[1]:.2f}" r="{size / 2 - (0.2 if hollow else 0):.2f}" {look}/>'


def missed(at: Xy, size: float) -> str:
    """A point that missed its target: another shape, hatched."""
    x, y, half = at[0], at[1], size / 2
    path = f"M{x:.2f} {y - half:.2f}L{x + half:.2f} {y:.2f}L{x:.2f} {y + half:.2f}L{x - half:.2f} {y:.2f}Z"
    edge = f'stroke="{PAINTS[Fill.OVERDUE].edge}" stroke-width="0.4"'
    return f'<path d="{path}" fill="{PAPER}"/><path d="{path}" fill="url(#overdue)" {edge}/>'


def apart(places: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """The places (ascending) moved so that what is so high around each does not overlap, within `low` and `high`."""
    found, edge = list(places), low
    for number, size in enumerate(sizes):
        found[number] = max(found[number], edge + size / 2)
        edge = found[number] + size / 2
    edge = high
    for number in reversed(range(len(found))):
        found[number] = min(found[number], edge - sizes[number] / 2)
        edge = found[number] - sizes[number] / 2
    return found


def known(value: float | None) -> TypeGuard[float]:
    """Whether there is a number; a gap is None or what is no number."""
    return value is not None and not isnan(value)


def overlap(one: Rect, other: Rect) -> float:
    """The area that two rectangles (left, top, right, bottom) share."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def free(choices: Sequence[Rect], taken: Sequence[Rect], points: Sequence[Xy], within: Rect) -> Rect:
    """The first of some places that nothing else needs; else the one that covers least."""

    def cost(box: Rect) -> float:
        out = (box[2] - box[0]) * (box[3] - box[1]) - overlap(box, within)
        hidden = sum(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in points)
        return 100 * sum(overlap(box, other) for other in taken) + 100 * out + hidden

    return min(choices, key=cost)
