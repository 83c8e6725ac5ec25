"""The two callbacks of /publicatie at work: what it shows, and what comes of a button."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from dash import ctx, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate
from flask import url_for

from config.clock import ZONE, local_day, to_utc
from config.errors import Forbidden, HelikopterError, InvalidInput, Unauthenticated
from config.kinds import Permission
from config.language import N_, number, t
from config.logs import request_id
from dashboard.components.manage.frame import said_well, trouble
from dashboard.components.markup import lean
from dashboard.components.moderation.words import overtaken_words
from dashboard.components.page_head import lead_words
from dashboard.components.publishing import listed, packs
from dashboard.components.publishing.frame import Form
from dashboard.store.actions.choosing import publishing
from dashboard.store.actions.choosing.drafts import MOST_AT_ONCE
from dashboard.store.actions.choosing.packs import ask_pack
from dashboard.store.actions.proposal_turn import Overtaken, Seen
from dashboard.store.actions.proposals import NOT_ONE
from dashboard.web.acting import acting
from dashboard.web.auth import current_scope
from dashboard.web.choosing import LARGEST_SEQ, plain
from dashboard.web.choosing_acts import subject_in, subject_number
from dashboard.web.context import services
from dashboard.web.dispatch import UNKNOWN
from dashboard.web.manage.values import Refused, Values
from queries.organisations import organisations
from queries.publication_packs import pack_rounds, pack_work
from queries.publication_packs import packs as packs_of
from queries.publishing import lately_published, planned, to_publish

_NO_TIME = N_("Write an hour, such as 9:00 or 16:30.")
_NOT_WAITING = N_("One of these choices does not wait for publication any more. Nothing was changed; look once more.")
Shown = tuple[Any, Any, Any, Any, Any]
Answer = tuple[Any, Any, Any, Any]


def shown(ticks: list[Any]) -> Shown:
    """Lead, list, what stands beside it, the packs, and what the page has to remember."""
    scope = current_scope(Permission.PUBLISH_CHOICES)
    today = local_day(services().clock.now(), ZONE)
    with services().db.read() as db:
        rows, plans = plain(to_publish(db, scope)), plain(planned(db, scope))
        lately = plain(lately_published(db, scope, today))
        packed = [plain(one) for one in (pack_rounds(db, scope, today), packs_of(db, scope), pack_work(db, scope))]
    picked = {str(item["id"]["subject"]) for item in ticks if item.get("value") is True}
    remembered = {str(row["subject_id"]): [row["organisation_id"], row["seq"]] for row in rows}
    return (
        lead_words(listed.lead(rows, plans, ZONE)),
        lean(listed.rows(rows, picked)),
        lean(listed.beside(plans, lately, ZONE)),
        lean(packs.block(packed[0], packed[1], packed[2], ZONE)),
        remembered,
    )


@dataclass(frozen=True)
class Asked:
    """What an act gets: on what, what was filled in, and the ticked choices as they were seen, by organisation."""

    subject: str
    values: Values
    picked: Mapping[int, list[Seen]]


def _publish(asked: Asked) -> str:
    n = 0
    for organisation_id, seen in asked.picked.items():
        by = acting(Permission.PUBLISH_CHOICES, organisation_id)
        n += len(publishing.publish(**_held(), by=by, seen=seen))
    return t(N_("1 choice is public now.")) if n == 1 else t(N_("{n} choices are public now."), n=number(n))


def _plan(asked: Asked) -> str:
    told, hour = asked.values.text("day", 20), asked.values.text("time", 10)
    chosen = asked.values.day("day", usual=local_day(services().clock.now(), ZONE)) if told else date.min
    at = _time(asked.values, hour) if hour else time()
    asked.values.done()
    moment = to_utc(datetime.combine(chosen, at), ZONE).instant
    n = 0
    for organisation_id, seen in asked.picked.items():
        by = acting(Permission.PUBLISH_CHOICES, organisation_id)
        publishing.plan(**_held(), by=by, seen=seen, publish_at=moment)
        n += len(seen)
    return t(N_("The publication of {n} choices is planned."), n=number(n))


def _time(values: Values, text: str) -> time:
    hours, _, minutes = text.replace(".", ":").replace("u", ":").partition(":")
    parts = hours.strip(), minutes.strip() or "0"
    if all(part.isascii() and part.isdigit() and len(part) < 3 for part in parts):
        hour, minute = map(int, parts)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    values.refuse("time", _NO_TIME)
    return time()


def _cancel(asked: Asked) -> str:
    organisation, _, plan_id = asked.subject.partition("/")
    by = acting(Permission.PUBLISH_CHOICES, subject_number(organisation))
    publishing.cancel(**_held(), by=by, plan_id=subject_in(plan_id))
    return t(N_("The publication is cancelled; its choices wait again."))


def _pack(asked: Asked) -> str:
    organisation, _, ref = asked.subject.partition("/")
    by = acting(Permission.PUBLISH_CHOICES, subject_number(organisation))
    with services().db.read() as db:
        towns = organisations(db, current_scope(Permission.PUBLISH_CHOICES)).set_index("organisation_id")
    site = url_for("public.town", code=towns.loc[by.organisation_id, "code"], _external=True)
    ask_pack(**_held(), by=by, ref=ref, site=site)
    return t(N_("The publication pack is asked."))


def _held() -> dict[str, Any]:
    return {"writer": services().writer, "clock": services().clock}


ACTS: Mapping[tuple[str, str], Callable[[Asked], str]] = {
    (Form.PUBLISH, "save"): _publish,
    (Form.PLAN, "save"): _plan,
    (Form.CANCEL, "save"): _cancel,
    (Form.PACK, "save"): _pack,
}
"""What each button does, by its form and name."""
_ALONE = (Form.CANCEL, Form.PACK)
"""Forms that are not about what is ticked."""


def answer(seen: Any) -> Answer:
    """Do what the button that was pressed asks; without one nothing. Raises InvalidInput for a button that is none."""
    pressed, clicks = ctx.triggered_id, ctx.triggered[0]["value"] if ctx.triggered else None
    if not isinstance(pressed, dict) or not clicks:
        raise PreventUpdate
    form = str(pressed.get("form"))
    act = ACTS.get((form, str(pressed.get("act"))))
    if act is None:
        raise InvalidInput()
    own = {item["id"]["name"]: item.get("value") for item in ctx.states_list[0] if item["id"]["form"] == form}
    try:
        picked = {} if form in _ALONE else _picked(seen)
        return _answered(
            form, {}, None, said=[said_well(act(Asked(str(pressed.get("subject") or ""), Values(own), picked)))]
        )
    except Refused as error:
        return _answered(form, error.problems, trouble(error.text()))
    except Overtaken as error:
        return _answered(form, {}, None, said=[trouble(overtaken_words(error.happened, ZONE))])
    except (Unauthenticated, Forbidden):
        raise
    except HelikopterError as error:
        if form in _ALONE:
            return _answered(form, {}, None, said=[trouble(error.text())])
        return _answered(form, {}, trouble(error.text()))


def _picked(seen: Any) -> dict[int, list[Seen]]:
    """The ticked choices as the page showed them, by organisation. Raises InvalidInput without any."""
    ticked = [str(item["id"]["subject"]) for item in ctx.states_list[1] if item.get("value") is True]
    found: dict[int, list[Seen]] = {}
    for subject in ticked:
        told = seen.get(subject) if isinstance(seen, dict) else None
        if not isinstance(told, list) or len(told) != 2 or not all(map(_is_number, told)):
            raise InvalidInput(UNKNOWN)
        found.setdefault(told[0], []).append(Seen(_id(subject), told[1]))
    if not found:
        raise InvalidInput(NOT_ONE, n=MOST_AT_ONCE)
    _check_waiting({one.subject_id for several in found.values() for one in several})
    return found


def _check_waiting(subjects: set[UUID]) -> None:
    """Raise InvalidInput for what does not wait for publication, where its reader may not know how that stands: what
    was done with it meanwhile is told to who handles proposals only."""
    scope = current_scope(Permission.PUBLISH_CHOICES)
    if scope.embargoed:
        return
    with services().db.read() as db:
        known = set(to_publish(db, scope)["subject_id"])
    if not subjects <= known:
        raise InvalidInput(_NOT_WAITING)


def _id(text: str) -> UUID:
    return subject_in(text)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST_SEQ


def _answered(form: str, problems: dict[str, str], told: Component | None, *, said: Any = no_update) -> Answer:
    """The outputs of `act`: problems by field, what is told in the form, what is said of the whole, and the turn."""
    fields, results = ctx.outputs_list[0], ctx.outputs_list[1]
    errors = [problems.get(item["id"]["name"]) if item["id"]["form"] == form else no_update for item in fields]
    turn = no_update if said is no_update else request_id.get()
    return errors, [told if item["id"]["form"] == form else None for item in results], said, turn
