"""A `ChartSpec` as a Plotly figure: a plain dict, because building `go.Figure` objects takes three times as long."""

from itertools import accumulate
from typing import Any

from config.language import current_language, number
from dashboard.charts.palette import (
    BLUES,
    CATEGORICAL,
    CONTROL,
    DIVERGING,
    FONT,
    GREY,
    GRID,
    INK,
    INK2,
    INK3,
    PAINTS,
    PAPER,
    Fill,
)
from dashboard.charts.spec import ChartSpec, Line, Lines, PartsBar, Waterfall, week_name

Figure = dict[str, Any]

# The narrowest screen we promise, minus its gutters: labels that fit here fit everywhere.
PHONE_WIDTH = 328
_DIGIT_WIDTH = 8

AXIS: dict[str, Any] = {
    "gridcolor": GRID,
    "linecolor": INK,
    "zerolinecolor": INK,
    "ticks": "",
    "tickangle": 0,
    "tickfont": {"size": 12, "color": INK3},
    "fixedrange": True,
    "automargin": False,
}
TEMPLATE: dict[str, Any] = {
    "layout": {
        "font": {"family": FONT, "size": 13, "color": INK2},
        "colorway": list(CATEGORICAL),
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "bargap": 0.28,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {"bgcolor": INK, "font": {"color": PAPER, "size": 13}, "bordercolor": INK, "align": "left"},
        "xaxis": AXIS | {"showgrid": False},
        "yaxis": AXIS | {"showline": False},
        "colorscale": {
            "sequential": [[i / 4, color] for i, color in enumerate(BLUES)],
            "diverging": [[i / 6, color] for i, color in enumerate(DIVERGING)],
        },
    }
}


def to_plotly(spec: ChartSpec) -> Figure:
    """The figure of a chart. Raises TypeError for content that is not drawn (rows)."""
    match spec.content:
        case Waterfall():
            data, layout = _waterfall(spec.content)
        case PartsBar():
            data, layout = _parts_bar(spec.content)
        case Lines():
            data, layout = _lines(spec.content, spec.height)
        case _:
            raise TypeError(f"{type(spec.content).__name__} is not a figure")
    base = {"template": TEMPLATE, "height": spec.height, "autosize": True}
    separators = ",." if current_language() == "nl" else ".,"
    return {"data": data, "layout": base | {"separators": separators} | layout}


def _paint(fill: Fill) -> dict[str, Any]:
    """The Plotly marker of a fill: 1 px white between neighbours, or an edge or hatch of its own."""
    paint = PAINTS[fill]
    edge = paint.edge if paint.edge and not paint.dashed else PAPER
    marker: dict[str, Any] = {"color": paint.color, "line": {"color": edge, "width": 1}}
    if paint.hatched:
        marker["pattern"] = {"shape": "/", "fgcolor": paint.color, "bgcolor": PAPER, "size": 6, "solidity": 0.35}
    return marker


def _text(x: float, y: float, text: str, **more: Any) -> dict[str, Any]:
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": 13, "color": INK}} | more


def _bold(text: str, size: int = 15, color: str = INK) -> dict[str, Any]:
    return {"text": f"<b>{text}</b>", "font": {"size": size, "color": color, "weight": 600}}


def _waterfall(content: Waterfall) -> tuple[list[Figure], Figure]:
    steps = content.steps
    ends = [*accumulate(step.value for step in steps[:-1]), steps[-1].value]
    starts = [0.0 if step.total else end - step.value for step, end in zip(steps, ends, strict=True)]
    tops = [max(pair) for pair in zip(starts, ends, strict=True)]
    bars = [
        {
            "type": "bar",
            "x": [i],
            "base": [min(starts[i], ends[i])],
            "y": [abs(ends[i] - starts[i])],
            "width": [0.72],
            "marker": _paint(step.fill),
            "hoverinfo": "text",
            "hovertext": [f"{step.label} {step.text}"],
        }
        for i, step in enumerate(steps)
    ]
    ticks = [
        f"{step.label}<br><span style='font-size:12px;color:{INK3}'>{step.sublabel or '&nbsp;'}</span>"
        for step in steps
    ]
    layout = {
        "barmode": "overlay",
        "margin": {"l": 0, "r": 0, "t": 8, "b": 44},
        "xaxis": {
            "tickvals": list(range(len(steps))),
            "ticktext": ticks,
            "range": [-0.5, len(steps) - 0.5],
            "showline": True,
            "tickfont": {"size": 13, "color": INK2},
        },
        "yaxis": {"visible": False, "range": [0, max(*tops, 1) * 1.16]},
        "shapes": [_connector(i + 0.36, i + 0.64, level) for i, level in enumerate(ends[:-1])]
        + [_connector(i - 0.36, i + 0.36, ends[i]) for i, step in enumerate(steps) if step.value == 0],
        "annotations": [
            _text(i, tops[i], "", yanchor="bottom", yshift=1) | _bold(step.text) for i, step in enumerate(steps)
        ],
    }
    return bars, layout


