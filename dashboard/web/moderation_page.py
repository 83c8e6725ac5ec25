"""The two callbacks of /moderatie at work: what the page shows, and what comes of a button."""

from typing import Any

from dash import ctx, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from config.clock import ZONE
from config.errors import Forbidden, HelikopterError, InvalidInput, NotFound, Unauthenticated
from config.kinds import Permission
from config.logs import request_id
from dashboard.components.manage.frame import said_well, trouble
from dashboard.components.markup import lean
from dashboard.components.moderation import judging, queue
from dashboard.components.moderation.beside import beside, undo_button
from dashboard.components.moderation.forms import forms
from dashboard.components.moderation.frame import Form, search
from dashboard.components.moderation.words import overtaken_words
from dashboard.components.page_head import lead_words
from dashboard.store.actions.proposal_turn import Overtaken
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.manage.values import Refused, Values
from dashboard.web.moderation import LARGEST_SEQ, View, choices_in, header_of, plain, view_of
from dashboard.web.moderation_acts import ACTS, IN_PLACE, Asked, Outcome
from queries.moderation import queue as queue_rows

Shown = tuple[list[Any], str, list[Any], list[Any], Any, list[Any], Any, Any]
Answer = tuple[list[Any], list[Any], Any, Any, Any, Any]
ANEW = ""
"""Mark of forms that must be made anew although the proposal is the same."""
QUIET = "quiet-"
"""Begins the mark of a turn after which the keyboard stays where it is (`assets/45-moderation.js`)."""


def shown(address: str | None, before: Any, asked_of: str | None, ticks: list[Any]) -> Shown:
    """What the page shows: lead, class, queue, proposal, forms, what is beside it, what is seen, whose forms.

    `before` is what it showed: that stays when the queue moves on below it, unless the address says otherwise.
    """
    view = view_of(address, before)
    rows = queue.listed(view.rows, view.subject_id, picked_in(ticks))
    lead = lead_words(queue.lead(view.counts))
    whole = "moderation moderation-one" if view.named else "moderation"
    if view.found is None:
        return lead, whole, lean(rows), _without(view), [], [], None, None
    header, events = header_of(view.found), plain(view.found.events)
    photos, gains, merged = (plain(frame) for frame in (view.found.photos, view.found.gains, view.found.merged))
    case = judging.case(header, photos, view.alike)
    helps = lean(beside(header, gains, view.alike, events, merged, view.spot))
    seen = {"subject": str(view.subject_id), "seq": int(header["seq"])}
    same = asked_of == str(view.subject_id)
    made = no_update if same else lean(forms(header, choices_in(int(header["organisation_id"]))))
    return lead, whole, lean(rows), lean(case), made, helps, seen, str(view.subject_id)


def _without(view: View) -> list[Component]:
    return lean(judging.not_found(NotFound().text())) if view.named else judging.nothing_chosen()


def picked_in(ticks: list[Any]) -> list[tuple[str, int]]:
    """(id, seq) of the rows whose box is ticked."""
    ids = [item["id"] for item in ticks if item.get("value") is True]
    return [(str(one["subject"]), one["seq"]) for one in ids if _is_seq(one["seq"])]


def _is_seq(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST_SEQ


def answer(seen: Any, address: str | None) -> Answer:
    """Do what the button that was pressed asks; without one nothing. Raises InvalidInput for a button that is none."""
    pressed, clicks = ctx.triggered_id, ctx.triggered[0]["value"] if ctx.triggered else None
    if not isinstance(pressed, dict) or not clicks:
        raise PreventUpdate
    form, name = str(pressed.get("form")), str(pressed.get("act"))
    act = ACTS.get((form, name))
    if act is None:
        raise InvalidInput()
    own = {item["id"]["name"]: item.get("value") for item in ctx.states_list[0] if item["id"]["form"] == form}
    asked = Asked(str(pressed.get("subject") or ""), Values(own), seen, picked_in(ctx.states_list[2]))
    following = _following(asked.subject, form)
    try:
        outcome = act(asked)
    except Refused as error:
        return answered(form, error.problems, trouble(error.text()))
    except Overtaken as error:
        said = [trouble(overtaken_words(error.happened, ZONE))]
        return answered(form, {}, None, said=said, turn=request_id.get())
    except (Unauthenticated, Forbidden):
        raise
    except HelikopterError as error:
        if (form, name) in IN_PLACE:
            return answered(form, {}, trouble(error.text()))
        return answered(form, {}, None, said=[trouble(error.text())], turn=request_id.get())
    return _done(form, outcome, following, address)


def _done(form: str, outcome: Outcome, following: str | None, address: str | None) -> Answer:
    undo = [undo_button([(one.subject_id, one.seq) for one in outcome.events], said=True)] if outcome.events else []
    said = [said_well(outcome.sentence), *undo]
    turn = f"{QUIET}{request_id.get()}" if outcome.quiet else request_id.get()
    where = search(outcome.opened) if outcome.opened else following if outcome.onward else None
    leads = no_update if where is None or where == address else where
    return answered(form, {}, None, said=said, turn=turn, forms_of=ANEW if outcome.anew else no_update, leads=leads)


def answered(
    form: str,
    problems: dict[str, str],
    told: Component | None,
    *,
    said: Any = no_update,
    turn: Any = no_update,
    forms_of: Any = no_update,
    leads: Any = no_update,
) -> Answer:
    """The outputs of an act: problems by field of the form, what is told in it, and the rest of the page."""
    fields, results = ctx.outputs_list[0], ctx.outputs_list[1]
    errors = [problems.get(item["id"]["name"]) if item["id"]["form"] == form else no_update for item in fields]
    return errors, [told if item["id"]["form"] == form else None for item in results], said, turn, forms_of, leads


def _following(subject: str, form: str) -> str | None:
    """The search string of what comes after a proposal in the queue; '' at its end, None where it is not in it."""
    with services().db.read() as db:
        order = (
            queue_rows(db, current_scope(Permission.MODERATE), services().clock.now())["subject_id"].map(str).tolist()
        )
    now = subject.partition("/")[0]
    if form == Form.SEVERAL:
        return ""
    if now not in order:
        return None
    rest = order[order.index(now) + 1 :] or order[: order.index(now)]
    return search(rest[0]) if rest else ""
