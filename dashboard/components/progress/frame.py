"""The page of follow-up without data, the ids of its parts, and its address."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.page_head import page_head

PAGE, PATH = "opvolging", "/opvolging"
NAME = N_("Follow-up")
ONE = "voorstel"
"""The key of the chosen place in the address."""
STANDING, AREA, THEME = "standing", "area", "theme"
"""The keys of the filters; those of neighbourhood and theme are the same on every page."""
HEAD = "progress-head"
"""Id of the title of the chosen place."""
FILTER = "progress-filter"
"""The `type` of the ids of the two filters that are chosen from a list."""


class Part(StrEnum):
    """Ids of the parts that callbacks fill."""

    WHOLE = "progress"
    SAID = "progress-said"
    TURN = "progress-turn"
    SEEN = "progress-seen"
    """Which place is shown, and the last of its events that is: {"subject": ..., "seq": ...}."""
    ASKED_OF = "progress-asked-of"
    """The place of which the forms are there: they stay, with what was typed, until another one comes."""
    FIGURES = "progress-figures"
    FILTERS = "progress-filters"
    OFFERED = "progress-offered"
    """What the filters offer and show: as long as it stays the same they stay, and the keyboard in them."""
    LIST = "progress-list"
    CASE = "progress-case"
    FORMS = "progress-forms"
    BESIDE = "progress-beside"


class Form(StrEnum):
    """Everything that has buttons on this page."""

    PLAN = "plan"
    START = "start"
    REALISE = "realise"
    COST = "cost"
    MEASURE = "measure"
    STEPS = "steps"
    PHOTO = "photo"
    UNDO = "undo"


UPLOAD, PREVIEW = "progress-upload", "progress-preview"
"""The `type` of the ids of the place to bring a photo, and of the picture that shows it; `subject` is the place."""


@dataclass(frozen=True)
class Look:
    """What an address asks for: a standing, neighbourhood and theme ('' for all), and a place."""

    standing: str = ""
    area: str = ""
    theme: str = ""
    subject: str = ""

    def search(self, **changes: str) -> str:
        """The search string of the same with some changes; '' where it asks for nothing."""
        asked = replace(self, **changes)
        told = {STANDING: asked.standing, AREA: asked.area, THEME: asked.theme, ONE: asked.subject}
        kept = {name: value for name, value in told.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    def address(self, **changes: str) -> str:
        """The address with that search string."""
        return f"{PATH}{self.search(**changes)}"


def frame() -> Component:
    """The page without data."""
    waiting = html.Div(className="skeleton-chart manage-skeleton")
    chosen = [html.Div(id=Part.CASE), html.Div(id=Part.FORMS), html.Div(id=Part.BESIDE)]
    columns: list[Any] = [
        html.Section(waiting, id=Part.LIST, className="moderation-queue", **aria(label=t(N_("Chosen places")))),
        html.Section(chosen, className="moderation-case", **aria(label=t(N_("Place to follow up")))),
    ]
    return html.Div(
        [
            page_head(PAGE, t(NAME)),
            html.Div(id=Part.SAID, className="said", role="status", tabIndex=-1),
            *(dcc.Store(id=part) for part in (Part.TURN, Part.SEEN, Part.ASKED_OF, Part.OFFERED)),
            html.Div(id=Part.FIGURES),
            html.Div(id=Part.FILTERS, className="progress-filters"),
            html.Div(columns, id=Part.WHOLE, className="moderation"),
        ]
    )
