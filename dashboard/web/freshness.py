"""'Gegevens tot 14:32' in the head of every page."""

from typing import Any

import pandas as pd
from dash import Input, Output, callback

from dashboard.components.page_head import AS_OF, Freshness, freshness_words
from dashboard.web.address import ZONE
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries.freshness import freshness


@callback(Output(AS_OF, "children"), Input(Key.URL, "search"))
def show_freshness(_search: str | None) -> list[Any]:
    """Up to when the data of the person who asks goes; asked again with every change of filters."""
    now = services().clock.now()
    with services().db.read() as db:
        sources = freshness(db, current_scope(), now)
    return freshness_words(summary(sources), now)


def summary(sources: pd.DataFrame) -> Freshness:
    """The oldest source that has delivered, and the names of those that are late (`queries.freshness`)."""
    oldest = sources["as_of"].dropna().min()
    as_of = None if pd.isna(oldest) else pd.Timestamp(oldest).to_pydatetime()
    late = tuple(dict.fromkeys(sources.loc[sources["late"].astype(bool), "source"]))
    return Freshness(as_of, late, ZONE)
