"""The list of motivations at work: what somebody types and chooses leads to what they may know."""

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, ctx, get_relative_path
from dash.development.base_component import Component
from sqlalchemy import Connection

from config.errors import InvalidInput
from config.kinds import Permission
from config.language import N_, current_language, t
from config.plain import is_storable
from config.vocabularies import Term
from dashboard.cards.choices import of_choices
from dashboard.charts.choices import outcome_name
from dashboard.components.atlas import Segment
from dashboard.components.markup import lean
from dashboard.components.motivation_look import Look
from dashboard.components.motivations import (
    COUNT,
    FOUND,
    KEPT,
    MORE,
    NARROWED,
    TEXT,
    Beyond,
    Ways,
    count_words,
    found,
    narrowed,
)
from dashboard.web.address import filters_or_usual
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from dashboard.web.proposal import LIST
from queries.choices import OUTCOMES
from queries.filters import Filters, Scope
from queries.motivations import AT_ONCE, LONGEST, MOST_RANKED, motivations, motivations_elsewhere, reasons_told
from queries.reasons import named_terms

PATH = "/motivering"
Shown = tuple[list[Any], str, list[Any], bool, int]


def declare() -> None:
    """Register the callbacks of the list; the page that holds it calls this while it is imported."""
    callback(
        Output(NARROWED, "children"),
        Output(COUNT, "children"),
        Output(FOUND, "children"),
        Output(MORE, "hidden"),
        Output(MORE, "n_clicks"),
        Input(Key.URL, "search"),
        Input(TEXT, "value"),
        Input(MORE, "n_clicks"),
        Input(Key.VERSION, "data"),
    )(show)
    clientside_callback(
        ClientsideFunction("motivations", "follow"),
        Output(TEXT, "value"),
        Output(KEPT, "data"),
        Input(Key.URL, "search"),
        State(KEPT, "data"),
    )
    clientside_callback(
        ClientsideFunction("motivations", "keep"),
        Output(Key.URL, "search", allow_duplicate=True),
        Input(TEXT, "n_submit"),
        State(TEXT, "value"),
        State(Key.URL, "search"),
        prevent_initial_call=True,
    )


def choice_filters(search: str) -> Filters:
    """The filters of an address that count for choices: not where a proposal stands."""
    return of_choices(filters_or_usual(search)[0])


def show(search: str | None, text: str | None, clicks: int | None, _version: int | None) -> Shown:
    """What narrows the list, how many there are, what was found, whether that is all, and how often more was asked for:
    anew after each other question. Raises Forbidden, InvalidInput."""
    scope, look = current_scope(Permission.SEE_PROPOSALS), replace(Look.of(search or ""), text=_asked(text))
    asked_more = {f"{MORE}.n_clicks"} == set(ctx.triggered_prop_ids)
    times = _times(clicks) if asked_more else 0
    filters, most = choice_filters(search or ""), AT_ONCE * (1 + times)
    with services().db.read() as db:
        rows = _found(db, scope, filters, look, most)
        beyond = _beyond(db, scope, filters, look)
        told = reasons_told(db, scope, filters)
        reasons = named_terms(db, scope, sorted({*told, *([look.reason] if look.reason else [])}))
    ways = Ways(get_relative_path(LIST), get_relative_path(PATH), search or "")
    total = int(rows["total"].iloc[0]) if len(rows) else 0
    every = len(rows) >= min(total, MOST_RANKED if look.text else total)
    said, shown = count_words(total, searched=look != Look()), lean(found(rows, ways, beyond))
    return narrowing(look, filters, reasons), said, shown, every, times


def _asked(text: Any) -> str:
    if text is not None and not isinstance(text, str):
        raise InvalidInput()
    wanted = (text or "").strip()
    if not is_storable(wanted) or len(wanted) > LONGEST:
        raise InvalidInput()
    return wanted


def _times(clicks: Any) -> int:
    if not isinstance(clicks, int) or isinstance(clicks, bool) or not 0 <= clicks < 1_000:
        raise InvalidInput()
    return clicks


def _found(db: Connection, scope: Scope, filters: Filters, look: Look, most: int) -> pd.DataFrame:
    outcomes, reasons = _codes(look)
    return motivations(db, scope, filters, look.text, outcomes=outcomes, reasons=reasons, count=most)


def _codes(look: Look) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (look.outcome,) if look.outcome else (), (look.reason,) if look.reason else ()


def _beyond(db: Connection, scope: Scope, filters: Filters, look: Look) -> Beyond | None:
    """What there is outside the period, where words are looked for."""
    if not look.text:
        return None
    outcomes, reasons = _codes(look)
    told = motivations_elsewhere(db, scope, filters, look.text, outcomes=outcomes, reasons=reasons)
    row = told.to_dict("records")[0]
    if not row["n"]:
        return None
    first, last = min(row["first_day"], filters.first_day), max(row["last_day"], filters.last_day)
    over = replace(filters, period=None, first_day=first, last_day=last)
    return Beyond(int(row["n"]), look.search(over.to_query()))


def narrowing(look: Look, filters: Filters, reasons: list[Term]) -> list[Component]:
    """The outcomes and reasons to choose from, each with its address."""
    query = filters.to_query()
    every = Segment(t(N_("All")), look.search(query, outcome=""), not look.outcome)
    outcomes = [Segment(outcome_name(one), look.search(query, outcome=one), one == look.outcome) for one in OUTCOMES]
    named = [
        Segment(words, look.search(query, reason=code), code == look.reason)
        for words, code in sorted((one.label(current_language()), one.code) for one in reasons)
    ]
    return narrowed([every, *outcomes], [Segment(t(N_("All")), look.search(query, reason=""), not look.reason), *named])
