"""The page with which a town puts its public map in a page of its own website."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component
from markupsafe import escape

from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.choices import Choice, choice_bar
from dashboard.components.status import State, status

SNIPPET, COPY, COPIED = "embed-snippet", "embed-copy", "embed-copied"
CLOSED = N_("The public map is not open yet. The administrator of your organisation can open it.")
NO_WEBSITE = N_(
    "No website may show the map yet: browsers will leave the place empty. The administrator of your organisation says "
    "which websites may."
)
NO_LICENCE = N_("No licence has been chosen for the open data yet. The administrator of your organisation chooses one.")


@dataclass(frozen=True)
class Embedding:
    """What is put in the page: its address within this site and with it, title, height in pixels."""

    path: str
    address: str
    title: str
    height: int

    @property
    def snippet(self) -> str:
        """The HTML for the website: as wide as there is room, fetched when it comes in sight."""
        return (
            f'<iframe src="{escape(self.address)}" title="{escape(self.title)}" width="100%" height="{self.height}" '
            'loading="lazy" referrerpolicy="strict-origin-when-cross-origin" style="border:0"></iframe>'
        )


def missing(*, opened: bool, websites: Sequence[str], licence: str | None) -> list[Component]:
    """What still has to be done before visitors of the website see the map, and by whom."""
    if not opened:
        return [_lacking(CLOSED)]
    lacking = ([] if websites else [NO_WEBSITE]) + ([] if licence else [NO_LICENCE])
    return [_lacking(one) for one in lacking]


def _lacking(message: str) -> html.P:
    return html.P(status(State.ATTENTION, t(message)), className="embed-lacks")


def allowed(websites: Sequence[str]) -> list[Component]:
    """Which websites may show the map."""
    if not websites:
        return []
    return [html.P(t(N_("These websites may show the map: {names}"), names=", ".join(websites)))]


def content(choices: Sequence[Choice], shown: Embedding) -> list[Component]:
    """What can be chosen, the HTML to copy, and how it looks."""
    return [choice_bar(choices), _snippet(shown), _preview(shown)]


def _snippet(shown: Embedding) -> html.Section:
    field = html.Textarea(
        shown.snippet,
        id=SNIPPET,
        readOnly="readOnly",
        rows=4,
        className="embed-snippet",
        **aria(labelledby="embed-label"),
    )
    copy = html.Button(t(N_("Copy")), id=COPY, type="button", className="button button-primary")
    done = html.Span(html.Span(t(N_("Copied")), id=COPIED, hidden=True), role="status")
    heading = html.H2(t(N_("HTML for your website")), id="embed-label")
    how = html.P(t(N_("Paste this in a block for HTML of the page on your website.")))
    return html.Section([heading, how, field, html.Div([copy, done], className="form-buttons")], className="sheet")


def _preview(shown: Embedding) -> html.Section:
    frame = html.Iframe(src=shown.path, title=shown.title, height=shown.height, className="embed-frame")
    return html.Section([html.H2(t(N_("How it looks"))), frame], className="sheet")
