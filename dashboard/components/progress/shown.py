"""The place to follow up: how far it has come, what it yields, its photos, its decision, and what happened."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, day, t
from config.topics import FOLLOWED
from config.topics import ProposalEvent as Kind
from dashboard.charts.spec import Column, Table
from dashboard.components.aria import aria
from dashboard.components.case_parts import pairs, reference, told, word
from dashboard.components.course_steps import STAGES, course_steps, steps_line
from dashboard.components.form import Button, button
from dashboard.components.icon import Icon, icon
from dashboard.components.labels import ORGANS
from dashboard.components.moderation.beside import history
from dashboard.components.moderation.words import amount_words, event_words, indicator_label, title_of
from dashboard.components.progress.frame import HEAD, PAGE, Form, Look
from dashboard.components.proposal_parts import embargo, euros
from dashboard.components.proposal_works import next_steps, works
from dashboard.components.spot import Spot, spot_map
from dashboard.components.status import State, proposal_stage, status
from dashboard.components.table import data_table

Row = Mapping[Any, Any]
_UNDO, SAID = N_("Undo"), "said"
"""The act of the button beside what was said: the same as of the one in the history, which would have the same id."""


def case(header: Row, choice: Row | None, look: Look) -> list[Component]:
    """What it is and how far it has come; `header` and `choice` as of `queries.progress.followed`."""
    number_of = [html.Span(header["number"])] if header["number"] else []
    state = [html.Span(proposal_stage(header["stage"])), *_chosen(choice)]
    whole = dcc.Link(t(N_("The whole proposal")), href=f"/voorstellen/{header['subject_id']}")
    return [
        _back(look),
        html.H2(title_of(header), id=HEAD, tabIndex=-1, className="moderation-title"),
        html.P([*number_of, *state, html.Span(whole)], className="moderation-state"),
        *([steps_line(steps_of(header, choice))] if header["stage"] in STAGES else [_not_chosen()]),
    ]


def _chosen(choice: Row | None) -> list[Component]:
    """A padlock where the choice is not public."""
    return [html.Span(embargo())] if choice is not None and choice["published_day"] is None else []


def steps_of(header: Row, choice: Row | None) -> list[Any]:
    """The way of a chosen place as its own people know it."""
    decided = header["decided_day"] or (choice and choice["made_day"])
    names = ("planned", "started", "realised")
    known = {name: None if name in header["undated"] else header[f"{name}_day"] for name in names}
    return course_steps(header["stage"], chosen=day(decided) if decided else "", due=header["due_on"], **known)


def _back(look: Look) -> html.P:
    """To the list, on a phone."""
    words: list[Component | str] = [icon(Icon.ARROW_RIGHT), t(N_("Back to the list"))]
    return html.P(dcc.Link(words, href=look.address(subject="")), className="back-link moderation-back")


def _not_chosen() -> html.P:
    words = t(N_("This place is not chosen, or its choice does not count yet: there is nothing to follow up."))
    return html.P([icon(Icon.INFO), html.Span(words)], className="moderation-notice")


def beside(
    header: Row,
    choice: Row | None,
    gains: pd.DataFrame,
    photos: Sequence[Row],
    events: Sequence[Row],
    *,
    spot: Spot | None,
    acts: bool,
) -> list[Component]:
    """What belongs to it; `acts`: whether the reader may take the last back."""
    parts = [
        _results(header, gains),
        _sheet(N_("What happens next"), [*next_steps(header["next_steps"]), *_stale(events)]),
        _works(header, photos),
        html.Div([_decision(choice), _place(header, choice, spot)], className="moderation-facts"),
        history(header, events, _undoing(header, events, acts)),
    ]
    return [one for one in parts if one is not None]


def _sheet(title: str, parts: Sequence[Component]) -> html.Section | None:
    return html.Section([html.H3(t(title)), *parts], className="sheet") if parts else None


_COURSE = (Kind.EXECUTION_PLANNED, Kind.EXECUTION_STARTED, Kind.REALISED)


def _stale(events: Sequence[Row]) -> list[Component]:
    """Whether something happened since the next steps were told: everybody still reads them."""
    told = max((row["occurred_at"] for row in events if row["kind"] == Kind.NEXT_STEPS_TOLD), default=None)
    since = [row for row in events if told is not None and row["kind"] in _COURSE and row["occurred_at"] > told]
    if not since:
        return []
    words = t(N_("Told before this: {what}. Is it still right?"), what=event_words(since[-1]).lower())
    return [html.P([icon(Icon.ATTENTION), html.Span(words)], className="moderation-notice")]


def _works(header: Row, photos: Sequence[Row]) -> html.Section | None:
    return _sheet(N_("Before and after the works"), works(int(header["organisation_id"]), photos))


def _results(header: Row, gains: pd.DataFrame) -> html.Section | None:
    """Outcomes by indicator and the cost, estimated and real."""
    rows = [
        (indicator_label(code), *(_amount(code, value) for value in values))
        for code, *values in gains[["indicator", "estimated", "realised"]].itertuples(index=False, name=None)
    ]
    costs = [None if one is None else euros(one) for one in (header["cost_estimated"], header["cost_actual"])]
    rows += [(t(N_("Cost")), *costs)] if any(costs) else []
    if not rows:
        return None
    names = ["what", "estimated", "realised"]
    heads = (t(N_("Gain")), t(N_("Estimated")), t(N_("Measured")))
    columns = tuple(Column(name, head) for name, head in zip(names, heads, strict=True))
    title = t(N_("Estimated and real"))
    return html.Section(
        [html.H3(title), data_table(Table(pd.DataFrame(rows, columns=names), columns), label=title)], className="sheet"
    )


def _amount(code: str, value: Any) -> str | None:
    return None if pd.isna(value) else amount_words(code, float(value))


def _decision(choice: Row | None) -> html.Section:
    """Who chose and decided, and since when it is public."""
    if choice is None:
        said: Component = html.P(t(N_("Told by the source, without a choice.")), className="secondary")
        return html.Section([html.H3(t(N_("Decision"))), said], className="sheet")
    ratified = ", ".join(filter(None, (word(ORGANS, choice["organ"]), _day(choice["ratified_day"]))))
    public = _day(choice["published_day"]) or t(N_("not yet"))
    rows = [
        (t(N_("Chosen on")), _day(choice["made_day"])),
        (t(N_("Approved on")), _day(choice["approved_day"])),
        (t(N_("Ratified")), ratified),
        (t(N_("Number of the decision")), reference(choice["decision_number"], choice["decision_uri"])),
        (t(N_("Made public")), public),
    ]
    return html.Section([html.H3(t(N_("Decision"))), pairs(rows)], className="sheet")


def _day(value: Any) -> str:
    return "" if value is None else day(value)


def _place(header: Row, choice: Row | None, spot: Spot | None) -> html.Section:
    """Where it is, with the place that was drawn at the choice."""
    street = ", ".join(filter(None, (header["street"], header["area"]))) or t(N_("Without place"))
    parts: list[Component] = [html.H3(t(N_("Place"))), html.P(street)]
    parts.append(html.P(told(header["service"]) or t(N_("Without service")), className="secondary"))
    if spot is not None:
        drawn = choice is not None and choice["geometry"] is not None
        words = N_("The area or ring is the place that was chosen, the mark where it was proposed.")
        parts.append(spot_map(spot, t(N_("Map of the place; the words beside it say the same"))))
        parts += [html.P(t(words), className="secondary")] if drawn else []
    return html.Section(parts, className="sheet")


def _undoing(header: Row, events: Sequence[Row], acts: bool) -> Any:
    """The button with the last that was told here."""
    own = [row["seq"] for row in events if row["here"] and row["kind"] in FOLLOWED]
    last = max(own, default=None)

    def undo(row: Row) -> list[Component]:
        return [undo_button(header["subject_id"], row["seq"])] if acts and row["seq"] == last else []

    return undo


def undo_button(subject: object, seq: int, *, said: bool = False) -> html.Button:
    """Takes back the last; `said` for the one at the top of the page."""
    return button(PAGE, Form.UNDO, Button(SAID if said else "save", _UNDO), f"{subject}:{seq}")


def not_found(sentence: str, look: Look) -> list[Component]:
    """What stands there when the address names a place that there is not."""
    return [_back(look), html.P(status(State.BAD, sentence), role="alert")]


def nothing_chosen() -> list[Component]:
    """What stands there when the list is empty."""
    words = html.Span(t(N_("Choose a place in the list.")))
    return [html.P([icon(Icon.INFO), words], className="moderation-notice", **aria(live="polite"))]
