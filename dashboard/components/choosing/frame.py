"""The workbench without data, and the ids of its parts."""

from enum import StrEnum

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.page_head import page_head

PAGE, PATH = "selectie", "/selectie"
NAME = N_("Selection")
EDITOR_HEAD = "choosing-editor-head"
"""Id of the title of the place that is written about."""
PICK = "choosing-pick"
"""The `type` of the ids of the boxes before the rows of the list."""
WEIGHT = "choosing-weight"
"""The `type` of the ids of the sliders."""
TICK = "choosing-tick"
"""The `type` of the ids of the buttons that tick all or none."""
FINAL = "choosing-final"
"""The `type` of the ids of the fields with the degrees of the final place."""


class Part(StrEnum):
    """Ids of the parts that callbacks fill."""

    SAID = "choosing-said"
    TURN = "choosing-turn"
    BAR = "choosing-bar"
    CRITERIA = "choosing-criteria"
    LIST = "choosing-list"
    MEANS = "choosing-means"
    READY = "choosing-ready"
    EDITOR = "choosing-editor"
    EDITED = "choosing-edited"
    """What the editor is about: {"round", "subject", "draft_no", "seq"}; what is saved goes on from there."""
    TYPED = "choosing-typed"
    """What was typed and is not saved yet, from `assets/55-choosing.js`: one at a time."""
    SAVED = "choosing-saved"
    BESIDE = "choosing-beside"
    SEEN = "choosing-seen"
    """What the list shows: {subject: [seq, draft_no]}, and the number of the last change of the round."""
    PICKED = "choosing-picked"
    """What is ticked, in the list, on the map or all that the filters leave: {subject: [seq, draft_no]} as it was shown
    then."""
    MAP = "choosing-map"
    CHARTED = "choosing-charted"
    """What the map was made for, and what it shows at first: {"made_for", "bounds"}. For another round or neighbourhood
    it is made anew."""
    DRAWN = "choosing-drawn"
    """An area that was drawn on it, from `assets/56-choosing-map.js`: {"area": GeoJSON, "n": ...}."""
    MARKED = "choosing-marked"
    """The button of a mark of it: {"subject", "act", "seen": [seq, draft_no], "n": ...}."""
    INSIDE = "choosing-inside"
    TICKED = "choosing-ticked"
    SEVERAL = "choosing-several"
    ROUND = "choosing-round"
    ACTIVITY = "choosing-activity"
    """The form to correct the activity that is chosen."""
    WISHES = "choosing-wishes"
    WISHED = "choosing-wished"
    """What the form of wishes was made for: it is made anew for other rules or another round."""
    PROPOSED = "choosing-proposed"


class Form(StrEnum):
    """Everything that has buttons on this page."""

    ROUND = "round"
    WEIGHTS = "weights"
    OUTCOME = "outcome"
    SEVERAL = "several"
    MAKE = "make"
    APPROVE = "approve"
    BACK = "back"
    UNDO = "undo"
    PROPOSE = "propose"
    ACTIVITY = "activity"
    CORRECT = "correct-activity"
    DOSSIER = "dossier"


def frame() -> Component:
    """The page without data."""
    waiting = html.Div(className="skeleton-chart manage-skeleton")
    columns = [
        _section(Part.CRITERIA, "choosing-criteria", N_("Criteria and weights"), waiting),
        _candidates(waiting),
        _section(Part.MEANS, "choosing-means", N_("What your choice means"), waiting),
        _proposing(),
        html.Div(
            [
                _section(Part.EDITOR, "choosing-editor", N_("Motivation")),
                html.P(id=Part.SAVED, className="choosing-saved", role="status"),
                html.Div(id=Part.BESIDE, **aria(live="assertive")),
            ],
            className="choosing-writing",
        ),
        _section(Part.READY, "choosing-ready", N_("Ready for the decision?")),
    ]
    stores = (
        Part.TURN,
        Part.EDITED,
        Part.TYPED,
        Part.SEEN,
        Part.PICKED,
        Part.CHARTED,
        Part.DRAWN,
        Part.MARKED,
        Part.WISHED,
    )
    return html.Div(
        [
            page_head(PAGE, t(NAME)),
            html.Div(id=Part.SAID, className="said", role="status", tabIndex=-1),
            *(dcc.Store(id=store) for store in stores),
            html.Div(id=Part.BAR),
            html.Div(id=Part.ROUND),
            html.Div(columns, className="choosing"),
        ]
    )


def _candidates(waiting: Component) -> html.Section:
    """The list or the map, what is ticked in it, and what can be said of that."""
    parts = [
        html.Div(waiting, id=Part.LIST),
        html.Div(id=Part.MAP),
        html.P(id=Part.INSIDE, className="choosing-inside", role="status"),
        html.Div(id=Part.TICKED, className="choosing-ticked", **aria(live="polite")),
        html.Div(id=Part.SEVERAL),
    ]
    return html.Section(parts, className="choosing-list", **aria(label=t(N_("Candidates"))))


def _proposing() -> html.Section:
    """What a best set has to respect, and what was found."""
    parts = [html.Div(id=Part.WISHES), html.Div(id=Part.PROPOSED, **aria(live="polite"))]
    return html.Section(parts, className="choosing-proposing", **aria(label=t(N_("Propose a selection"))))


def _section(part: Part, look: str, label: str, waiting: Component | None = None) -> html.Section:
    return html.Section(waiting, id=part, className=look, **aria(label=t(label)))
