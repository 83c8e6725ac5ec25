"""The frame of every page of /beheer: title, the way to the other parts, what was just done, room for the content."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.icon import Icon, icon
from dashboard.components.page_head import lead_id

INDEX = "/beheer"


@dataclass(frozen=True)
class Part:
    """One part of /beheer: its page, address and name (a msgid)."""

    page: str
    path: str
    name: str


PARTS = (
    Part("beheer", INDEX, N_("Overview")),
    Part("beheer-gebruikers", "/beheer/gebruikers", N_("Users")),
    Part("beheer-diensten", "/beheer/diensten", N_("Services")),
    Part("beheer-categorieen", "/beheer/categorieen", N_("Categories")),
    Part("beheer-gebieden", "/beheer/gebieden", N_("Areas")),
    Part("beheer-normen", "/beheer/normen", N_("Norms")),
    Part("beheer-kalender", "/beheer/kalender", N_("Calendar")),
    Part("beheer-doelen", "/beheer/doelen", N_("Targets")),
    Part("beheer-klimaat", "/beheer/klimaat", N_("Climate")),
    Part("beheer-redenen", "/beheer/redenen", N_("Reasons")),
    Part("beheer-invoer", "/beheer/invoer", N_("Imports")),
    Part("beheer-kwaliteit", "/beheer/kwaliteit", N_("Data quality")),
    Part("beheer-bewaring", "/beheer/bewaring", N_("Retention")),
    Part("beheer-uitzicht", "/beheer/uitzicht", N_("Appearance")),
    Part("beheer-mail", "/beheer/mail", N_("Mail")),
    Part("beheer-logboek", "/beheer/logboek", N_("Log")),
)
"""All parts, in the order of the way through them."""


def content_id(page: str) -> str:
    """The id of what a page shows once its data is there."""
    return f"{page}-content"


def said_id(page: str) -> str:
    """The id of the line that says what was just done."""
    return f"{page}-said"


def turn_id(page: str) -> str:
    """The id of the mark that changes when the page must be read again."""
    return f"{page}-turn"


def frame(page: str, title: str) -> Component:
    """A page of /beheer without data."""
    lead = html.P(id=lead_id(page), className="lead", **aria(live="polite"))
    return html.Div(
        [
            html.Div(html.Div([html.H1(title), lead], className="page-words"), className="page-head"),
            html.Nav(html.Ul([_way(part, page) for part in PARTS]), className="subnav", **aria(label=t(N_("Parts")))),
            html.Div(id=said_id(page), className="said", role="status", tabIndex=-1),
            dcc.Store(id=turn_id(page)),
            html.Div(html.Div(className="skeleton-chart manage-skeleton"), id=content_id(page), className="manage"),
        ]
    )


def _way(part: Part, page: str) -> html.Li:
    if part.page == page:
        return html.Li(html.Span(t(part.name), className="subnav-here", **aria(current="page")))
    return html.Li(dcc.Link(t(part.name), href=part.path))


def towns(choices: Sequence[tuple[str, str, bool]]) -> list[Component]:
    """Which organisation this is about, where somebody manages several: (name, address, whether it is this one)."""
    if len(choices) < 2:
        return []
    items = [html.Li(html.B(name) if here else dcc.Link(name, href=address)) for name, address, here in choices]
    label = t(N_("Organisation"))
    return [html.Nav(html.Ul(items), className="towns", **aria(label=label))]


def said_well(sentence: str) -> Component:
    """A line that says that it worked."""
    return html.P([icon(Icon.GOOD), html.Span(sentence)], className="said-well")


def trouble(sentence: str) -> Component:
    """A line that says why it did not."""
    return html.P([icon(Icon.BAD), html.Span(sentence)], className="trouble", role="alert")


def notice(sentence: str) -> Component:
    """A line that asks for attention."""
    return html.P([icon(Icon.ATTENTION), html.Span(sentence)], className="notice")


def block(title: str, *content: Component, side: Component | None = None) -> html.Section:
    """A block with a rule on top; `side` stands right of its title."""
    head = [html.H2(title), *([side] if side is not None else [])]
    return html.Section([html.Div(head, className="sheet-head"), *content], className="sheet")


def nothing(sentence: str) -> Component:
    """What a block says when there is nothing to list."""
    return html.P(sentence, className="secondary")
