"""Rows of horizontal bars and of dots, as Plotly draws them."""

from dashboard.charts.contents import Target
from dashboard.charts.palette import BAD, BLUE, GREY, GRID, INK, INK2, INK3, PAINTS, PAPER
from dashboard.charts.plotly_base import AXIS, Figure, bold, escaped, faint, marker, note, small
from dashboard.charts.rows import TARGET_ROOM, Bar, Bars, Dot, Dots, RowLabels, text_width, wrapped

_BAR_PX = 24
_TEXT_GAP = 8


def draw_bars(content: Bars) -> tuple[list[Figure], Figure]:
    """Traces and layout of horizontal bars; a number that does not fit in its part is left to hover and table."""
    labels, longest = content.labels, content.whole or max((bar.value for bar in content.bars), default=0) or 1
    thickness = _BAR_PX / labels.row_height
    places = [-i - _drop(labels) for i in range(len(content.bars))]
    room = round(max((text_width(bar.end) for bar in content.bars if bar.parts), default=0)) + _TEXT_GAP + 4
    traces = [trace for bar, y in zip(content.bars, places, strict=True) for trace in _bar(bar, y, thickness)]
    ends = [_end(bar, y) for bar, y in zip(content.bars, places, strict=True)]
    layout = {
        "barmode": "overlay",
        "uniformtext": {"mode": "hide", "minsize": 12},
        "margin": {"l": labels.width, "r": room, "t": 4 + (TARGET_ROOM if content.target else 0), "b": 4},
        "xaxis": {"visible": False, "range": [0, longest]},
        "yaxis": _row_axis(labels),
        "shapes": [*([] if labels.above else [_base()]), *([_target_line(content.target)] if content.target else [])],
        "annotations": [*ends, *_names(labels, room), *_target_words(content.target)],
    }
    return traces, layout


def _bar(bar: Bar, y: float, thickness: float) -> list[Figure]:
    left, traces = 0.0, []
    for part in bar.parts:
        if part.value:
            traces.append(
                {
                    "type": "bar",
                    "orientation": "h",
                    "y": [y],
                    "base": [left],
                    "x": [part.value],
                    "width": [thickness],
                    "marker": marker(part.fill),
                    "text": [escaped(part.text)],
                    "textposition": "inside",
                    "insidetextanchor": "middle",
                    "textangle": 0,
                    "insidetextfont": {"size": 13, "color": PAINTS[part.fill].text, "weight": 600},
                    "hoverinfo": "text",
                    "hovertext": [escaped(part.hover or f"{bar.label} {part.text}")],
                    "customdata": [bar.pick],
                }
            )
            left += part.value
    return traces


def _end(bar: Bar, y: float) -> Figure:
    """The words at the end of a bar; without a bar they say why, and start where it would."""
    if not bar.parts:
        return note(0, y, bar.text, xanchor="left") | {"font": {"size": 13, "color": INK3}}
    return note(bar.value, y, "", xanchor="left", xshift=_TEXT_GAP - 3) | {"text": _end_text(bar)}


def _end_text(bar: Bar) -> str:
    if not bar.exception:
        return f"<b>{escaped(bar.text)}</b>"
    return f"<b>{escaped(bar.text)}</b> · <span style='color:{BAD};font-weight:600'>{escaped(bar.exception)}</span>"


