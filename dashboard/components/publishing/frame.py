"""The page of publication without data, and the ids of its parts."""

from enum import StrEnum

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.page_head import page_head

PAGE, PATH = "publicatie", "/publicatie"
NAME = N_("Publication")
PICK = "publishing-pick"
"""The `type` of the ids of the boxes before the rows."""


class Part(StrEnum):
    """Ids of the parts that callbacks fill."""

    SAID = "publishing-said"
    TURN = "publishing-turn"
    SEEN = "publishing-seen"
    """What the list shows: {subject: seq}."""
    LIST = "publishing-list"
    BESIDE = "publishing-beside"
    PACKS = "publishing-packs"


class Form(StrEnum):
    """Everything that has buttons on this page."""

    PUBLISH = "publish"
    PLAN = "plan"
    CANCEL = "cancel"
    PACK = "pack"


def frame() -> Component:
    """The page without data."""
    waiting = html.Div(className="skeleton-chart manage-skeleton")
    return html.Div(
        [
            page_head(PAGE, t(NAME)),
            html.Div(id=Part.SAID, className="said", role="status", tabIndex=-1),
            dcc.Store(id=Part.TURN),
            dcc.Store(id=Part.SEEN),
            html.Div(
                [
                    html.Section(waiting, id=Part.LIST, **aria(label=t(N_("Choices to publish")))),
                    html.Div(
                        [
                            html.Section(id=Part.BESIDE, **aria(label=t(N_("Planned and published")))),
                            html.Section(id=Part.PACKS, **aria(label=t(N_("Publication pack")))),
                        ]
                    ),
                ],
                className="publishing",
            ),
        ]
    )
