"""What /beheer/gebieden says of a report: what moved from which area to which, and how far the work is."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from config.language import N_, number, t
from dashboard.components.manage.areas import TOPICS, left_words
from dashboard.components.manage.frame import nothing
from dashboard.components.rows import rows_table

LISTED = 40
"""So many moves are written out."""


def report_parts(report: Mapping[str, Any]) -> list[Component]:
    """What moves from which area to which, and what lies in none."""
    moves = report.get("moves") or []
    total = sum(row["n"] for row in moves)
    said = t(N_("{n} meldingen, proposals and activities move to another area."), n=number(total))
    return [html.P(said), *_moves(moves), *left_words(report.get("placeless") or {})]


def _moves(moves: Sequence[Mapping[str, Any]]) -> list[Component]:
    if not moves:
        return []
    none = t(N_("no area"))
    rows = [
        [t(TOPICS[row["topic"]]), row["from"] or none, row["to"] or none, number(row["n"])] for row in moves[:LISTED]
    ]
    heads = [t(N_("What")), t(N_("From")), t(N_("To")), t(N_("Number"))]
    more = sum(row["n"] for row in moves[LISTED:])
    rest = [nothing(t(N_("{n} more are not written out here."), n=number(more)))] if more else []
    return [rows_table(heads, rows, label=t(N_("What moves"))), *rest]


def changes(report: Mapping[str, Any]) -> list[Component]:
    """How many areas came, changed and ended."""
    told = report.get("changes")
    words = N_("{begun} areas came, {changed} got another boundary, {gone} ended.")
    return [html.P(t(words, **{name: number(n) for name, n in told.items()}))] if told else []


def progress(report: Mapping[str, Any]) -> Component | None:
    """How far the work on a file is; none when it is done or has not begun."""
    under_way = next((part for part in report.values() if part.get("finished") is False), None)
    if under_way is None:
        return None
    words = N_("{looked} of {total} places looked at.")
    counts = {name: number(under_way[name]) for name in ("looked", "total")}
    return html.P(t(words, **counts), className="secondary")