def _base() -> Figure:
    line = {"color": INK, "width": 1}
    return {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def draw_dots(content: Dots) -> tuple[list[Figure], Figure]:
    """Traces and layout of dots over a shared axis, with a bar behind a dot for its range."""
    labels, first, last = content.labels, content.ticks[0].value, content.ticks[-1].value
    places = [-i - _drop(labels) for i in range(len(content.dots))]
    room = round(max((text_width(dot.text) for dot in content.dots if dot.value is not None), default=0)) + 20
    rows = list(zip(content.dots, places, strict=True))
    layout = {
        "margin": {"l": labels.width, "r": room, "t": 22 if content.target else 6, "b": 30},
        "xaxis": {
            "range": [first, last],
            "tickvals": [tick.value for tick in content.ticks],
            "ticktext": [escaped(tick.text) for tick in content.ticks],
            "showgrid": True,
            "gridcolor": GRID,
            "zeroline": False,
            "showline": False,
        },
        "yaxis": _row_axis(labels),
        "shapes": [_target_line(content.target)] if content.target else [],
        "annotations": [
            *(_dot_text(dot, y, first, last) for dot, y in rows),
            *_names(labels, room),
            *(_target_words(content.target)),
        ],
    }
    return [trace for dot, y in rows for trace in _dot(dot, y)], layout


def _dot(dot: Dot, y: float) -> list[Figure]:
    """Range and former place behind, the dot itself in front."""
    if dot.value is None:
        return []
    color = BAD if dot.missed else BLUE
    line: Figure = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "cliponaxis": False, "y": [y, y]}
    point: Figure = {"type": "scatter", "mode": "markers", "cliponaxis": False, "y": [y]}
    traces = []
    if dot.low is not None and dot.high is not None:
        traces.append(line | {"x": [dot.low, dot.high], "line": {"color": faint(color, 0.35), "width": 5}})
    if dot.before is not None:
        hollow = {"symbol": "circle", "size": 9, "color": PAPER, "line": {"color": GREY, "width": 1.6}}
        traces.append(line | {"x": [dot.before, dot.value], "line": {"color": color, "width": 1.6}})
        traces.append(point | {"x": [dot.before], "marker": hollow, "hoverinfo": "skip"})
    symbol = {"symbol": "diamond" if dot.missed else "circle", "size": 13 if dot.missed else 12, "color": color}
    shown = {"hoverinfo": "text", "hovertext": [escaped(dot.hover or f"{dot.label}: {dot.text}")]}
    return [*traces, point | {"x": [dot.value], "marker": symbol} | shown]


def _dot_text(dot: Dot, y: float, first: float, last: float) -> Figure:
    """Beside the dot, on the side where nothing else of its row is."""
    if dot.value is None:
        return note(first, y, dot.text, xanchor="left") | {"font": {"size": 13, "color": INK3}}
    known = [place for place in (dot.value, dot.before, dot.low, dot.high) if place is not None]
    width = last - first
    left = dot.before is not None and dot.before - dot.value > width * 0.05 and dot.value - first > width * 0.2
    place = {"xanchor": "right" if left else "left", "xshift": -11 if left else 11}
    ground = {"bgcolor": faint(PAPER, 0.85), "borderpad": 0}
    return note(dot.value if left else max(known), y, "", **place, **ground) | bold(dot.text, 13)


def _target_line(target: Target) -> Figure:
    line = {"color": INK, "width": 1, "dash": "2px,3px"}
    return {"type": "line", "x0": target.value, "x1": target.value, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _target_words(target: Target | None) -> list[Figure]:
    if target is None:
        return []
    return [note(target.value, 1, "", yref="paper", yanchor="bottom") | small(target.label)]


def _drop(labels: RowLabels) -> float:
    """How far below the middle of its row a bar lies: names above it need the upper part."""
    return 0.26 if labels.stacked else 0.2 if labels.above else 0.0


def _row_axis(labels: RowLabels) -> Figure:
    return AXIS | {"visible": False, "range": [-max(len(labels.rows), 1) + 0.5, 0.5]}


def _names(labels: RowLabels, room: int) -> list[Figure]:
    """The name of each row, and its aside at the right end of the same line or below the name."""
    if not labels.above:
        strong = any(aside for _, aside in labels.rows)
        return [_beside(name, aside, -i, labels.width, strong) for i, (name, aside) in enumerate(labels.rows)]
    rows = enumerate(labels.rows)
    return [words for i, (name, aside) in rows for words in _above(name, aside, -i, labels, room)]


def _above(name: str, aside: str, y: float, labels: RowLabels, room: int) -> list[Figure]:
    """On one line, or below each other where a phone has no room for that."""
    up = round(labels.row_height * 0.5) - 13
    place = {"xref": "paper", "yanchor": "middle"}
    left = place | {"xanchor": "left", "xshift": -labels.width}
    own = note(0, y, "", yshift=up, **left) | bold(name, 13)
    if not aside:
        return [own]
    if labels.stacked:
        return [own, note(0, y, "", yshift=up - 17, **left) | small(aside)]
    return [own, note(1, y, "", yshift=up, xanchor="right", xshift=room, **place) | small(aside)]


def _beside(name: str, aside: str, y: float, width: int, strong: bool) -> Figure:
    lines = escaped(wrapped(name))
    more = f"<br><span style='font-size:12px;font-weight:400;color:{INK3}'>{escaped(aside)}</span>" if aside else ""
    text = f"<b>{lines}</b>{more}" if strong else lines
    place = {"xref": "paper", "xanchor": "left", "xshift": -width, "align": "left"}
    font = {"size": 13, "color": INK if strong else INK2, "weight": 600 if strong else 400}
    return note(0, y, "", **place) | {"text": text, "font": font}
