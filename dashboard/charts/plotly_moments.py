"""What happened on a line, as Plotly draws it: a leader of 1 px and a few words below the line, above it where it is
low; what lasted has a band behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.charts.contents import Moment
from dashboard.charts.palette import INK2, NEUTRAL_WASH, PAPER
from dashboard.charts.plotly_base import Figure, escaped, faint, note

_FOOT_PX, _LEADER_PX, _STEP_PX, _STEPS = 20, 30, 17, 3
"""Words stand near the foot of the picture, below line and band, those of neighbours at different heights."""


@dataclass(frozen=True)
class Field:
    """Where moments are drawn: the values of the main line by their place, the ends of both axes, and px from foot to
    top."""

    line: Mapping[float, float]
    across: Sequence[float]
    span: Sequence[float]
    room: float


def said_moments(moments: Sequence[Moment], field: Field) -> list[Figure]:
    """The words at their leaders."""
    return [_said(one, _STEP_PX * (at % _STEPS), field) for at, one in enumerate(moments)]


def _said(one: Moment, step: int, field: Field) -> Figure:
    low, high = field.span
    y = field.line[min(field.line, key=lambda x: abs(x - one.x))] if field.line else low
    down = (y - low) / (high - low) * field.room - _FOOT_PX - step
    leader = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": INK2, "standoff": 3}
    place = {"ax": 0, "ay": down, "yanchor": "top", "bgcolor": faint(PAPER, 0.8), "borderpad": 1}
    if down < _LEADER_PX:  # the line is too low for words below it
        place |= {"ay": -_LEADER_PX - step, "yanchor": "bottom"}
    text = {"text": escaped(one.text), "font": {"size": 12, "color": INK2}, "xanchor": _side(one, field)}
    return note(one.x, y, "") | leader | place | text


def _side(one: Moment, field: Field) -> str:
    """At the edges words go inwards."""
    first, last = field.across
    along = (one.x - first) / ((last - first) or 1)
    return "left" if along < 0.3 else "right" if along > 0.7 else "center"


def spans(moments: Sequence[Moment]) -> list[Figure]:
    """The bands of what lasted, behind all else."""
    usual = {"type": "rect", "yref": "y domain", "y0": 0, "y1": 1, "layer": "below", "line": {"width": 0}}
    return [usual | {"x0": one.x, "x1": one.until, "fillcolor": NEUTRAL_WASH} for one in moments if one.until]
