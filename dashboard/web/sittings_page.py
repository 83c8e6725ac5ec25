"""The two callbacks of /zitting at work: what the page shows, and what comes of a button."""

from typing import Any

from dash import ctx, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from config.clock import ZONE
from config.errors import Forbidden, HelikopterError, InvalidInput, NotFound, Unauthenticated
from config.logs import request_id
from dashboard.components.manage.frame import notice, said_well, trouble
from dashboard.components.markup import lean
from dashboard.components.page_head import lead_words
from dashboard.components.reports import on_sitting
from dashboard.components.sittings import agenda, calendar, forms, published, waiting
from dashboard.components.sittings.words import overtaken_words
from dashboard.store.actions.subject_turn import Overtaken
from dashboard.web.manage.values import Refused, Values
from dashboard.web.reports import on_agenda
from dashboard.web.sittings import Shown, View, own, plain, seen_of, view_of
from dashboard.web.sittings_acts import ACTS, Asked, Outcome, Told
from dashboard.web.sittings_read import Told as File
from dashboard.web.sittings_read import bring, found_in

Filled = tuple[Any, ...]
Answer = tuple[list[Any], list[Any], Any, Any, Any, Any, Any]
ANEW = {"forms": None, "plan": True}
"""Says that the forms about the chosen sitting must be made anew; without "plan" that to plan one as well."""


def shown(address: str | None, asked_of: Any, ticks: list[Any], marks: list[Any]) -> Filled:
    """What the page shows: lead, class, calendar, plan, sitting, forms, what waits, put, seen, whose forms.

    `asked_of`: which forms stand there (`frame.Part.ASKED_OF`).
    """
    before = asked_of if isinstance(asked_of, dict) else {}
    view = view_of(address)
    lines, choices = plain(view.waiting.lines), plain(view.waiting.choices)
    lead = lead_words(calendar.lead(view.rows, lines))
    row = view.chosen
    listed = lean(calendar.listed(view.rows, row["sitting_id"] if row else None))
    plan = [] if not view.may.record else no_update if before.get("plan") is True else _beginning()
    writes = view.may.record and row is not None and bool(forms.put_form(row))
    waits = lean(waiting.listed(lines, choices, ticked(ticks, "key"), view.may, ticks=writes))
    free = any(line["sitting_id"] is None for line in lines)
    put = forms.put_form(row) if writes and free else []
    whole = "sittings sittings-named" if view.named else "sittings"
    chosen = _chosen(view, before.get("forms"), marks)
    return lead, whole, listed, plan, *chosen, waits, put, seen_of(view), {"forms": whose(view), "plan": True}


def _beginning() -> Any:
    """The ways to plan a sitting, and to read what was published."""
    ways = [*forms.plan_form(), *published.bring_form()]
    return lean([html.Div(ways, className="moderation-ways", role="group")])


def brought(raw: Any, address: str | None) -> tuple[list[Any], Any, Any]:
    """What is said of a file that was chosen, what was read of it, and what is said of an act before: nothing now."""
    if raw is None:
        raise PreventUpdate
    try:
        told = bring(raw, address)
    except (Unauthenticated, Forbidden):
        raise
    except HelikopterError as error:
        return [trouble(error.text())], no_update, no_update
    return [], told.plain(), []


def read_shown(raw: Any) -> tuple[Any, Any]:
    """What is shown of a file that was read, and the agendas that it was laid beside; nothing without one."""
    if not raw:
        return [], None
    own()
    told = File.of_plain(raw)
    if told is None:
        return [], None
    found, seen = found_in(told)
    return lean(published.listed(told.file, found, told.problems)), seen


def _chosen(view: View, asked_of: Any, marks: list[Any]) -> tuple[Any, Any]:
    """The chosen sitting with its agenda, and its forms."""
    row = view.chosen
    if row is None:
        return (lean(agenda.not_found(NotFound().text())) if view.named else []), []
    one = str(view.item["item_id"]) if view.item else None
    reports = on_sitting.listed(on_agenda(row["sitting_id"]))
    parts = lean([*agenda.chosen(row, view.items, ticked(marks, "item"), one, view.may), *reports])
    if not view.may.record:
        return parts, []
    made = no_update if asked_of == whose(view) else lean(forms.forms(row, view.items, view.item))
    return parts, made


def whose(view: View) -> str | None:
    """Of what the forms are: the sitting, the item of the address, and whether there is something to record."""
    if view.chosen is None:
        return None
    state = "begun" if view.chosen["begun"] and view.items else ""
    item = view.item["item_id"] if view.item else ""
    return f"{view.chosen['sitting_id']}/{item}/{view.chosen['state']}/{state}"


def ticked(boxes: list[Any], name: str) -> list[str]:
    """Which boxes are ticked, by the part of their ids with this name."""
    return [str(one["id"][name]) for one in boxes if one.get("value") is True]


def answer(seen: Any) -> Answer:
    """Do what the button that was pressed asks; without one nothing. Raises InvalidInput for a button that is none."""
    pressed, clicks = ctx.triggered_id, ctx.triggered[0]["value"] if ctx.triggered else None
    if not isinstance(pressed, dict) or not clicks:
        raise PreventUpdate
    form, name = str(pressed.get("form")), str(pressed.get("act"))
    act = ACTS.get((form, name))
    if act is None:
        raise InvalidInput()
    fields = {item["id"]["name"]: item.get("value") for item in ctx.states_list[0] if item["id"]["form"] == form}
    picked, marked = ticked(ctx.states_list[2], "key"), ticked(ctx.states_list[3], "item")
    file = {"file": ctx.states_list[4].get("value"), "file_seen": ctx.states_list[5].get("value")}
    asked = Asked(str(pressed.get("subject") or ""), Values(fields), Shown(seen), picked, marked, **file)
    try:
        outcome = act(asked)
    except Refused as error:
        return _answered(form, error.problems, trouble(error.text()))
    except Overtaken as error:
        said = [trouble(overtaken_words(error.happened, ZONE))]
        return _answered(form, {}, None, said=said, turn=request_id.get())
    except (Unauthenticated, Forbidden):
        raise
    except HelikopterError as error:
        return _answered(form, {}, trouble(error.text()))
    return _done(form, outcome)


def _done(form: str, outcome: Outcome | Told) -> Answer:
    if isinstance(outcome, Told):
        return _answered(form, {}, outcome.content)
    anew = {} if outcome.planned else ANEW if outcome.anew else no_update
    said = [(said_well if outcome.well else notice)(outcome.sentence)]
    more = {"leads": outcome.leads or no_update, "file": no_update if outcome.file is None else outcome.file}
    return _answered(form, {}, None, said=said, turn=request_id.get(), anew=anew, **more)


def _answered(
    form: str,
    problems: dict[str, str],
    told: Component | None,
    *,
    said: Any = no_update,
    turn: Any = no_update,
    anew: Any = no_update,
    leads: Any = no_update,
    file: Any = no_update,
) -> Answer:
    """The outputs of `act`: problems by field of the form, what is told in it, and the rest of the page."""
    fields, results = ctx.outputs_list[0], ctx.outputs_list[1]
    errors = [problems.get(item["id"]["name"]) if item["id"]["form"] == form else no_update for item in fields]
    told_in = [told if item["id"]["form"] == form else None for item in results]
    return errors, told_in, said, turn, anew, leads, file
