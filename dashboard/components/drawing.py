"""Drawing on a map: the buttons above it. `assets/52-drawing.js` sets the corners, and tells what was drawn.

A block holds buttons and map. The map has a `tool`, by which the script takes hold of it: what becomes of a drawing is
the tool's.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from dash import html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.charts.atlas import point
from dashboard.components.atlas import drawn


class Act(StrEnum):
    """What can be drawn, and what can be done with a drawing: `data-draw` of the buttons."""

    AREA = "area"
    POINT = "point"
    CLEAR = "clear"
    CLOSE = "close"
    BACK = "back"
    STOP = "stop"


WORDS = {
    "first": N_("Click on the map for each corner."),
    "keys": N_("By keyboard the arrows move a cross, and the space bar sets a corner there."),
    "more": N_("Corner {n}. At least three are needed."),
    "ready": N_("{n} corners. 'Finish' or a double click closes the area."),
    "measured": N_("{n} corners, {area} m². 'Finish' or a double click closes the area."),
    "crossed": N_("There the border would cross itself. Choose another place for this corner."),
    "full": N_("An area has at most {n} corners."),
    "point": N_("Click where the point should be."),
    "steps": N_("By keyboard the arrows move it; Enter when it is there."),
    "stopped": N_("Nothing was drawn."),
}
"""What the script says while somebody draws; `{n}` and `{area}` are filled in there."""
_DURING = ((Act.CLOSE, N_("Finish")), (Act.BACK, N_("Last corner back")), (Act.STOP, N_("Stop")))


def drawing(begins: Sequence[tuple[Act, str]], parts: Sequence[Component], *, name: str) -> html.Div:
    """A map (in `parts`) with the buttons (in the reader's language) by which one begins; `name` is its class."""
    begin = html.Div([_button(act, words) for act, words in begins], className="drawing-begin")
    during = html.Div([_button(act, t(words)) for act, words in _DURING], className="drawing-during", hidden=True)
    told = html.P(className="drawing-told", role="status")
    words: dict[str, Any] = {f"data-{key}": t(sentence) for key, sentence in WORDS.items()}
    bar = html.Div([begin, during, told], className="drawing-bar")
    return html.Div([bar, *parts], className=f"drawing {name}", **words)


def _button(act: Act, words: str) -> html.Button:
    told: dict[str, Any] = {"data-draw": str(act)}
    return html.Button(words, type="button", className="button", **told)


def tool(kind: str, **told: Any) -> Component:
    """What takes hold of a map: `kind` names what becomes of a drawing, `told` is what that needs to know."""
    hold = {"type": "FeatureCollection", "features": [point((0, 0), tool=kind, **told)]}
    return drawn(hold, pointToLayer="tool")
