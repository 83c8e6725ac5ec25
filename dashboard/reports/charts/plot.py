"""Lines and points over two axes on paper: curves, lines per week, funnels."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dashboard.charts.contents import Plot, Series, Spot, Target
from dashboard.charts.palette import BAD, BLUE, INK, INK2, INK3, NEUTRAL_WASH, PAINTS, PAPER, mix
from dashboard.reports.charts.frame import End, Frame, drawn_ends, ends_room
from dashboard.reports.charts.pieces import (
    DASHED,
    DOTTED,
    FINE,
    LABEL,
    LINE,
    MAIN,
    SMALL,
    SMALL_LINE,
    THIN,
    Drawn,
    circle,
    free,
    known,
    missed,
    rule,
    surface,
    trace,
    widest,
    words,
)
from dashboard.reports.fonts import width
from dashboard.reports.plane import Rect, Xy

_BAND, _CLIP = 0.16, "field"
HIGH, HIGH_HALF, HALF = 62.0, 48.0, 110.0
"""How high a plot is, on a page and beside another picture: what is no wider than `HALF`."""


def high_of(wide: float) -> float:
    """How high the field of a plot is."""
    return HIGH if wide > HALF else HIGH_HALF


def draw_plot(content: Plot, wide: float) -> Drawn:
    """Bands behind, then the lighter lines, the main line, points and their words."""
    frame = frame_of(content, wide)
    lines = "".join(piece for one in reversed(content.series) for piece in _series(one, frame))
    field = f'<g clip-path="url(#{_CLIP})">{lines}</g>' if content.clip else lines
    pieces = (
        _clip(frame) if content.clip else "",
        *(_lasted(one.x, one.until, frame) for one in content.moments if one.until is not None),
        *(band for one in content.series for band in _band(one, frame)),
        *frame.grid(content.y_ticks),
        *frame.below(content.x_ticks, content.x_title),
        *(_target(content.target, frame) if content.target else ()),
        field,
        *(_spot(spot, frame) for spot in content.spots),
        *_said(content, frame),
        *drawn_ends(_ends(content), frame),
    )
    under = SMALL_LINE * (2 if content.x_title else 1) + 1.2
    return Drawn(pieces, frame.bottom + under)


def frame_of(content: Plot, wide: float) -> Frame:
    """The field of a plot, with room for the words around it."""
    left = widest([tick.text for tick in content.y_ticks], SMALL) + 1.6
    last_tick = widest([content.x_ticks[-1].text], SMALL) / 2
    right = wide - max(ends_room(_ends(content)), last_tick, 2.0)
    first, last = content.x_ticks[0].value, content.x_ticks[-1].value
    low, high = content.y_ticks[0].value, content.y_ticks[-1].value
    across = (
        first if content.first_x is None else content.first_x,
        last if content.last_x is None else content.last_x,
    )
    top = SMALL_LINE / 2
    return Frame(left, top, right, top + high_of(wide), across, (low, high + (high - low) * 0.04))


def _clip(frame: Frame) -> str:
    place = f'x="{frame.left:.2f}" y="{frame.top:.2f}" width="{frame.right - frame.left:.2f}"'
    return f'<clipPath id="{_CLIP}"><rect {place} height="{frame.bottom - frame.top:.2f}"/></clipPath>'


def _runs(one: Series, values: Sequence[float | None], frame: Frame) -> Iterator[list[Xy]]:
    """The points of a line, in pieces between its gaps; steps keep each value until the next."""
    run: list[Xy] = []
    for x, y in zip(one.x, values, strict=True):
        if not known(y):
            if run:
                yield run
            run = []
            continue
        if one.steps and run:
            run.append((frame.across(x), run[-1][1]))
        run.append(frame.at(x, y))
    if run:
        yield run


def _band(one: Series, frame: Frame) -> Iterator[str]:
    if not one.low:
        return
    sure = [known(low) and known(high) for low, high in zip(one.low, one.high, strict=True)]
    edges = [
        [value if whole else None for value, whole in zip(edge, sure, strict=True)] for edge in (one.low, one.high)
    ]
    for low, high in zip(_runs(one, edges[0], frame), _runs(one, edges[1], frame), strict=True):
        yield surface([*low, *reversed(high)], mix(PAINTS[one.fill].color, PAPER, _BAND))


def _series(one: Series, frame: Frame) -> Iterator[str]:
    color, main = PAINTS[one.fill].color, one.rank == 0
    dash = DASHED if one.dashed else ""
    last: Xy | None = None
    for run in _runs(one, one.y, frame):
        last = run[-1]
        if len(run) == 1:
            yield circle(run[0], 1.4 if main else 1.0, color)
        else:
            yield trace(run, color, MAIN if main else THIN, dash)
    if main and not one.steps and last:
        yield circle(last, 2.0, color)


def _target(target: Target, frame: Frame) -> tuple[str, ...]:
    y = frame.up(target.value)
    return (rule((frame.left, y), (frame.right, y), INK, 0.35, DOTTED),)


def _spot(spot: Spot, frame: Frame) -> str:
    place = frame.at(spot.x, spot.y)
    drop = rule(*_drop(spot, frame), INK, 0.3, FINE) if spot.drop else ""
    if spot.missed:
        return drop + missed(place, 3.0)
    return drop + circle(place, 2.2, BAD if spot.missed else BLUE, hollow=spot.hollow)


def _drop(spot: Spot, frame: Frame) -> tuple[Xy, Xy]:
    place = frame.at(spot.x, spot.y)
    return (place[0], frame.bottom), place


def _ends(content: Plot) -> list[End]:
    ends = []
    for one in content.series:
        last = next((y for y in reversed(one.y) if known(y)), None)
        if one.label and last is not None:
            ends.append(End(last, one.label, main=one.rank == 0))
    return [*ends, *([End(content.target.value, content.target.label)] if content.target else [])]


def _said(content: Plot, frame: Frame) -> Iterator[str]:
    """The words of points, each where it covers neither other words nor a line."""
    taken: list[Rect] = []
    marks = [frame.at(spot.x, spot.y) for spot in content.spots]
    drops = [point for spot in content.spots if spot.drop for point in _dense(_drop(spot, frame))]
    drawn = drops + [point for one in content.series for run in _runs(one, one.y, frame) for point in _dense(run)]
    within = (frame.left, 0.0, frame.right + 1, frame.bottom)
    for spot in (*content.spots, *_happened(content)):
        if spot.text:
            box = free(_choices(spot, frame), taken, [*drawn, *marks, *marks], within)
            taken.append(box)
            yield _words_of(spot, box, frame)


def _happened(content: Plot) -> Iterator[Spot]:
    """What happened, as words for the main line at its place."""
    main = next((one for one in content.series if one.rank == 0), None)
    line = [(x, y) for x, y in zip(main.x, main.y, strict=True) if y is not None] if main else []
    for moment in content.moments:
        y = min(line, key=lambda point: abs(point[0] - moment.x))[1] if line else content.y_ticks[0].value
        yield Spot(moment.x, y, moment.text)


def _lasted(first: float, last: float, frame: Frame) -> str:
    """The band behind what lasted."""
    left, right = frame.across(first), frame.across(last)
    return surface([(left, frame.top), (right, frame.top), (right, frame.bottom), (left, frame.bottom)], NEUTRAL_WASH)


def _dense(run: Sequence[Xy]) -> Iterator[Xy]:
    """The line as points that lie close together, so that words do not stand on a long straight part."""
    for (x0, y0), (x1, y1) in pairwise(run):
        count = max(1, int(abs(x1 - x0) + abs(y1 - y0)))
        yield from ((x0 + (x1 - x0) * part / count, y0 + (y1 - y0) * part / count) for part in range(count))


def _size(spot: Spot) -> Xy:
    wide = max(width(spot.text, LABEL, strong=True), width(spot.more, SMALL) if spot.more else 0.0)
    return wide, LINE + (SMALL_LINE if spot.more else 0.0)


def _choices(spot: Spot, frame: Frame) -> list[Rect]:
    """Where the words may stand, best first: beside the point, or below or above it at a distance."""
    (x, y), (wide, high) = frame.at(spot.x, spot.y), _size(spot)
    if spot.drop:
        middles = [(frame.bottom + y) / 2, frame.bottom - high, y + high]
        places = [(side, middle - high / 2) for middle in middles for side in (x + 1.2, x - 1.2 - wide)]
    elif spot.beside:
        places = [
            (x + 2, y - high / 2),
            (x - 2 - wide, y - high / 2),
            (x - wide / 2, y - high - 2),
            (x - wide / 2, y + 2),
        ]
    else:
        places = [
            (x + shift - wide / 2, edge)
            for far in (4.0, 2.6, 8.0, 13.0, 19.0)
            for edge in (y + far, y - far - high)
            for shift in (0.0, wide / 2, -wide / 2)
        ]
    return [(left, top, left + wide, top + high) for left, top in places]


def _words_of(spot: Spot, box: Rect, frame: Frame) -> str:
    x, y = frame.at(spot.x, spot.y)
    left, top, right, bottom = box
    own = words((left, top + LINE / 2), spot.text, strong=True, rim=True)
    more = words((left, top + LINE + SMALL_LINE / 2), spot.more, SMALL, fill=INK3, rim=True)
    if spot.drop or spot.beside:
        return own + more
    foot = min(max(x, left), right)
    leader = rule((x, y + 1.4), (foot, top), INK2, 0.25) if top > y else rule((x, y - 1.4), (foot, bottom), INK2, 0.25)
    return leader + own + more
