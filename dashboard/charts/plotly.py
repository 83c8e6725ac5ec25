"""A `ChartSpec` as a Plotly figure: a plain dict, because building `go.Figure` objects takes three times as long."""

from itertools import accumulate

from config.language import current_language, number
from dashboard.charts.contents import Flows, Panels, Plot
from dashboard.charts.palette import GREY, INK, INK2, INK3, PAINTS, Fill
from dashboard.charts.plotly_base import TEMPLATE, Figure, bold, escaped, marker, note
from dashboard.charts.plotly_lines import draw_lines
from dashboard.charts.plotly_panels import draw_flows, draw_panels
from dashboard.charts.plotly_plot import draw_plot
from dashboard.charts.plotly_rows import draw_bars, draw_dots
from dashboard.charts.rows import Bars, Dots
from dashboard.charts.spec import ChartSpec, Lines, PartsBar, Waterfall

# The narrowest screen we promise, minus its gutters: labels that fit here fit everywhere.
PHONE_WIDTH = 328
_DIGIT_WIDTH = 8


def to_plotly(spec: ChartSpec) -> Figure:
    """The figure of a chart. Raises TypeError for content that is a table itself."""
    match spec.content:
        case Waterfall():
            data, layout = _waterfall(spec.content)
        case PartsBar():
            data, layout = _parts_bar(spec.content)
        case Lines():
            data, layout = draw_lines(spec.content, spec.height)
        case Bars():
            data, layout = draw_bars(spec.content)
        case Dots():
            data, layout = draw_dots(spec.content)
        case Plot():
            data, layout = draw_plot(spec.content, spec.height)
        case Panels():
            data, layout = draw_panels(spec.content)
        case Flows():
            data, layout = draw_flows(spec.content)
        case _:
            raise TypeError(f"{type(spec.content).__name__} is not a figure")
    base = {"template": TEMPLATE, "height": spec.height, "autosize": True}
    separators = ",." if current_language() == "nl" else ".,"
    return {"data": data, "layout": base | {"separators": separators} | layout}


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
            "marker": marker(step.fill),
            "hoverinfo": "text",
            "hovertext": [escaped(f"{step.label} {step.text}")],
        }
        for i, step in enumerate(steps)
    ]
    below = f"<br><span style='font-size:12px;color:{INK3}'>"
    ticks = [f"{escaped(step.label)}{below}{escaped(step.sublabel) or '&nbsp;'}</span>" for step in steps]
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
            note(i, tops[i], "", yanchor="bottom", yshift=1) | bold(step.text) for i, step in enumerate(steps)
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
            label, free_from = _part_label(left, width, part.value, part.fill, free_from)
            notes += label
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
    return place | {"marker": marker(fill), "hoverinfo": "text", "hovertext": [escaped(hover)]}


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
    return note(100 if at_end else 0, 1, "", **place) | bold(text, 13)


def _part_label(left: float, width: float, value: int, fill: Fill, free_from: float) -> tuple[list[Figure], float]:
    """The number in its part, else below it where there is room; the legend carries it in any case.

    Also returns how far (0 to 100) the space below the bar is now taken.
    """
    text, middle = number(value), left + width / 2
    needed = (len(text) * _DIGIT_WIDTH + 6) / PHONE_WIDTH * 100
    if width >= needed:
        return [note(middle, 0, "") | bold(text, 15, PAINTS[fill].text)], free_from
    if not value or middle - needed / 2 < free_from or middle + needed / 2 > 100:
        return [], free_from
    below = note(middle, 0, "", yref="paper", yanchor="top", yshift=-1) | bold(text, 13)
    return [below], middle + needed / 2
