"""The calendar of sittings: what is to be recorded, what comes, week by week, and what has been."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from dash import dcc, html
from dash.development.base_component import Component

from config.kinds import SittingState
from config.language import N_, number, t
from dashboard.charts.lead import Lead
from dashboard.components.aria import aria
from dashboard.components.moderation.words import working
from dashboard.components.sittings.frame import FILE, address
from dashboard.components.sittings.words import (
    Row,
    counted,
    items_words,
    organ_words,
    state_mark,
    waited,
    when_words,
)

SOONEST = 6
"""Sittings to come that are listed at once; the others open in place."""


def coming(rows: Sequence[Row]) -> list[Row]:
    """Sittings that are still to be held."""
    return [row for row in rows if not row["begun"] and row["state"] != SittingState.CANCELLED]


def unrecorded(rows: Sequence[Row]) -> list[Row]:
    """Sittings that began, with results to record."""
    return [row for row in rows if row["begun"] and row["open_items"] and row["state"] != SittingState.CANCELLED]


def lead(rows: Sequence[Row], lines: Sequence[Row]) -> Lead:
    """The next sitting and the end of its agenda; what waits on none, and what is to be recorded."""
    following = coming(rows)
    news = _next(following[0]) if following else t(N_("No sitting is planned."))
    free = [line for line in lines if line["sitting_id"] is None]
    to_do = sum(row["open_items"] for row in unrecorded(rows))
    said = [_waiting(free)]
    if to_do:
        said.append(counted(to_do, N_("1 result is to be recorded."), N_("{n} results are to be recorded.")))
    return Lead(news, " ".join(said))


def _next(row: Row) -> str:
    left = row["left"]
    when = f"{organ_words(row)}, {when_words(row)}"
    if row["closed"] or left is None:
        return t(N_("Next sitting: {when}."), when=when)
    if left == 0:
        return t(N_("Next sitting: {when}; its agenda closes today."), when=when)
    return t(N_("Next sitting: {when}; its agenda closes in {days}."), when=when, days=working(left))


def _waiting(free: Sequence[Row]) -> str:
    if not free:
        return t(N_("Nothing waits that is not on an agenda."))
    first = free[0]
    longest = waited(first)
    if len(free) == 1:
        return t(N_("1 item waits on no agenda, for {longest}."), longest=longest)
    return t(N_("{n} items wait on no agenda, the longest for {longest}."), n=number(len(free)), longest=longest)


def listed(rows: Sequence[Row], chosen: UUID | None) -> list[Component]:
    """The calendar; without any sitting that is said."""
    late, ahead = unrecorded(rows), [row for row in rows if not row["begun"]]
    past = [row for row in reversed(rows) if row["begun"] and row not in late]
    parts: list[Component] = []
    if late:
        parts += [html.H2(t(N_("To record"))), _list(late, chosen)]
    parts.append(html.H2(t(N_("To come"))))
    parts += _weeks(ahead[:SOONEST], chosen)
    parts += [] if ahead else [html.P(t(N_("No sitting is planned.")), className="secondary")]
    parts += _folded(N_("Later ({n})"), ahead[SOONEST:], chosen)
    parts += _folded(N_("Last 60 days ({n})"), past, chosen)
    parts.append(html.P(html.A(t(N_("Calendar as a file (ICS)")), href=FILE), className="secondary no-print"))
    return parts


def _folded(words: str, rows: Sequence[Row], chosen: UUID | None) -> list[Component]:
    """More sittings that open in place; open when the chosen one is among them."""
    if not rows:
        return []
    opens = any(row["sitting_id"] == chosen for row in rows)
    head = html.Summary(t(words, n=number(len(rows))))
    return [html.Details([head, *_weeks(rows, chosen)], open=opens, className="sittings-past")]


def _weeks(rows: Sequence[Row], chosen: UUID | None) -> list[Component]:
    parts: list[Component] = []
    for (_, week), members in groupby(rows, key=lambda row: row["day"].isocalendar()[:2]):
        parts += [html.H3(t(N_("Week {n}"), n=week)), _list(list(members), chosen)]
    return parts


def _list(rows: Sequence[Row], chosen: UUID | None) -> html.Ul:
    return html.Ul([_entry(row, row["sitting_id"] == chosen) for row in rows], className="sittings-list")


def _entry(row: Row, here: bool) -> html.Li:
    name = [html.B(organ_words(row)), html.Span(when_words(row), className="secondary")]
    link = dcc.Link(name, href=address(row["sitting_id"]), className="sittings-link")
    off = row["state"] == SittingState.CANCELLED
    count = [] if off or (row["begun"] and not row["items"]) else [html.Span(items_words(row["items"]))]
    marks = html.Div([state_mark(row), *count], className="sittings-marks")
    current: dict[str, Any] = aria(current="true") if here else {}
    look = " sittings-here" if here else " sittings-off" if off else ""
    return html.Li([link, marks], className=f"sittings-row{look}", **current)
