"""What happened on a line, as Plotly draws it: a leader of 1 px and a few words below the line, above it where it is
low; what lasted has a band behind it."""

from collections.abc import Mapping, Sequence

from dashboard.charts.contents import Moment
from dashboard.charts.palette import INK2, NEUTRAL_WASH
from dashboard.charts.plotly_base import Figure, escaped, note

_LEADER_PX, _STEP_PX, _STEPS = 30, 17, 3
"""Leaders differ in length, so that words of neighbours do not stand on one line."""
_LOW = 0.5


def said_moments(
    moments: Sequence[Moment], line: Mapping[float, float], across: Sequence[float], span: tuple[float, float]
) -> list[Figure]:
    """The words at their leaders; `line` are the values of the main line, `across` and `span` the ends of the axes."""
    return [_said(one, at, line, across, span) for at, one in enumerate(moments)]


def _said(
    one: Moment, at: int, line: Mapping[float, float], across: Sequence[float], span: tuple[float, float]
) -> Figure:
    (low, high), along = span, (one.x - across[0]) / ((across[1] - across[0]) or 1)
    y = line[min(line, key=lambda x: abs(x - one.x))] if line else low
    above, length = (y - low) / (high - low) < _LOW, _LEADER_PX + _STEP_PX * (at % _STEPS)
    leader = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": INK2, "standoff": 3}
    side = "left" if along < 0.3 else "right" if along > 0.7 else "center"
    place = {"ax": 0, "ay": -length if above else length, "yanchor": "bottom" if above else "top", "xanchor": side}
    return note(one.x, y, "") | leader | place | {"text": escaped(one.text), "font": {"size": 12, "color": INK2}}


def spans(moments: Sequence[Moment]) -> list[Figure]:
    """The bands of what lasted, behind all else."""
    usual = {"type": "rect", "yref": "y domain", "y0": 0, "y1": 1, "layer": "below", "line": {"width": 0}}
    return [usual | {"x0": one.x, "x1": one.until, "fillcolor": NEUTRAL_WASH} for one in moments if one.until]
