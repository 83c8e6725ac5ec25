"""The page of moderation without data, and the ids of its parts."""

from enum import StrEnum

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.page_head import page_head

PAGE, PATH = "moderatie", "/moderatie"
NAME = N_("Moderation")
ONE = "voorstel"
"""The key of the chosen proposal in the address."""
HEAD, ALIKE = "moderation-head", "moderation-alike"
"""Ids of the title of the chosen proposal, and of what it may be the same as."""
STANDING = ("submitted", "published", "shortlisted")
"""Stages from which a proposal can go on in another one."""
ENDED = ("merged", "withdrawn")
"""Stages in which nothing can be done with a proposal any more."""
PICK = "moderation-pick"
"""The `type` of the ids of the boxes before the rows of the queue."""


class Part(StrEnum):
    """Ids of the parts that callbacks fill."""

    WHOLE = "moderation"
    SAID = "moderation-said"
    TURN = "moderation-turn"
    SEEN = "moderation-seen"
    """Which proposal is shown, and the last of its events that is: {"subject": ..., "seq": ...}."""
    ASKED_OF = "moderation-asked-of"
    """The proposal of which the forms are there: they stay, with what was typed, until another one comes."""
    QUEUE = "moderation-queue"
    CASE = "moderation-case"
    FORMS = "moderation-forms"
    BESIDE = "moderation-beside"


class Form(StrEnum):
    """Everything that has buttons on this page."""

    DECIDE = "decide"
    REFUSE = "refuse"
    ASK = "ask"
    MERGE = "merge"
    PLACE = "place"
    THEME = "theme"
    GAIN = "gain"
    PHOTO = "photo"
    SEVERAL = "several"
    UNDO = "undo"


def frame() -> Component:
    """The page without data."""
    waiting = html.Div(className="skeleton-chart manage-skeleton")
    chosen = [html.Div(id=Part.CASE), html.Div(id=Part.FORMS), html.Div(id=Part.BESIDE)]
    return html.Div(
        [
            page_head(PAGE, t(NAME)),
            html.Div(id=Part.SAID, className="said", role="status", tabIndex=-1),
            dcc.Store(id=Part.TURN),
            dcc.Store(id=Part.SEEN),
            dcc.Store(id=Part.ASKED_OF),
            html.Div(
                [
                    html.Section(waiting, id=Part.QUEUE, className="moderation-queue", **aria(label=t(N_("Queue")))),
                    html.Section(chosen, className="moderation-case", **aria(label=t(N_("Proposal to judge")))),
                ],
                id=Part.WHOLE,
                className="moderation",
            ),
        ]
    )


def address(subject: object) -> str:
    """The address of the page with one proposal chosen."""
    return f"{PATH}{search(subject)}"


def search(subject: object) -> str:
    """The search string of that address."""
    return f"?{ONE}={subject}"