def _connector(left: float, right: float, level: float) -> Figure:
    line = {"color": GREY, "width": 1, "dash": "2px,2px"}
    return {"type": "line", "x0": left, "x1": right, "y0": level, "y1": level, "line": line}


_GROUP_GAP = 3.0
_BAR_HEIGHT = 44


def _parts_bar(content: PartsBar) -> tuple[list[Figure], Figure]:
    whole = sum(group.total for group in content.groups)
    scale = (100 - _GROUP_GAP * (len(content.groups) - 1)) / whole
    bars, shapes, notes, left, free_from = [], [], [], 0.0, 0.0
    for index, group in enumerate(content.groups):
        end = left + group.total * scale
        shapes.append(_bracket(left, end))
        notes.append(_heading(group.heading, at_end=index > 0))
        for part in group.parts:
            width, paint = part.value * scale, PAINTS[part.fill]
            bars.append(_part(left, width, part.fill, f"{part.label}: {number(part.value)}"))
            if paint.dashed:
                shapes.append(_outline(left, left + width, paint.edge or INK))
            note, free_from = _part_label(left, width, part.value, part.fill, free_from)
            notes += note
            left += width
        left += _GROUP_GAP
    layout = {
        "barmode": "overlay",
        "margin": {"l": 1, "r": 1, "t": 34, "b": 26},
        "xaxis": {"visible": False, "range": [0, 100]},
        "yaxis": {"visible": False, "range": [-0.5, 0.5]},
        "shapes": shapes,
        "annotations": notes,
    }
    return bars, layout


def _part(left: float, width: float, fill: Fill, hover: str) -> Figure:
    place = {"type": "bar", "orientation": "h", "y": [0], "width": [1], "base": [left], "x": [width]}
    return place | {"marker": _paint(fill), "hoverinfo": "text", "hovertext": [hover]}


def _bracket(left: float, right: float) -> Figure:
    low, high = 1 + 8 / _BAR_HEIGHT, 1 + 14 / _BAR_HEIGHT
    path = f"M{left},{low}L{left},{high}L{right},{high}L{right},{low}"
    return {"type": "path", "path": path, "yref": "paper", "line": {"color": INK, "width": 1}}


def _outline(left: float, right: float, color: str) -> Figure:
    line = {"color": color, "width": 1, "dash": "3px,3px"}
    return {"type": "rect", "x0": left, "x1": right, "y0": -0.5, "y1": 0.5, "line": line}


def _heading(text: str, *, at_end: bool) -> Figure:
    """Headings start at the left edge and end at the right one, so that they never meet."""
    place = {"xanchor": "right" if at_end else "left", "yref": "paper", "yanchor": "bottom", "yshift": 15}
    return _text(100 if at_end else 0, 1, "", **place) | _bold(text, 13)


def _part_label(left: float, width: float, value: int, fill: Fill, free_from: float) -> tuple[list[Figure], float]:
    """The number in its part, else below it where there is room; the legend carries it in any case.

    Also returns how far (0 to 100) the space below the bar is now taken.
    """
    text, middle = number(value), left + width / 2
    needed = (len(text) * _DIGIT_WIDTH + 6) / PHONE_WIDTH * 100
    if width >= needed:
        return [_text(middle, 0, "") | _bold(text, 15, PAINTS[fill].text)], free_from
    if not value or middle - needed / 2 < free_from or middle + needed / 2 > 100:
        return [], free_from
    below = _text(middle, 0, "", yref="paper", yanchor="top", yshift=-1) | _bold(text, 13)
    return [below], middle + needed / 2


_STRIP_TOP, _PLOT_BOTTOM = 0.13, 0.26
_MARGIN = {"l": 40, "r": 84, "t": 10, "b": 24}
_LABEL_HEIGHT = 40


