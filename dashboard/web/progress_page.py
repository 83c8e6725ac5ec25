"""The callbacks of /opvolging at work: what the page shows, and what comes of a button."""

from typing import Any

import pandas as pd
from dash import ctx, no_update
from dash.exceptions import PreventUpdate

from config.clock import ZONE
from config.errors import Forbidden, HelikopterError, InvalidInput, NotFound, Unauthenticated
from config.logs import request_id
from dashboard.components.manage.frame import said_well, trouble
from dashboard.components.markup import lean
from dashboard.components.moderation.words import overtaken_words
from dashboard.components.page_head import lead_words
from dashboard.components.progress import listed, shown
from dashboard.components.progress.forms import forms
from dashboard.components.progress.frame import AREA, THEME
from dashboard.components.progress.words import lead
from dashboard.store.actions.proposal_turn import Overtaken
from dashboard.web.address import today
from dashboard.web.manage.values import Refused, Values
from dashboard.web.moderation import plain
from dashboard.web.moderation_page import ANEW, answered
from dashboard.web.progress import View, look_in, view_of
from dashboard.web.progress_acts import ACTS, IN_PLACE, Asked, Outcome

Shown = tuple[Any, ...]
Row = dict[Any, Any]
Answer = tuple[list[Any], list[Any], Any, Any, Any]


def show(search: str | None, before: Any, asked_of: str | None, offered: Any) -> Shown:
    """What the page shows: lead, figures, filters and what they offer, class, list, place, forms, what is beside it,
    what is seen, whose forms.

    `before` is what it showed: that stays when the list moves on, unless the address says otherwise.
    """
    view = view_of(search, before)
    whole = "moderation moderation-one" if view.named else "moderation"
    ways = listed.standings(view.counts, view.look)
    head = lead_words(lead(view.counts)), lean(listed.figures(view.yielded)), *_filters(view, offered)
    return *head, whole, [lean(ways), *lean(listed.listed(view.rows, view.counts, view.look))], *_place(view, asked_of)


def _filters(view: View, offered: Any) -> tuple[Any, Any]:
    """The filters, and what they offer and show; both stay while that is the same, and the keyboard in them."""
    now = {name: [f"{one.value} {one.label}" for one in own] for name, own in view.choices.items()}
    now |= {"chosen": [view.look.area, view.look.theme]}
    return (no_update, no_update) if now == offered else (listed.filters(view.choices, view.look), now)


def _place(view: View, asked_of: str | None) -> Shown:
    if view.found is None:
        said = shown.not_found(NotFound().text(), view.look) if view.named else shown.nothing_chosen()
        return lean(said), [], [], None, None
    found = view.found
    header, choice = _row(found.header), None if found.choice is None else _row(found.choice)
    gains, photos, events = found.gains, plain(found.photos), plain(found.events)
    case = shown.case(header, choice, view.look)
    beside = shown.beside(header, choice, gains, photos, events, spot=view.spot, acts=view.acts)
    subject = str(header["subject_id"])
    made = no_update if asked_of == subject else lean(_forms(view, header, choice, gains, photos))
    return lean(case), made, lean(beside), {"subject": subject, "seq": int(header["seq"])}, subject


def _row(found: pd.Series) -> Row:
    """The one row that a place or choice is, with None where there is nothing."""
    return plain(found.to_frame().T)[0]


def _forms(view: View, header: Row, choice: Row | None, gains: pd.DataFrame, photos: list[Row]) -> list[Any]:
    if not view.acts:
        return []
    public = choice is None or choice["published_day"] is not None
    pictured = any(row["moment"] == "after" and row["state"] != "hidden" for row in photos)
    told: dict[str, Any] = {"public": public, "publishes": view.publishes, "pictured": pictured}
    return forms(header, gains, view.services, today=today().isoformat(), **told)


def narrowed(values: list[dict[str, Any]], search: str | None) -> str:
    """The search string after a filter got another value."""
    look = look_in(search)
    chosen = {one["id"]["name"]: one.get("value") for one in values}
    asked = {name: str(chosen[name]) if isinstance(chosen.get(name), str) else "" for name in (AREA, THEME)}
    if asked == {AREA: look.area, THEME: look.theme} or not values:
        raise PreventUpdate
    return look.search(**asked, subject="")


def answer(seen: Any, photos: list[Any]) -> Answer:
    """Do what the button that was pressed asks; without one nothing. Raises InvalidInput for a button that is none."""
    pressed, clicks = ctx.triggered_id, ctx.triggered[0]["value"] if ctx.triggered else None
    if not isinstance(pressed, dict) or not clicks:
        raise PreventUpdate
    form, name = str(pressed.get("form")), str(pressed.get("act"))
    act = ACTS.get((form, name))
    if act is None:
        raise InvalidInput()
    own = {item["id"]["name"]: item.get("value") for item in ctx.states_list[0] if item["id"]["form"] == form}
    photo = next(iter(photos), None) if isinstance(photos, list) else None
    try:
        outcome = act(Asked(str(pressed.get("subject") or ""), Values(own), seen, photo))
    except Refused as error:
        return answered(form, error.problems, trouble(error.text()))[:5]
    except Overtaken as error:
        said = [trouble(overtaken_words(error.happened, ZONE))]
        return answered(form, {}, None, said=said, turn=request_id.get())[:5]
    except (Unauthenticated, Forbidden):
        raise
    except HelikopterError as error:
        if form in IN_PLACE:
            return answered(form, {}, trouble(error.text()))[:5]
        return answered(form, {}, None, said=[trouble(error.text())], turn=request_id.get())[:5]
    return _done(form, outcome)


def _done(form: str, outcome: Outcome) -> Answer:
    undo = [shown.undo_button(*outcome.undo, said=True)] if outcome.undo else []
    said = [said_well(outcome.sentence), *undo]
    return answered(form, {}, None, said=said, turn=request_id.get(), forms_of=ANEW)[:5]
