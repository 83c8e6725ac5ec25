"""Small multiples and flows, as Plotly draws them."""

from collections.abc import Sequence

from config.language import number
from dashboard.charts.contents import Flows, Panel, Panels
from dashboard.charts.palette import BAD, BLUE, GREY, INK, INK3, ORANGE, PAPER, RULE
from dashboard.charts.plotly_base import AXIS, Figure, bold, escaped, faint, note
from dashboard.charts.rows import text_width, wrapped

_TALLEST = 0.74
_STAYS, _CHANGES = faint(BLUE, 0.17), faint(ORANGE, 0.82)


def draw_panels(content: Panels) -> tuple[list[Figure], Figure]:
    """A row of columns for each panel, all on one scale."""
    words = [line for panel in content.panels for line in wrapped(panel.label).split("\n")]
    left = round(max(map(text_width, words), default=0)) + 12
    right = round(max((text_width(panel.text) for panel in content.panels), default=0)) + 14
    moments = max((len(panel.values) for panel in content.panels), default=1)
    layout = {
        "bargap": 0.2,
        "barmode": "overlay",
        "margin": {"l": left, "r": right, "t": 4, "b": 26},
        "xaxis": {
            "range": [-0.5, moments - 0.5],
            "tickvals": [tick.value for tick in content.ticks],
            "ticktext": [escaped(tick.text) for tick in content.ticks],
            "showline": False,
            "zeroline": False,
        },
        "yaxis": AXIS
        | {
            "range": [-len(content.panels) + 1, _TALLEST + 0.1],
            "tickvals": [-i for i in range(len(content.panels))],
            "showticklabels": False,
            "showgrid": True,
            "gridcolor": RULE,
            "zeroline": False,
        },
        "annotations": [
            words for i, panel in enumerate(content.panels) for words in _panel_words(panel, -i + _TALLEST / 2, left)
        ],
    }
    drawn = list(enumerate(content.panels))
    bands = [trace for i, panel in drawn for trace in _panel_band(panel, -i, content)]
    return [*bands, *(_panel(panel, -i, content) for i, panel in drawn)], layout


def _panel(panel: Panel, base: int, content: Panels) -> Figure:
    return {
        "type": "bar",
        "x": list(range(len(panel.values))),
        "base": [base] * len(panel.values),
        "y": _heights(panel.values, panel, content),
        "marker": {"color": [BAD if missed else BLUE for missed in panel.missed] or BLUE},
        "hoverinfo": "text",
        "hovertext": [escaped(text) for text in panel.hover],
        "customdata": [panel.pick] * len(panel.values) if panel.pick else list(content.picks),
    }


def _heights(values: Sequence[float | None], panel: Panel, content: Panels) -> list[float | None]:
    return [None if value is None else value / (panel.top or content.top) * _TALLEST for value in values]


def _panel_band(panel: Panel, base: int, content: Panels) -> list[Figure]:
    """The band behind the columns."""
    edge: Figure = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"width": 0, "shape": "hvh"}}
    edges = [_heights(values, panel, content) for values in (panel.low, panel.high)]
    x = list(range(len(panel.low)))
    traces = [edge | {"x": x, "y": [None if y is None else base + y for y in ys]} for ys in edges if ys]
    return [*traces[:1], *(one | {"fill": "tonexty", "fillcolor": faint(GREY, 0.3)} for one in traces[1:])]


def _panel_words(panel: Panel, y: float, left: int) -> list[Figure]:
    name = note(0, y, wrapped(panel.label), xref="paper", xanchor="left", xshift=-left, align="left")
    end = note(1, y, "", xref="paper", xanchor="left", xshift=8) | bold(panel.text, 13)
    return [name, end]


def draw_flows(content: Flows) -> tuple[list[Figure], Figure]:
    """A Sankey diagram; each node says how many cases pass it."""
    last = max(len(content.headings) - 1, 1)
    sankey = {
        "type": "sankey",
        "arrangement": "fixed",
        "textfont": {"size": 13, "color": INK},
        "node": {
            "label": [f"{escaped(node.label)} <b>{number(node.n)}</b>" for node in content.nodes],
            "color": BLUE,
            "line": {"width": 0, "color": PAPER},
            "thickness": 8,
            "pad": 14,
            "hoverinfo": "none",
            "customdata": [node.pick for node in content.nodes],
        },
        "link": {
            "source": [flow.source for flow in content.flows],
            "target": [flow.target for flow in content.flows],
            "value": [flow.n for flow in content.flows],
            "color": [_CHANGES if flow.changes else _STAYS for flow in content.flows],
            "customdata": [
                content.nodes[flow.target].pick or content.nodes[flow.source].pick for flow in content.flows
            ],
            "hovertemplate": "%{source.label}<br>%{target.label}<br>n = %{value}<extra></extra>",
        },
    }
    layout = {
        "margin": {"l": 0, "r": 0, "t": 26, "b": 8},
        "annotations": [_heading(text, i / last) for i, text in enumerate(content.headings)],
    }
    return [sankey], layout


def _heading(text: str, x: float) -> Figure:
    """The first heading starts at the left edge and the last one ends at the right."""
    anchor = "left" if x == 0 else "right" if x == 1 else "center"
    font = {"size": 13, "color": INK3, "weight": 600}
    return note(x, 1, text, xref="paper", yref="paper", xanchor=anchor, yanchor="bottom", yshift=6) | {"font": font}
