"""How fresh a page is: 'Gegevens tot 14:32' in its head, and 'nieuwe gegevens' as soon as there are any.

An open page asks for the version of the data (`dashboard.web.pulse`). When that is newer than the version it shows, it
says so, and asks for its numbers again at most every 15 seconds and only while nobody is at work in it
(`assets/30-live.js`). The version is learned before the numbers are read, so they are never older than it says.
"""

from datetime import timedelta
from typing import Any

import pandas as pd
from dash import Input, Output, callback, dcc, html
from dash.development.base_component import Component

from config.clock import ZONE
from config.kinds import Permission
from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.page_head import AS_OF, Freshness, freshness_words
from dashboard.web.auth import current_user, require
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries.accounts import Person
from queries.filters import Scope
from queries.freshness import freshness, oldest, waiting_since

NEWS, REFRESH = "news", "refresh"
STANDSTILL = timedelta(minutes=1)
"""What waits in the outbox for longer than this means that nobody takes it in."""


def live_parts() -> list[Component]:
    """What every page needs to stay fresh; part of the shell."""
    words = [
        html.Span(className="live-dot", **aria(hidden="true")),
        html.Span(t(N_("New data")), className="when-waiting"),
        html.Button(t(N_("Refresh")), id=REFRESH, type="button", className="link-button when-waiting"),
        html.Span(t(N_("Refreshed with new data")), className="when-done"),
    ]
    return [
        dcc.Store(id=Key.VERSION),
        html.Div(words, id=NEWS, className="news", role="status"),
    ]


@callback(Output(AS_OF, "children"), Input(Key.URL, "search"), Input(Key.VERSION, "data"))
def show_freshness(_search: str | None, _version: int | None) -> list[Any]:
    """Up to when the data of the person who asks goes; asked again with every change of filters or data."""
    person, now = current_user(), services().clock.now()
    with services().db.read() as db:
        found = summary(freshness(db, sources_of(person), now))
        stuck = waiting_since(db, person.scope(Permission.MANAGE), now - STANDSTILL)
    return freshness_words(found, now, stuck)


def sources_of(person: Person) -> Scope:
    """Whose sources a page tells of: those of the figures that the reader sees, else those in their care."""
    seeing = (Permission.SEE_MELDINGEN, Permission.SEE_REGION, Permission.SEE_PROPOSALS, Permission.SEE_SITTINGS)
    permission = next(filter(person.may, seeing), Permission.MANAGE)
    return require(permission).scope(permission)


def summary(sources: pd.DataFrame) -> Freshness:
    """The oldest source that has delivered, and the names of those that are late (`queries.freshness`)."""
    late = tuple(dict.fromkeys(sources.loc[sources["late"].astype(bool), "source"]))
    return Freshness(oldest(sources), late, ZONE)
