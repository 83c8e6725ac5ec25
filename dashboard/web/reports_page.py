"""The two callbacks of /rapporten at work: what it shows, and what comes of a button."""

from typing import Any

from dash import ctx, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from config.errors import Forbidden, HelikopterError, InvalidInput, Unauthenticated
from config.kinds import Permission
from config.logs import request_id
from dashboard.components.form import SAVE
from dashboard.components.manage.frame import said_well, trouble
from dashboard.components.markup import lean
from dashboard.components.page_head import lead_words
from dashboard.components.reports import listed, new
from dashboard.components.reports.frame import Form
from dashboard.components.reports.periods import spans
from dashboard.reports.kinds import About
from dashboard.store.actions.reports.asking import ask_report
from dashboard.web import reports as read
from dashboard.web.acting import acting
from dashboard.web.address import today
from dashboard.web.auth import current_user
from dashboard.web.context import services
from dashboard.web.manage.values import Refused, Values

Shown = tuple[Any, Any, Any, Any]
Answer = tuple[list[Any], list[Any], Any, Any]


def shown() -> Shown:
    """Lead, what waits, the list, and what is being made."""
    may = read.may_of(current_user())
    with services().db.read() as db:
        rows, names, work = read.listed(db), read.names_in(db), read.work_in(db)
        formats, zone = read.formats_in(db, rows), read.zone_in(db, rows)
        reviewable = read.reached(db, Permission.REVIEW_REPORTS)
    waiting = listed.waits(rows, reviewable, publishes=may.publish)
    acts = may.review or may.publish
    lead = listed.lead(rows, waiting, names) if acts else listed.plain_lead(rows, names)
    return (
        lead_words(lead),
        lean(listed.waiting_block(waiting, names)),
        lean(listed.listing(rows, formats, names, zone)),
        lean(listed.work_block(work, names, zone)),
    )


def written() -> list[Component]:
    """The forms to ask for a report; nothing for who makes none."""
    with services().db.read() as db:
        return lean(new.block(read.offers(db), today()))


def answer() -> Answer:
    """Ask for the report whose button was pressed; without one nothing. Raises InvalidInput for no such button."""
    pressed, clicks = ctx.triggered_id, ctx.triggered[0]["value"] if ctx.triggered else None
    if not isinstance(pressed, dict) or not clicks:
        raise PreventUpdate
    form, name = str(pressed.get("form")), str(pressed.get("act"))
    if name != SAVE or not form.startswith(f"{Form.NEW}/"):
        raise InvalidInput()
    own = {item["id"]["name"]: item.get("value") for item in ctx.states_list[0] if item["id"]["form"] == form}
    try:
        _ask(form, Values(own))
    except Refused as error:
        return _answered(form, error.problems, trouble(error.text()))
    except (Unauthenticated, Forbidden):
        raise
    except HelikopterError as error:
        return _answered(form, {}, trouble(error.text()))
    return _answered(form, {}, None, said=[said_well(new.asked_words())])


def _ask(form: str, values: Values) -> None:
    """Raises InvalidInput for what is not offered to who asks, Refused with what is wrong, and Forbidden."""
    with services().db.read() as db:
        offered = {new.form_of(one.organisation_id, kind): (one, kind) for one in read.offers(db) for kind in one.kinds}
    if form not in offered:
        raise InvalidInput()
    offer, kind = offered[form]
    member = ""
    if kind.about is not About.ORGANISATION:
        member = values.choice("member", [one.value for one in offer.members[kind.about]])
    periods = {span.code: span for span in spans(kind.period, today())}
    period = values.choice("period", list(periods))
    values.done()
    span = periods[period]
    ask_report(
        writer=services().writer,
        clock=services().clock,
        by=acting(Permission.MAKE_REPORTS, offer.organisation_id),
        kind=kind.id,
        member=member,
        first_day=span.first_day,
        last_day=span.last_day,
    )


def _answered(form: str, problems: dict[str, str], told: Component | None, *, said: Any = no_update) -> Answer:
    """The outputs of `act`: problems by field, what is told in the form, what is said of the whole, and the turn."""
    fields, results = ctx.outputs_list[0], ctx.outputs_list[1]
    errors = [problems.get(item["id"]["name"]) if item["id"]["form"] == form else no_update for item in fields]
    turn = no_update if said is no_update else request_id.get()
    return errors, [told if item["id"]["form"] == form else None for item in results], said, turn
