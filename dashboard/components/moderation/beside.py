"""Beside the proposal to judge: what it may be the same as, its place, and what was said and done so far."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, moment, number, t
from config.topics import MODERATED
from config.topics import ProposalEvent as Kind
from dashboard.components.case_parts import coordinates, pairs
from dashboard.components.form import Button, button
from dashboard.components.moderation.frame import ALIKE, ENDED, PAGE, STANDING, Form, address
from dashboard.components.moderation.words import (
    alike_words,
    amount_words,
    event_words,
    indicator_label,
    stage_words,
    title_of,
    who_words,
)
from dashboard.components.spot import Spot, circle_words, spot_map
from queries.duplicates import WITHIN

Row = Mapping[Any, Any]
MOST_ALIKE = 5
_OVER = ("not_selected", "realised")
"""Stages in which a proposal goes nowhere any more."""
SAID = "said"
"""The act of the button beside what was said: the same as of the one in the history, which would have the same id."""
_UNDO, _UNDO_SAID = Button("save", N_("Undo")), Button(SAID, N_("Undo"))
_MERGE = Button("save", N_("Merge with this one"))


def beside(
    header: Row,
    gains: Sequence[Row],
    alike: Sequence[Row],
    events: Sequence[Row],
    merged: Sequence[Row],
    spot: Spot | None = None,
) -> list:
    """What helps to judge it: look-alikes, place and estimates, what was said and done."""
    return [
        *([_alike(header, alike)] if alike else []),
        html.Div([_place(header, alike, spot), _facts(header, gains, merged)], className="moderation-facts"),
        _history(header, events),
    ]


def _alike(header: Row, alike: Sequence[Row]) -> html.Section:
    heading = t(N_("May be the same"))
    rows = [_alike_row(header, row) for row in alike[:MOST_ALIKE]]
    return html.Section([html.H3(heading), html.Ul(rows)], id=ALIKE, className="sheet moderation-alike")


def _alike_row(header: Row, row: Row) -> html.Li:
    name = " · ".join(filter(None, (row["number"], title_of(row))))
    more = t(N_("{stage}, {n} votes"), stage=stage_words(row["stage"]), n=number(row["support"]))
    words = [dcc.Link(name, href=address(row["other_id"])), html.Span(alike_words(row)), html.Span(more)]
    return html.Li([html.Div(words, className="moderation-words"), *_merging(header, row, name)])


def _merging(header: Row, row: Row, name: str) -> list[Component]:
    """The button to let it go on in the other, where that can still go anywhere and this one can still go."""
    if row["stage"] in _OVER or header["stage"] not in STANDING:
        return []
    merge = button(PAGE, Form.MERGE, _MERGE, f"{header['subject_id']}/{row['other_id']}")
    setattr(merge, "aria-label", t(N_("Merge with {name}"), name=name))
    return [merge]


def _place(header: Row, alike: Sequence[Row], spot: Spot | None) -> html.Section:
    """Where it is: in words, and on a small map with what it may be the same as."""
    street = ", ".join(filter(None, (header["street"], header["area"])))
    parts: list[Component] = [html.H3(t(N_("Place"))), html.P(street or t(N_("Without place")))]
    if header["lon"] is not None:
        parts.append(html.P(coordinates(header), className="secondary"))
    parts += _map(header, alike, spot) if spot else []
    return html.Section(parts, className="sheet")


def _map(header: Row, alike: Sequence[Row], spot: Spot) -> list[Component]:
    """The small map, what is on it, and what a click on it did (`assets/45-moderation.js`)."""
    label = t(N_("Map of the place and of what may be the same; the words beside it say the same"))
    picks = header["stage"] not in ENDED
    words = [
        circle_words(WITHIN),
        *([t(N_("The other marks may be the same."))] if alike else []),
        *([t(N_("A click on the map fills in the place under 'Correct'."))] if picks else []),
    ]
    picked: dict[str, Any] = {"data-picked": t(N_("Filled in under 'Correct': {place}. Nothing is saved yet."))}
    said = html.P(className="moderation-picked", role="status", **picked)
    return [spot_map(spot, label, picks=picks), html.P(" ".join(words), className="secondary"), said]


def _facts(header: Row, gains: Sequence[Row], merged: Sequence[Row]) -> html.Section:
    from_others = [dcc.Link(row["number"] or title_of(row), href=address(row["subject_id"])) for row in merged]
    yields = [
        f"{indicator_label(row['indicator'])}: {amount_words(row['indicator'], row['estimated'])}" for row in gains
    ]
    rows = [
        (t(N_("Theme")), header["theme"] or t(N_("Without theme"))),
        (t(N_("Service")), header["service"] or t(N_("Without service"))),
        (t(N_("Votes")), number(header["support"])),
        (t(N_("Estimate")), [html.Span(words, className="rows-line") for words in yields]),
        (t(N_("Merged into this")), from_others),
    ]
    return html.Section([html.H3(t(N_("The proposal"))), pairs(rows)], className="sheet")


def _history(header: Row, events: Sequence[Row]) -> html.Section:
    """What happened so far; what was done here last can be taken back, if it is moderation's."""
    last = events[-1] if events else None

    def undo(row: Row) -> list[Component]:
        can = row is last and row["here"] and row["kind"] in MODERATED
        return [undo_button([(header["subject_id"], row["seq"])])] if can else []

    return history(header, events, undo)


def history(header: Row, events: Sequence[Row], undo: Callable[[Row], list[Component]]) -> html.Section:
    """What happened to a proposal, latest first; `undo` gives the button that stands with an event."""
    rows = [_event(header, row, undo(row)) for row in reversed(events)]
    return html.Section([html.H3(t(N_("What happened"))), html.Ol(rows)], className="sheet moderation-history")


def _event(header: Row, row: Row, undo: Sequence[Component]) -> html.Li:
    who = who_words(row["actor_role"])
    head = [
        html.B(event_words(row)),
        html.Span(", ".join(filter(None, (who, moment(row["occurred_at"], header["zone"]))))),
    ]
    words = row["text"] if row["kind"] == Kind.NEXT_STEPS_TOLD else row["message"]
    said = [html.P(words, className="moderation-said-text")] if words else []
    return html.Li([html.P(head), *said, *undo])


def undo_button(events: Sequence[tuple[object, int]], *, said: bool = False) -> html.Button:
    """Takes back some events of different proposals: (id, seq); `said` for the one at the top of the page."""
    return button(
        PAGE, Form.UNDO, _UNDO_SAID if said else _UNDO, " ".join(f"{subject}:{seq}" for subject, seq in events)
    )
