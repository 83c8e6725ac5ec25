"""Flows between columns of nodes on paper, left to right."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.language import number
from dashboard.charts.contents import Flow, Flows, Node
from dashboard.charts.palette import BLUE, INK3, ORANGE, PAPER, mix
from dashboard.reports.charts.pieces import LABEL, LINE, SMALL, SMALL_LINE, Drawn, block, widest, wrapped
from dashboard.reports.svg import text as svg_text

_NODE, _HIGH, _LEAST, _MOST_LINES = 1.6, 82.0, 0.35, 3
_STAYS, _CHANGES = mix(BLUE, PAPER, 0.2), mix(ORANGE, PAPER, 0.82)


@dataclass(frozen=True)
class _Place:
    """Where a node stands: its left edge, top and height, with the lines of its label."""

    left: float
    top: float
    high: float
    lines: tuple[str, ...]


def draw_flows(content: Flows, wide: float) -> Drawn:
    """Ribbons behind, those that change last; every node says how many cases pass it."""
    columns = max((node.column for node in content.nodes), default=0) + 1
    last = _last_room(content, wide)
    pitch = (wide - last) / max(columns - 1, 1)
    heads = [wrapped(text, pitch - 2, SMALL) for text in content.headings]
    top = SMALL_LINE * max(map(len, heads), default=1) + 2.0
    places, bottom = _places(content, pitch, last, top)
    ribbons = _ribbons(content, places)
    nodes = (
        f'<rect x="{one.left:.2f}" y="{one.top:.2f}" width="{_NODE}" height="{one.high:.2f}" fill="{BLUE}"/>'
        for one in places
    )
    return Drawn((*_headings(heads, pitch, top), *ribbons, *nodes, *(_label(one) for one in places)), bottom + 0.6)


def _last_room(content: Flows, wide: float) -> float:
    """What the last column takes with its labels: no more than its part of the width, but for one long word."""
    last = max((node.column for node in content.nodes), default=0)
    labels = [f"{node.label} {number(node.n)}" for node in content.nodes if node.column == last]
    heads = content.headings[-1:] if len(content.headings) == last + 1 else ()
    word = widest(word for label in labels for word in label.split()) + _NODE + 1.6
    whole = max(widest(labels), widest(heads, SMALL, strong=True)) + _NODE + 1.6
    return min(whole, max(word, wide / (last + 1)))


def _headings(heads: Sequence[list[str]], pitch: float, top: float) -> list[str]:
    """Each begins where its column does."""
    middle = (top - 2.0) / 2
    return [block((place * pitch, middle), lines, SMALL, fill=INK3, strong=True) for place, lines in enumerate(heads)]


def _places(content: Flows, pitch: float, last: float, top: float) -> tuple[list[_Place], float]:
    """Nodes below each other, as high as their cases, with room for their labels; and where the lowest ends."""
    by_column: dict[int, list[int]] = {}
    for place, node in enumerate(content.nodes):
        by_column.setdefault(node.column, []).append(place)
    end = max(by_column, default=0)
    labels = {place: _lines(node, pitch if node.column < end else last) for place, node in enumerate(content.nodes)}
    room = {column: sum(len(labels[one]) * LINE + 1.0 for one in own) for column, own in by_column.items()}
    high = max([_HIGH, *room.values()])
    whole = max((sum(content.nodes[one].n for one in own) for own in by_column.values()), default=1) or 1
    scale = min((high - max(0.0, room[column] * 0.6)) / whole for column in by_column) if by_column else 1.0
    found: dict[int, _Place] = {}
    for column, own in by_column.items():
        y = top
        for one in own:
            tall = max(content.nodes[one].n * scale, _LEAST)
            slot = max(tall + 1.6, len(labels[one]) * LINE + 0.8)
            left = column * pitch
            found[one] = _Place(left, y + (slot - tall) / 2, tall, labels[one])
            y += slot
    bottom = max(
        (max(one.top + one.high, one.top + one.high / 2 + len(one.lines) * LINE / 2) for one in found.values()),
        default=top,
    )
    return [found[place] for place in range(len(content.nodes))], bottom


def _lines(node: Node, room: float) -> tuple[str, ...]:
    return tuple(wrapped(f"{node.label} {number(node.n)}", room - _NODE - 1.5, most=_MOST_LINES))


def _label(one: _Place) -> str:
    """Right of its node; a rim of paper parts it from the ribbons."""
    x = one.left + _NODE + 1.0
    top = one.top + one.high / 2 - LINE * (len(one.lines) - 1) / 2
    return "".join(
        svg_text((x, top + LINE * place), line, LABEL, anchor="start") for place, line in enumerate(one.lines)
    )


def _ribbons(content: Flows, places: Sequence[_Place]) -> list[str]:
    """Each flow as high as its cases where it leaves and where it arrives, in the order of the other ends."""
    leaving, arriving = [one.top for one in places], [one.top for one in places]
    scales = [one.high / max(node.n, 1) for one, node in zip(places, content.nodes, strict=True)]
    order = sorted(range(len(content.flows)), key=lambda one: _order(content.flows[one], places))
    begins: dict[int, float] = {}
    for one in order:
        flow = content.flows[one]
        begins[one] = leaving[flow.source]
        leaving[flow.source] += flow.n * scales[flow.source]
    ends: dict[int, float] = {}
    for one in sorted(order, key=lambda one: (places[content.flows[one].target].top, begins[one])):
        flow = content.flows[one]
        ends[one] = arriving[flow.target]
        arriving[flow.target] += flow.n * scales[flow.target]
    drawn = sorted(order, key=lambda one: content.flows[one].changes)
    return [_ribbon(content.flows[one], begins[one], ends[one], scales, places) for one in drawn]


def _order(flow: Flow, places: Sequence[_Place]) -> tuple[float, float]:
    return places[flow.source].top, places[flow.target].top


def _ribbon(flow: Flow, begin: float, end: float, scales: Sequence[float], places: Sequence[_Place]) -> str:
    left, right = places[flow.source].left + _NODE, places[flow.target].left
    first, last = max(flow.n * scales[flow.source], 0.15), max(flow.n * scales[flow.target], 0.15)
    half = (left + right) / 2
    path = (
        f"M{left:.2f} {begin:.2f}C{half:.2f} {begin:.2f} {half:.2f} {end:.2f} {right:.2f} {end:.2f}"
        f"V{end + last:.2f}C{half:.2f} {end + last:.2f} {half:.2f} {begin + first:.2f} {left:.2f} {begin + first:.2f}Z"
    )
    return f'<path d="{path}" fill="{_CHANGES if flow.changes else _STAYS}"/>'
