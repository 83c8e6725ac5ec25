"""The reports on the agenda of a sitting, below what it decides on."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.reports.frame import address
from dashboard.components.reports.words import Row, state_mark, version_words


def listed(reports: Sequence[tuple[str, Row]]) -> list[Component]:
    """Each with its title, its version and the way to it; nothing without one."""
    if not reports:
        return []
    items = [html.Li(_line(title, row)) for title, row in reports]
    return [html.H3(t(N_("Reports on this agenda"))), html.Ul(items, className="reports-waiting")]


def _line(title: str, row: Row) -> list[Component]:
    way = dcc.Link(title, href=address(row["report_id"], row["version"]))
    return [html.B(way), html.Span(version_words(row["version"]), className="secondary"), state_mark(row["state"])]
