"""What all our Plotly figures share: the template, fills and texts."""

from itertools import accumulate
from typing import Any

from dashboard.charts.palette import BLUES, CATEGORICAL, DIVERGING, FONT, GRID, INK, INK2, INK3, PAINTS, PAPER, Fill

Figure = dict[str, Any]

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


def marker(fill: Fill) -> Figure:
    """How a fill is drawn: 1 px white between neighbours, or an edge or hatch of its own."""
    paint = PAINTS[fill]
    edge = paint.edge if paint.edge and not paint.dashed else PAPER
    drawn: Figure = {"color": paint.color, "line": {"color": edge, "width": 1}}
    if paint.hatched:
        drawn["pattern"] = {"shape": "/", "fgcolor": paint.color, "bgcolor": PAPER, "size": 6, "solidity": 0.35}
    return drawn


def escaped(text: str) -> str:
    """A text of a chart as Plotly shows it as it stands: Plotly takes its texts for HTML, also a name from a source."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")


def note(x: float, y: float, text: str, **more: Any) -> Figure:
    """A text in the picture, without arrow; `more` are Plotly's own options."""
    return {"x": x, "y": y, "text": escaped(text), "showarrow": False, "font": {"size": 13, "color": INK}} | more


def bold(text: str, size: int = 15, color: str = INK) -> Figure:
    """Text and font of a note that stands out."""
    return {"text": f"<b>{escaped(text)}</b>", "font": {"size": size, "color": color, "weight": 600}}


def apart(places: list[float], distance: float, room: float) -> list[float]:
    """The places (ascending, px), at least `distance` apart and within the room."""
    low = distance / 2
    raised = list(accumulate(places, lambda below, place: max(place, below + distance), initial=low - distance))[1:]
    if not raised or raised[-1] <= room:
        return raised
    lowered = accumulate(reversed(raised), lambda above, place: min(place, above - distance), initial=room + distance)
    return list(reversed(list(lowered)[1:]))


def faint(color: str, share: float) -> str:
    """A colour of which `share` (0 to 1) covers what is behind it."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def small(text: str) -> Figure:
    """Text and font of a note that explains."""
    return {"text": escaped(text), "font": {"size": 12, "color": INK3}}
