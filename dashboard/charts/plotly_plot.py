"""Lines and points over two axes, as Plotly draws them: curves, lines per week, funnels."""

from dashboard.charts.contents import Plot, Series, Spot, Target
from dashboard.charts.palette import BAD, BLUE, INK, INK2, INK3, PAINTS, PAPER
from dashboard.charts.plotly_base import Figure, apart, bold, escaped, faint, note, small
from dashboard.charts.plotly_moments import Field, said_moments, spans
from dashboard.charts.rows import text_width

_TOP, _BOTTOM, _LEFT = 10, 26, 40
_TITLE_PX = 18
_LINE_PX = 18
_LEADER_PX = 40


def draw_plot(content: Plot, height: int) -> tuple[list[Figure], Figure]:
    """Traces and layout of a plot in a figure of `height` px."""
    bottom = _BOTTOM + (_TITLE_PX if content.x_title else 0)
    low, high = _y_range(content)
    labels = _end_labels(content, (low, high), height - _TOP - bottom)
    layout = {
        "hovermode": "x" if content.hover else "closest",
        "margin": {"l": _LEFT, "r": _room(content), "t": _TOP, "b": bottom},
        "xaxis": {
            "range": _x_range(content),
            "tickvals": [tick.value for tick in content.x_ticks],
            "ticktext": [escaped(tick.text) for tick in content.x_ticks],
            "showline": True,
            "zeroline": False,
        },
        "yaxis": {
            "range": [low, high],
            "tickvals": [tick.value for tick in content.y_ticks],
            "ticktext": [escaped(tick.text) for tick in content.y_ticks],
            "zeroline": False,
        },
        "shapes": [
            *spans(content.moments),
            *_target_line(content.target),
            *(_drop_line(spot, low) for spot in content.spots if spot.drop),
        ],
        "annotations": [
            *labels,
            *_title(content.x_title),
            *(_spot_words(spot, low, high) for spot in content.spots if spot.text and not spot.beside),
            *_names(content, (low, high), height - _TOP - bottom),
            *said_moments(content.moments, _field(content, (low, high), height - _TOP - bottom)),
        ],
    }
    drawn = [trace for one in reversed(content.series) for trace in _series(one, content)]
    return [*drawn, *(_spot(spot) for spot in content.spots)], layout


def _x_range(content: Plot) -> list[float]:
    first, last = content.x_ticks[0].value, content.x_ticks[-1].value
    return [first if content.first_x is None else content.first_x, last if content.last_x is None else content.last_x]


def _y_range(content: Plot) -> tuple[float, float]:
    first, last = content.y_ticks[0].value, content.y_ticks[-1].value
    return first, last + (last - first) * 0.04


def _room(content: Plot) -> int:
    words = [one.label for one in content.series] + ([content.target.label] if content.target else [])
    return round(max((text_width(line) for word in words for line in word.split("\n")), default=0)) + 16


def _series(one: Series, content: Plot) -> list[Figure]:
    color, main = PAINTS[one.fill].color, one.rank == 0
    stroke: Figure = {"color": color, "width": 2.4 if main else 1.8, "shape": "hv" if one.steps else "linear"}
    if one.dashed:
        stroke["dash"] = "5px,3px"
    base: Figure = {"type": "scatter", "mode": "lines", "x": list(one.x), "cliponaxis": content.clip}
    spoken = (
        {"hoverinfo": "text", "hovertext": [escaped(text) for text in content.hover]}
        if main and content.hover
        else {"hoverinfo": "skip"}
    )
    line = base | {"y": list(one.y), "line": stroke} | spoken
    return [*_band(one, base, color), line, *_last_point(one, color)]


def _band(one: Series, base: Figure, color: str) -> list[Figure]:
    if not one.low:
        return []
    edge = {"width": 0, "color": color, "shape": "hv" if one.steps else "linear"}
    plain = base | {"hoverinfo": "skip", "line": edge}
    return [
        plain | {"y": list(one.low)},
        plain | {"y": list(one.high), "fill": "tonexty", "fillcolor": faint(color, 0.16)},
    ]


def _last_point(one: Series, color: str) -> list[Figure]:
    """A point where the main line ends now; a curve of steps ends nowhere in particular."""
    known = [(x, y) for x, y in zip(one.x, one.y, strict=True) if y is not None]
    if one.rank or one.steps or not known:
        return []
    (x, y), mark = known[-1], {"size": 8, "color": color}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [x],
            "y": [y],
            "marker": mark,
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    ]


