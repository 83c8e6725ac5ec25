"""The machinery of chart cards: a page declares its own (`dashboard/cards/`), one callback fills them from the address.

    cards.declare("meldingen")

Cards of one group are read in one transaction, so their numbers agree; each fails alone.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pandas as pd
import structlog
from dash import (
    ALL,
    MATCH,
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    ctx,
    get_relative_path,
    html,
    no_update,
)
from dash.development.base_component import Component
from sqlalchemy import Connection

from config.errors import Forbidden, HelikopterError, InvalidInput, NotFound
from config.kinds import Permission
from config.language import current_language, t
from config.logs import request_id
from dashboard.cards.card import Card, spec_of
from dashboard.cards.leads import LEADS
from dashboard.cards.library import CARDS
from dashboard.charts.spec import ChartSpec
from dashboard.components.card import (
    Links,
    Nearest,
    card_frame,
    definition_drawer,
    failed,
    filled,
    reload_store,
    table_of,
)
from dashboard.components.card_parts import Group, Part, Place, pattern
from dashboard.components.definition import definition
from dashboard.components.markup import lean
from dashboard.components.page_head import lead_id, lead_words
from dashboard.web.address import filters_or_usual, today
from dashboard.web.auth import current_scope, current_user, require
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries.filters import Filters
from queries.registry import MEASURES

log = structlog.get_logger(__name__)

_declared: dict[str, dict[str, Card]] = {}
_figures: dict[str, tuple[str, ...]] = {}
FIGURES = "figures"
"""Stands for the group in the ids of figures that are no cards but are explained like one."""


def declare(page: str, figures: Sequence[str] = ()) -> None:
    """Make the cards of a page (`dashboard/cards/`) known to the downloads, and register the page's callbacks.

    A page calls this while it is imported, which Dash does again for every app. `figures` are ids of the registry that
    the page shows beside its cards, for everybody who may see what they count.
    """
    _declared[page] = {card.id: card for card in CARDS[page]}
    _figures[page] = tuple(figures)
    if page in LEADS:
        says = Input(Key.URL, "search"), Input(Key.VERSION, "data")
        callback(Output(lead_id(page), "children"), *says)(lead_of(page))
    one = {"page": page, "group": MATCH, "card": MATCH}
    callback(
        Output(pattern(Part.FILL, page=page, group=MATCH, card=ALL), "children"),
        Input(Key.URL, "search"),
        Input(pattern(Part.RELOAD, page=page, group=MATCH), "data"),
        Input(Key.VERSION, "data"),
        State(pattern(Part.CARD, page=page, group=MATCH, card=ALL), "className"),
    )(fill)
    callback(
        Output(pattern(Part.ROWS, **one), "children"),
        Input(pattern(Part.TABLE, **one), "n_clicks"),
        State(Key.URL, "search"),
        prevent_initial_call=True,
    )(show_rows)
    callback(
        Output(pattern(Part.DEFINITION, page=page), "children"),
        Output(pattern(Part.DEFINITION, page=page), "title"),
        Output(pattern(Part.DEFINITION, page=page), "opened"),
        Input(pattern(Part.DEFINED, page=page), "data"),
        prevent_initial_call=True,
    )(define)
    clientside_callback(
        ClientsideFunction("cards", "toggleTable"),
        Output(pattern(Part.CARD, **one), "className"),
        Input(pattern(Part.TABLE, **one), "n_clicks"),
        State(pattern(Part.CARD, **one), "className"),
        prevent_initial_call=True,
    )
    clientside_callback(
        ClientsideFunction("cards", "asked"),
        Output(pattern(Part.DEFINED, page=page), "data"),
        Input(pattern(Part.DEFINE, page=page, group=ALL, card=ALL), "n_clicks"),
        prevent_initial_call=True,
    )
    clientside_callback(
        ClientsideFunction("cards", "picked"),
        Output(Key.URL, "search", allow_duplicate=True),
        Input(pattern(Part.GRAPH, page=page, group=ALL, card=ALL), "clickData"),
        prevent_initial_call=True,
    )
    clientside_callback(
        ClientsideFunction("cards", "settleGrid"),
        Output(pattern(Part.GRID_LABEL, **one), "data"),
        Input(pattern(Part.GRID, **one), "id"),
        State(pattern(Part.GRID_LABEL, **one), "data"),
    )
    clientside_callback(
        ClientsideFunction("cards", "again"),
        Output(pattern(Part.RELOAD, page=page, group=MATCH), "data"),
        Input(pattern(Part.RETRY, page=page, group=MATCH, card=ALL), "n_clicks"),
        State(pattern(Part.RELOAD, page=page, group=MATCH), "data"),
        prevent_initial_call=True,
    )


def lead_of(page: str) -> Callable[[str | None, int | None], list[Any]]:
    """What answers with the sentences of a page (`dashboard/cards/leads.py`)."""
    opening = LEADS[page]

    def show_lead(search: str | None, _version: int | None) -> list[Any]:
        """The news of the page, as far as its filters count. Raises Forbidden."""
        filters, scope = opening.reads(filters_or_usual(search or "")[0]), current_scope(opening.permission)
        with services().db.read() as db:
            return lead_words(opening.say(db, scope, filters))

    return show_lead


def declared() -> dict[str, dict[str, Card]]:
    """All cards by page and id."""
    return _declared


def find(page: str, card: str) -> Card:
    """One declared card. Raises NotFound."""
    try:
        return _declared[page][card]
    except KeyError:
        raise NotFound() from None


def cards_layout(page: str, leave_out: Collection[str] = ()) -> list[Component]:
    """The frames of the cards that the person who asks may see, without data: what a layout shows at once."""
    person = current_user()
    cards = [card for card in _declared[page].values() if card.id not in leave_out and person.may(card.permission)]
    frames = [_frame(page, card) for card in cards]
    stores = [reload_store(page, group) for group in Group]
    return [html.Div(frames, className="blocks"), *stores, *definition_drawer(page)]


def _frame(page: str, card: Card) -> html.Section:
    return card_frame(
        Place(page, card.group, card.id), title=t(card.title), span=card.span, height=card.height, rows=card.rows
    )


def fill(search: str | None, reloads: int | None, _version: int | None, looks: list[str]) -> list[list[Component]]:
    """Fill the cards of one group of one page, as for whoever else asks the same now with the same grants; a card that
    shows its table gets it at once. Nothing is shared while this process may miss that data moved."""
    places, versions = places_in(ctx.outputs_list), services().versions
    tables = {place for place, look in zip(places, looks, strict=False) if TABLE_LOOK in look}
    if not versions.hearing.is_set():
        return lean(fill_cards(places, search or "", tables))
    person = current_user()
    data = versions.of(person.organisation_ids), today()
    key = (tuple(places), frozenset(tables), search, reloads, person.grants, current_language(), data)
    return services().shared.answer(key, lambda: lean(fill_cards(places, search or "", tables)))


def show_rows(clicks: int | None, search: str | None) -> Any:
    """The table behind one chart, made when somebody asks for it. Raises Forbidden, NotFound."""
    [place] = places_in([ctx.outputs_list])
    card = find(place.page, place.card)
    if not clicks:
        return no_update
    with services().db.read() as db:
        spec = card_spec(db, card, card.reads(filters_or_usual(search or "")[0]))
    return lean(table_of(spec, t(card.title)))


def define(asked: Any) -> tuple[Component, str, bool]:
    """How the numbers of one card or figure are computed. Raises Forbidden, NotFound, InvalidInput."""
    if not isinstance(asked, dict):
        raise InvalidInput()
    page, name = str(asked.get("page")), str(asked.get("card"))
    if name in _figures.get(page, ()):
        require(MEASURES[name].permission)
        return lean(definition([MEASURES[name]])), t(MEASURES[name].name), True
    card = find(page, name)
    require(card.permission)
    return lean(definition([MEASURES[name] for name in card.measures])), t(card.title), True


def explain_id(page: str, measure: str) -> dict[str, Any]:
    """The id of the button that explains a figure which is no card."""
    return pattern(Part.DEFINE, page=page, group=FIGURES, card=measure)


TABLE_LOOK = "view-table"
"""The class of a card whose table shows, as `assets/60-cards.js` sets it."""


def places_in(outputs: Any) -> list[Place]:
    """The cards that a browser asks for, each once. Raises InvalidInput: what a browser sends is data from outside."""
    try:
        ids = [output["id"] for output in outputs]
        places = [Place(one["page"], Group(one["group"]), one["card"]) for one in ids]
        distinct = set(places)
    except (KeyError, TypeError, ValueError):
        raise InvalidInput() from None
    if len(distinct) < len(places):
        raise InvalidInput()
    return places


def fill_cards(places: Sequence[Place], search: str, tables: Collection[Place] = frozenset()) -> list[list[Component]]:
    """The content of some cards, in one transaction; a card that fails says so and leaves the others alone.

    Those of `tables` get the table behind the chart with it.
    """
    try:
        with services().db.read() as db:
            return [fill_card(db, place, search, as_table=place in tables) for place in places]
    except HelikopterError as error:  # no database at all
        return [failed(error.text(), place, request_id=request_id.get()) for place in places]


def fill_card(db: Connection, place: Place, search: str, *, as_table: bool = False) -> list[Component]:
    """The content of one card, or what went wrong with it."""
    try:
        card = find(place.page, place.card)
        filters = card.reads(filters_or_usual(search)[0])
        with _alone(db):
            spec = card_spec(db, card, filters)
            nearest = find_nearest(db, card, filters) if spec.empty else None
        links = _links(place, filters) if current_user().may(Permission.DOWNLOAD) else Links()
        defined = bool(card.measures)
        return filled(
            spec, place, title=t(card.title), links=links, defined=defined, nearest=nearest, as_table=as_table
        )
    except Forbidden as error:
        return failed(error.text(), place, retry=False)
    except Exception as error:
        return _failure(error, place)


def card_spec(db: Connection, card: Card, filters: Filters) -> ChartSpec:
    """What a card says to the person who asks. Raises Forbidden."""
    return spec_of(db, current_scope(card.permission), card, filters)


def find_nearest(db: Connection, card: Card, filters: Filters) -> Nearest | None:
    """The nearest period in which this card would show something, as an address with the same filters."""
    found = card.nearest(db, current_scope(card.permission), filters) if card.nearest else pd.DataFrame()
    if found.empty:
        return None
    row = found.to_dict("records")[0]
    there = replace(filters, first_day=row["first_day"], last_day=row["last_day"], period=None)
    return Nearest(row["first_day"], row["last_day"], int(row["n"]), f"?{there.to_query()}")


@contextmanager
def _alone(db: Connection) -> Iterator[None]:
    """A savepoint: a statement that fails must not take the transaction of the other cards with it."""
    with db.begin_nested():
        yield


def _failure(error: Exception, place: Place) -> list[Component]:
    shown = error if isinstance(error, HelikopterError) else HelikopterError()
    log.error("card failed", page=place.page, card=place.card, exc_info=error)
    return failed(shown.text(), place, request_id=request_id.get())


def _links(place: Place, filters: Filters) -> Links:
    path = get_relative_path(f"/download/{place.page}/{place.card}")
    query = filters.to_query()
    return Links(csv=f"{path}.csv?{query}", xlsx=f"{path}.xlsx?{query}")
