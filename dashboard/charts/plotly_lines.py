"""Lines per week above a strip with the number of cases, as Plotly draws them."""

from config.language import number
from dashboard.charts.palette import CONTROL, INK, INK2, INK3, PAINTS
from dashboard.charts.plotly_base import AXIS, Figure, apart, escaped, note
from dashboard.charts.plotly_moments import Field, said_moments, spans
from dashboard.charts.scale import nice_ticks, spread
from dashboard.charts.spec import Line, Lines, week_name

_STRIP_TOP, _PLOT_BOTTOM = 0.13, 0.26
_MARGIN = {"l": 40, "r": 84, "t": 10, "b": 24}
_LABEL_HEIGHT = 40


def draw_lines(content: Lines, height: int) -> tuple[list[Figure], Figure]:
    """Traces and layout of lines in a figure of `height` px."""
    weeks, most = len(content.weeks), max(*content.counts, 1)
    ticks = nice_ticks(max(_known(content.lines), default=1))
    strip = {
        "type": "bar",
        "x": list(range(weeks)),
        "y": list(content.counts),
        "yaxis": "y2",
        "width": 0.72,
        "marker": {"color": CONTROL},
        "hoverinfo": "text",
        "hovertext": [escaped(text) for text in content.hover],
        "customdata": list(content.picks),
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
        "annotations": [
            _strip_title(content.counts_label),
            *_end_labels(content.lines, ticks[-1] * 1.04, height),
            *said_moments(content.moments, _field(content, ticks[-1] * 1.04, height)),
        ],
        "shapes": spans(content.moments),
    }
    drawn = [trace for line in reversed(content.lines) for trace in _line(line, content)]
    return [strip, *drawn], layout


def _known(lines: tuple[Line, ...]) -> list[float]:
    return [value for line in lines for value in line.values if value is not None]


def _field(content: Lines, top: float, height: int) -> Field:
    main = next((line for line in content.lines if line.rank == 0), None)
    line = {float(i): value for i, value in enumerate(main.values) if value is not None} if main else {}
    room = (height - _MARGIN["t"] - _MARGIN["b"]) * (1 - _PLOT_BOTTOM)
    return Field(line, (0, len(content.weeks) - 1), (0, top), room)


def _line(line: Line, content: Lines) -> list[Figure]:
    """The line, with a point at its end and wherever it stands alone between gaps."""
    color, main = PAINTS[line.fill].color, line.rank == 0
    spots: Figure = {"type": "scatter", "x": list(range(len(line.values))), "hoverinfo": "text" if main else "skip"}
    if main:
        spots |= {"hovertext": [escaped(text) for text in content.hover], "customdata": list(content.picks)}
    stroke = {"color": color, "width": 2.4 if main else 1.8} | ({"dash": "5px,3px"} if line.dashed else {})
    sizes = [7 if shown else 0 for shown in _points(line.values, end=main)]
    full = {"y": list(line.values), "mode": "lines+markers", "line": stroke, "marker": {"color": color, "size": sizes}}
    return [spots | full]


def _points(values: tuple[float | None, ...], *, end: bool) -> list[bool]:
    known = [value is not None for value in values]
    last = max((i for i, value in enumerate(known) if value), default=-1)
    padded = [False, *known, False]
    alone = [padded[i + 1] and not padded[i] and not padded[i + 2] for i in range(len(known))]
    return [single or (end and i == last) for i, single in enumerate(alone)]


def _week_axis(content: Lines) -> Figure:
    """At most seven week names, the last one always: they fit on a phone."""
    weeks = len(content.weeks)
    shown = spread(weeks)
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
    return note(0, _STRIP_TOP, text, **place)


def _end_labels(lines: tuple[Line, ...], top: float, height: int) -> list[Figure]:
    """Each line's name at its end, moved apart where they would cover each other."""
    room = (height - _MARGIN["t"] - _MARGIN["b"]) * (1 - _PLOT_BOTTOM)
    wanted = sorted(
        ((next(v for v in reversed(line.values) if v is not None) / top * room, line) for line in lines if line.label),
        key=lambda pair: pair[0],
    )
    places = apart([place for place, _ in wanted], _LABEL_HEIGHT, room)
    return [
        note(
            1,
            place / room * top,
            line.label,
            xref="paper",
            xanchor="left",
            xshift=8,
            align="left",
        )
        | {"font": {"size": 13, "color": INK if line.rank == 0 else INK2, "weight": 600 if line.rank == 0 else 400}}
        for place, (_, line) in zip(places, wanted, strict=True)
    ]
