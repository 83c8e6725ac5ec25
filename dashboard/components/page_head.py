"""The head of a page: its name, the news in a sentence or two, and up to when the data goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from config.clock import local_day
from config.language import N_, day, moment, t
from dashboard.charts.lead import Lead
from dashboard.components.aria import aria
from dashboard.components.icon import Icon, icon

AS_OF = "page-as-of"
PRODUCT = "Helikopterview"


@dataclass(frozen=True)
class Freshness:
    """Up to when the data is complete (the oldest source counts) and which sources are late, in a time zone."""

    as_of: datetime | None
    late: Sequence[str]
    zone: str


def tab_title(name: str) -> str:
    """The title of the browser's tab for a page called `name` (a msgid)."""
    return f"{t(name)} · {PRODUCT}"


def lead_id(page: str) -> str:
    """The id of the sentence or two at the top of a page."""
    return f"{page}-lead"


def page_head(page: str, title: str) -> Component:
    """Title at once; the news (`lead_id`) and the freshness (`AS_OF`) come by callback."""
    lead = html.P(id=lead_id(page), className="lead", **aria(live="polite"))
    words = html.Div([html.H1(title), lead], className="page-words")
    return html.Div([words, html.Div(id=AS_OF, className="page-as-of")], className="page-head")


def lead_words(lead: Lead) -> list[Component | str]:
    """The children of the lead: first the news, then the figures."""
    return [html.B(lead.news), f" {lead.more}"] if lead.more else [html.B(lead.news)]


def freshness_words(freshness: Freshness, now: datetime, stuck: datetime | None = None) -> list[Component]:
    """'Gegevens tot 14:32' with a dot; names the sources that are late, and since when nothing is processed."""
    troubled = bool(freshness.late) or stuck is not None
    parts: list[Component] = [html.P([_dot(troubled), as_of_words(freshness, now)])]
    if stuck is not None:
        since = _shortly(stuck, freshness.zone, now)
        parts.append(
            html.P(t(N_("Changes are not being processed since {moment}"), moment=since), className="page-late")
        )
    if freshness.late:
        names = ", ".join(freshness.late)
        parts.append(html.P(t(N_("Late: {names}"), names=names), className="page-late"))
    return parts


def _dot(late: bool) -> Component:
    return icon(Icon.ATTENTION) if late else html.Span(className="live-dot", **aria(hidden="true"))


def as_of_words(freshness: Freshness, now: datetime) -> str:
    """Only the time for today, else the day as well."""
    if freshness.as_of is None:
        return t(N_("No data yet"))
    return t(N_("Data until {moment}"), moment=_shortly(freshness.as_of, freshness.zone, now))


def _shortly(at: datetime, zone: str, now: datetime) -> str:
    text, today = moment(at, zone), local_day(now, zone)
    return text.removeprefix(day(today)).strip() if local_day(at, zone) == today else text