def _lines(content: Lines, height: int) -> tuple[list[Figure], Figure]:
    weeks, most = len(content.weeks), max(*content.counts, 1)
    ticks = _nice_ticks(max(_known(content.lines), default=1))
    strip = {
        "type": "bar",
        "x": list(range(weeks)),
        "y": list(content.counts),
        "yaxis": "y2",
        "width": 0.72,
        "marker": {"color": CONTROL},
        "hoverinfo": "text",
        "hovertext": list(content.hover),
    }
    layout = {
        "hovermode": "x",
        "margin": _MARGIN,
        "xaxis": _week_axis(content),
        "yaxis": {"domain": [_PLOT_BOTTOM, 1], "range": [0, ticks[-1] * 1.04], "tickvals": ticks, "zeroline": True},
        "yaxis2": AXIS
        | {
            "domain": [0, _STRIP_TOP],
            "range": [0, most],
            "tickvals": [most],
            "ticktext": [number(most)],
            "showgrid": False,
            "zeroline": False,
        },
        "annotations": [_strip_title(content.counts_label), *_end_labels(content.lines, ticks[-1] * 1.04, height)],
    }
    drawn = [trace for line in reversed(content.lines) for trace in _line(line, content.hover)]
    return [strip, *drawn], layout


def _known(lines: tuple[Line, ...]) -> list[float]:
    return [value for line in lines for value in (*line.values, *line.weak) if value is not None]


def _line(line: Line, hover: tuple[str, ...]) -> list[Figure]:
    """The line, with a point at its end and wherever it stands alone between gaps; hollow points for weak weeks."""
    color, main = PAINTS[line.fill].color, line.rank == 0
    spots: Figure = {"type": "scatter", "x": list(range(len(line.values))), "hoverinfo": "text" if main else "skip"}
    if main:
        spots["hovertext"] = list(hover)
    stroke = {"color": color, "width": 2.4 if main else 1.8} | ({"dash": "5px,3px"} if line.dashed else {})
    sizes = [7 if shown else 0 for shown in _points(line.values, end=main)]
    full = {"y": list(line.values), "mode": "lines+markers", "line": stroke, "marker": {"color": color, "size": sizes}}
    if not any(value is not None for value in line.weak):
        return [spots | full]
    ring = {"color": PAPER, "size": 8, "line": {"color": color, "width": 1.6}}
    return [spots | full, spots | {"y": list(line.weak), "mode": "markers", "marker": ring}]


def _points(values: tuple[float | None, ...], *, end: bool) -> list[bool]:
    known = [value is not None for value in values]
    last = max((i for i, value in enumerate(known) if value), default=-1)
    padded = [False, *known, False]
    alone = [padded[i + 1] and not padded[i] and not padded[i + 2] for i in range(len(known))]
    return [single or (end and i == last) for i, single in enumerate(alone)]


def _week_axis(content: Lines) -> Figure:
    """At most seven week names, the last one always: they fit on a phone."""
    weeks = len(content.weeks)
    step = -(-weeks // 7)
    shown = sorted(range(weeks - 1, -1, -step))
    names = [week_name(content.weeks[i]) for i in shown]
    return {"anchor": "y2", "tickvals": shown, "ticktext": names, "range": [-0.6, weeks - 0.4], "showline": True}


def _strip_title(text: str) -> Figure:
    place = {
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "font": {"size": 12, "color": INK3},
    }
    return _text(0, _STRIP_TOP, text, **place)


def _end_labels(lines: tuple[Line, ...], top: float, height: int) -> list[Figure]:
    """Each line's name at its end, moved apart where they would cover each other."""
    room = (height - _MARGIN["t"] - _MARGIN["b"]) * (1 - _PLOT_BOTTOM)
    wanted = sorted(
        ((next(v for v in reversed(line.values) if v is not None) / top * room, line) for line in lines if line.label),
        key=lambda pair: pair[0],
    )
    places = _apart([place for place, _ in wanted], _LABEL_HEIGHT, room)
    return [
        _text(
            1,
            place / room * top,
            line.label.replace("\n", "<br>"),
            xref="paper",
            xanchor="left",
            xshift=8,
            align="left",
        )
        | {"font": {"size": 13, "color": INK if line.rank == 0 else INK2, "weight": 600 if line.rank == 0 else 400}}
        for place, (_, line) in zip(places, wanted, strict=True)
    ]


def _apart(places: list[float], distance: float, room: float) -> list[float]:
    """The places (ascending, px), at least `distance` apart and within the room."""
    low = distance / 2
    raised = list(accumulate(places, lambda below, place: max(place, below + distance), initial=low - distance))[1:]
    if not raised or raised[-1] <= room:
        return raised
    lowered = accumulate(reversed(raised), lambda above, place: min(place, above - distance), initial=room + distance)
    return list(reversed(list(lowered)[1:]))


def _nice_ticks(highest: float) -> list[float]:
    """Three to six round ticks from 0 to at least `highest`."""
    power = 10 ** (len(str(int(max(highest, 1)))) - 1)
    step = next(size * power for size in (0.2, 0.5, 1, 2) if size * power * 5 >= highest)
    step = max(step, 1)
    last = -(-highest // step)
    return [step * i for i in range(int(max(last, 1)) + 1)]