def _spot(spot: Spot) -> Figure:
    color = BAD if spot.missed else BLUE
    mark = {
        "symbol": "diamond" if spot.missed else "circle",
        "size": 11 if spot.missed else 9,
        "color": PAPER if spot.hollow else color,
        "line": {"color": color, "width": 2},
    }
    words = {"hoverinfo": "text", "hovertext": [escaped(spot.hover)]} if spot.hover else {"hoverinfo": "skip"}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [spot.x],
        "y": [spot.y],
        "marker": mark,
        "cliponaxis": False,
    } | words


def _field(content: Plot, span: tuple[float, float], room: int) -> Field:
    main = next((one for one in content.series if one.rank == 0), None)
    line = {x: y for x, y in zip(main.x, main.y, strict=True) if y is not None} if main else {}
    return Field(line, _x_range(content), span, room)


def _drop_line(spot: Spot, low: float) -> Figure:
    line = {"color": INK, "width": 1, "dash": "2px,3px"}
    return {"type": "line", "x0": spot.x, "x1": spot.x, "y0": low, "y1": spot.y, "line": line}


def _spot_words(spot: Spot, low: float, high: float) -> Figure:
    """Halfway its drop line; else below the line (above it where it is low), at the end of a leader."""
    if spot.drop:
        place = {"xanchor": "left", "xshift": 4, "bgcolor": faint(PAPER, 0.85), "borderpad": 1}
        return note(spot.x, (low + spot.y) / 2, "", **place) | bold(spot.text, 13)
    above = (spot.y - low) / (high - low) < 0.45
    more = f"<br><span style='font-size:12px;color:{INK3}'>{escaped(spot.more)}</span>" if spot.more else ""
    leader = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": INK2, "standoff": 5}
    place = {"ax": 0, "ay": -_LEADER_PX if above else _LEADER_PX, "yanchor": "bottom" if above else "top"}
    text = {"text": f"<b>{escaped(spot.text)}</b>{more}"}
    return note(spot.x, spot.y, "") | text | leader | place


def _names(content: Plot, span: tuple[float, float], room: int) -> list[Figure]:
    """The names of points, on the side with more room, moved apart where they would cover each other."""
    (first, last), (low, high) = _x_range(content), span
    named = sorted((spot for spot in content.spots if spot.text and spot.beside), key=lambda spot: spot.y)
    places = apart([(spot.y - low) / (high - low) * room for spot in named], _LINE_PX, room)
    notes = []
    for place, spot in zip(places, named, strict=True):
        right = (spot.x - first) / (last - first) < 0.55
        side = {"xanchor": "left" if right else "right", "xshift": 9 if right else -9}
        notes.append(note(spot.x, low + place / room * (high - low), "", **side) | bold(spot.text, 13))
    return notes


def _target_line(target: Target | None) -> list[Figure]:
    if target is None:
        return []
    line = {"color": INK, "width": 1, "dash": "2px,3px"}
    return [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": target.value, "y1": target.value, "line": line}]


def _title(text: str) -> list[Figure]:
    place = {"xref": "paper", "yref": "paper", "yanchor": "top", "yshift": -_BOTTOM + 2}
    return [note(0.5, 0, "", **place) | small(text)] if text else []


def _end_labels(content: Plot, span: tuple[float, float], room: int) -> list[Figure]:
    """Each line's name at its end, and the target's, moved apart where they would cover each other."""
    low, high = span
    ends = [(_last(one), one.label, one.rank == 0) for one in content.series if one.label]
    if content.target:
        ends.append((content.target.value, content.target.label, False))
    ends = sorted((end for end in ends if end[0] is not None), key=lambda end: float(end[0] or 0))
    tallest = max((label.count("\n") + 1 for _, label, _ in ends), default=1)
    wanted = [(float(value or 0) - low) / (high - low) * room for value, _, _ in ends]
    places = apart(wanted, _LINE_PX * tallest, room)
    return [
        _end_label(low + place / room * (high - low), label, main=main)
        for place, (_, label, main) in zip(places, ends, strict=True)
    ]


def _last(one: Series) -> float | None:
    return next((y for y in reversed(one.y) if y is not None), None)


def _end_label(y: float, label: str, *, main: bool) -> Figure:
    font = {"size": 13, "color": INK if main else INK2, "weight": 600 if main else 400}
    place = {"xref": "paper", "xanchor": "left", "xshift": 8, "align": "left"}
    return note(1, y, label, **place) | {"font": font}
