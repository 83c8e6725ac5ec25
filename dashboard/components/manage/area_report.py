"""What /beheer/gebieden says of a report: what moved from which area to which, and how far the work is."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from config.language import N_, number, percent, t
from dashboard.components.manage.areas import left_words
from dashboard.components.manage.frame import nothing, notice
from dashboard.components.rows import rows_table
from queries.manage.areas import TOPICS

LISTED = 40
"""So many moves are written out."""
_MUCH = 0.2
"""From this share on what lies in no area asks for attention."""


def report_parts(report: Mapping[str, Any], names: Mapping[str, str]) -> list[Component]:
    """What moves from which area to which, and what lies in none; `names` of areas by code."""
    moves = report.get("moves") or []
    total = sum(row["n"] for row in moves)
    said = t(N_("{n} meldingen, proposals and activities move to another area."), n=number(total))
    return [html.P(said), *_moves(moves, names), *left_words(report.get("placeless") or {})]


def _moves(moves: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[Component]:
    if not moves:
        return []
    rows = [
        [t(TOPICS[row["topic"]]), _named(row["from"], names), _named(row["to"], names), number(row["n"])]
        for row in moves[:LISTED]
    ]
    heads = [t(N_("What")), t(N_("Area before")), t(N_("Area after")), t(N_("Number"))]
    more = sum(row["n"] for row in moves[LISTED:])
    rest = [nothing(t(N_("{n} more are not written out here."), n=number(more)))] if more else []
    return [rows_table(heads, rows, label=t(N_("What moves"))), *rest]


def _named(code: str | None, names: Mapping[str, str]) -> str:
    return t(N_("no area")) if code is None else names.get(code, code)


def lost(report: Mapping[str, Any]) -> list[Component]:
    """A word of warning when much of what has a place would lie in no area."""
    counts = (report.get("placeless") or {}).values()
    placed = sum(one["n"] - one["no_place"] for one in counts)
    outside = sum(one["outside"] for one in counts)
    if not placed or outside < _MUCH * placed:
        return []
    words = N_("{share} of what has a place would lie in none of these areas. Is this the right file?")
    return [notice(t(words, share=percent(outside / placed)))]


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
