"""The page of sittings without data, and the ids of its parts."""

from enum import StrEnum

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.manage.frame import said_id, turn_id
from dashboard.components.page_head import page_head

PAGE, PATH, FILE = "zitting", "/zitting", "/download/zittingen.ics"
NAME = N_("Sittings")
ONE, ITEM = "zitting", "punt"
"""The keys of the chosen sitting and of one item of its agenda in the address."""
HEAD = "sitting-head"
UPLOAD = "sittings-upload"
PICK, MARK = "sitting-pick", "sitting-mark"
"""The `type` of the ids of the boxes before what waits, and before the items of an agenda."""


class Part(StrEnum):
    """Ids of the parts that callbacks fill."""

    WHOLE = "sittings"
    SEEN = "sittings-seen"
    """What is shown: {"sitting": id, "no": change, "agenda": {item: [change, [[subject, seq], ...]]},
    "waiting": {key: [[subject, seq], ...]}}."""
    ASKED_OF = "sittings-asked-of"
    """Which forms are there: {"forms": of which sitting and item, "plan": whether that to plan is}. They stay, with
    what was typed, until they are about something else."""
    CALENDAR = "sittings-calendar"
    PLAN = "sittings-plan"
    CHOSEN = "sittings-chosen"
    FORMS = "sittings-forms"
    WAITING = "sittings-waiting"
    PUT = "sittings-put"
    BRING_SAID = "sittings-bring-said"
    READ = "sittings-read"
    BROUGHT = "sittings-brought"
    """A file that was chosen: {"name", "contents"}, or {"name", "large"}."""
    TOLD = "sittings-told"
    """What was read of it (`dashboard.web.sittings_read.Told`); empty: no file is open."""
    TOLD_SEEN = "sittings-told-seen"
    """The agendas beside which it was laid: {item: [sitting, change, [[subject, seq], ...]]}."""


class Form(StrEnum):
    """Everything that has buttons on this page."""

    PLAN = "plan"
    CHANGE = "change"
    CANCEL = "cancel"
    PUT = "put"
    ITEMS = "items"
    RECORD = "record"
    READ = "read"


def frame() -> Component:
    """The page without data."""
    waiting = html.Div(className="skeleton-chart manage-skeleton")
    left = [html.Div(id=Part.PLAN), html.Div(waiting, id=Part.CALENDAR)]
    chosen = [html.Div(id=Part.CHOSEN), html.Div(id=Part.FORMS)]
    below = [html.Div(id=Part.WAITING), html.Div(id=Part.PUT)]
    return html.Div(
        [
            page_head(PAGE, t(NAME)),
            html.Div(id=said_id(PAGE), className="said", role="status", tabIndex=-1),
            dcc.Store(id=turn_id(PAGE)),
            dcc.Store(id=Part.SEEN),
            dcc.Store(id=Part.ASKED_OF),
            *(dcc.Store(id=one) for one in (Part.BROUGHT, Part.TOLD, Part.TOLD_SEEN)),
            html.Section(id=Part.READ, className="sittings-read", **aria(label=t(N_("Decisions that were read")))),
            html.Div(
                [
                    html.Section(left, className="sittings-left", **aria(label=t(N_("Calendar of sittings")))),
                    html.Section(chosen, className="sittings-one", **aria(label=t(N_("Chosen sitting")))),
                    html.Section(below, className="sittings-below", **aria(label=t(N_("What waits for a decision")))),
                ],
                id=Part.WHOLE,
                className="sittings",
            ),
        ]
    )


def search(sitting: object, item: object = None) -> str:
    """The search string of an address with a sitting chosen, and perhaps an item of its agenda."""
    return f"?{ONE}={sitting}" + (f"&{ITEM}={item}" if item else "")


def address(sitting: object, item: object = None) -> str:
    """That address."""
    return f"{PATH}{search(sitting, item)}"
