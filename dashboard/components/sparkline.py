"""A small line beside a number: an SVG made here, shown as an image with words, without any script."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from dash import html

from dashboard.charts.palette import ATTENTION, BAD, BLUE, CONTROL, INK
from dashboard.components.status import State

_WIDTH, _HEIGHT, _EDGE = 150, 34, 4
_COLORS = {State.GOOD: BLUE, State.NEUTRAL: BLUE, State.ATTENTION: ATTENTION, State.BAD: BAD}
Place = tuple[float, float]


@dataclass(frozen=True)
class Sparkline:
    """Values in order of time (None is a gap), what a screen reader says of them, and the target if there is one."""

    values: tuple[float | None, ...]
    alt: str
    target: float | None = None


def sparkline(line: Sparkline, state: State) -> html.Img:
    """The line in grey, its last point in the colour of the state, the target dotted."""
    source = "data:image/svg+xml," + quote(_svg(line, state))
    return html.Img(src=source, alt=line.alt, className="sparkline", width=str(_WIDTH), height=str(_HEIGHT))


def _svg(line: Sparkline, state: State) -> str:
    places = _places(line)
    size = f"width='{_WIDTH}' height='{_HEIGHT}' viewBox='0 0 {_WIDTH} {_HEIGHT}'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size}>{_target(line)}{_paths(places)}{_end(places, state)}</svg>"


def _height(line: Sparkline, value: float) -> float:
    """From the top, within the edges; the target belongs to the scale."""
    known = [one for one in (*line.values, line.target) if one is not None]
    low, high = min(known), max(known)
    part = (value - low) / (high - low) if high > low else 0.5
    return round(_HEIGHT - _EDGE - part * (_HEIGHT - 2 * _EDGE), 1)


def _places(line: Sparkline) -> list[Place | None]:
    step = (_WIDTH - 2 * _EDGE) / max(len(line.values) - 1, 1)
    return [
        None if value is None else (round(_EDGE + i * step, 1), _height(line, value))
        for i, value in enumerate(line.values)
    ]


def _target(line: Sparkline) -> str:
    if line.target is None:
        return ""
    return f"<path d='M0 {_height(line, line.target)}H{_WIDTH}' stroke='{INK}' stroke-dasharray='2 3'/>"


def _paths(places: list[Place | None]) -> str:
    """One path for each stretch without gaps."""
    stretches = [list(group) for known, group in groupby(places, key=lambda place: place is not None) if known]
    drawn = " ".join("M" + " ".join(f"{place[0]},{place[1]}" for place in one if place) for one in stretches)
    return f"<path d='{drawn}' fill='none' stroke='{CONTROL}' stroke-width='1.5' stroke-linejoin='round'/>"


def _end(places: list[Place | None], state: State) -> str:
    last = next((place for place in reversed(places) if place is not None), None)
    return "" if last is None else f"<circle cx='{last[0]}' cy='{last[1]}' r='3.5' fill='{_COLORS[state]}'/>"
