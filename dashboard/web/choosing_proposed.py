"""The best set of a round on the workbench: what is asked, what came of it, and ticking it."""

from typing import Any
from uuid import UUID

from dash import ctx, no_update

from config.clock import ZONE
from config.kinds import Permission
from dashboard.components.choosing import proposed
from dashboard.components.markup import lean
from dashboard.web.auth import current_scope
from dashboard.web.choosing import Bench, bench_shown, plain
from dashboard.web.context import services
from queries.best_sets import best_set_work
from queries.names import names


def wishes(search: str | None, turn: str | None, before: Any) -> tuple[Any, Any]:
    """The form, and for which round it was made; it stays as it is for the same one."""
    found = bench_shown(search, turn)
    made_for = {"round": str(found.own.round_id), "change_no": found.own.change_no} if found.own else {}
    wanted = made_for | {"may": found.may_say}
    if wanted == before and ctx.triggered_id is not None:
        return no_update, no_update
    return (lean(proposed.form(found.own, may=found.may_say)) if found.own else []), wanted


def answered(search: str | None, turn: str | None) -> list[Any]:
    """What was proposed last."""
    found, scope = bench_shown(search, turn), current_scope(Permission.HANDLE_PROPOSALS)
    if found.own is None:
        return []
    with services().db.read() as db:
        work, members = best_set_work(db, scope, found.own.round_id), names(db, scope, "area")
    by_code = dict(zip(members["code"].astype(str), members["name"], strict=True))
    places = {str(row["subject_id"]): row for row in plain(found.ranking)}
    return lean(proposed.answer(work, places, by_code, ZONE, found.weights, may=found.may_say))


def proposed_in(found: Bench) -> list[UUID]:
    """The places that were proposed last."""
    if found.own is None:
        return []
    with services().db.read() as db:
        work = best_set_work(db, current_scope(Permission.HANDLE_PROPOSALS), found.own.round_id)
    told = (work or {}).get("result") or {}
    return [UUID(key) for key in told.get("chosen", ())]
