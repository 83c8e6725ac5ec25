"""The frame around every page. Its layout holds no data; who is logged in and what they may open comes by callback."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import dash
import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Input, Output, State, callback, clientside_callback, ctx, dcc, html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, number, t
from dashboard.components import navigation
from dashboard.components.aria import aria
from dashboard.components.icon import Icon, icon
from dashboard.components.labels import ROLES
from dashboard.components.manage.frame import INDEX
from dashboard.components.navigation import Entry, Part, Place, Section, Way, part_id
from dashboard.components.page_files import PAGE_FILES
from dashboard.components.subscriptions import PATH as SUBSCRIPTIONS
from dashboard.components.theme import mantine_theme
from dashboard.web import filtering, freshness, notes, page_files, pages, searching, views
from dashboard.web.address import usual_filters
from dashboard.web.auth import current_user
from dashboard.web.context import services
from dashboard.web.keys import Key
from dashboard.web.own_look import look_of, own_accent
from dashboard.web.visits import note_visit
from queries.accounts import Person
from queries.public.towns import towns

PAGE_PARTS = (filtering, freshness, notes, page_files, searching, views)
"""Modules with the callbacks of what stands on several pages: importing them registers those."""
MAIN, MENU, OPEN_MENU, MORE, MOVED, APART = "main", "menu", "open-menu", "more", "moved", "apart"
BRANDED = (Place.RAIL, Place.TABS)
LINKED = (Place.RAIL, Place.DRAWER, Place.TABS)
SIGNED = (Place.RAIL, Place.DRAWER)
SEARCHED = (Place.RAIL, Place.DRAWER)


def shell_layout() -> Component:
    """Everything around a page, in the reader's language and without data."""
    return dmc.MantineProvider(
        [
            dcc.Location(id=Key.URL, refresh=False),
            dcc.Store(id=APART, data=list(navigation.APART)),
            html.Div(id=MOVED, hidden=True),
            html.A(t(N_("Skip to the content")), href=f"#{MAIN}", className="skip-link"),
            html.Div([_top_bar(), _rail(), _main(), _tab_bar()], className="app"),
            _menu(),
            *freshness.live_parts(),
        ],
        theme=mantine_theme(own_accent()),
        forceColorScheme="light",
    )


def _main() -> Component:
    return html.Main([dash.page_container, html.Div(id=PAGE_FILES)], id=MAIN, tabIndex=-1)


def _rail() -> Component:
    parts = html.Div(
        [
            html.Div(navigation.brand(""), id=part_id(Part.BRAND, Place.RAIL), className="brand"),
            html.Div(id=part_id(Part.SEARCH, Place.RAIL)),
            html.Nav(id=part_id(Part.LINKS, Place.RAIL), className="nav", **aria(label=t(N_("Main menu")))),
            html.Div(id=part_id(Part.PERSON, Place.RAIL), className="person"),
        ],
        className="rail-parts",
    )
    return html.Header(parts, className="rail")


def _top_bar() -> Component:
    burger = html.Button(
        icon(Icon.BURGER),
        id=OPEN_MENU,
        type="button",
        className="burger",
        **aria(label=t(N_("Menu")), haspopup="dialog"),
    )
    name = html.Div(navigation.brand(""), id=part_id(Part.BRAND, Place.TABS), className="brand")
    return html.Header([name, burger], className="top-bar")


def _tab_bar() -> Component:
    words = [icon(Icon.MORE, size="tab"), html.Span(t(N_("More")))]
    more = html.Button(words, id=MORE, type="button", className="nav-link", **aria(haspopup="dialog"))
    tabs = html.Ul(id=part_id(Part.LINKS, Place.TABS))
    return html.Nav([tabs, more], className="tabs", **aria(label=t(N_("Tab bar"))))


def _menu() -> Component:
    return dmc.Drawer(
        [
            html.Div(id=part_id(Part.SEARCH, Place.DRAWER)),
            html.Nav(id=part_id(Part.LINKS, Place.DRAWER), className="nav", **aria(label=t(N_("Main menu")))),
            html.Div(id=part_id(Part.PERSON, Place.DRAWER), className="person"),
        ],
        id=MENU,
        title=t(N_("Menu")),
        position="right",
        size="min(88vw, 320px)",
        keepMounted=True,
        className="menu-drawer",
        transitionProps={"transition": "fade", "duration": 120},
        closeButtonProps={"aria-label": t(N_("Close"))},
    )


@callback(
    output=(
        [Output(part_id(Part.BRAND, place), "children") for place in BRANDED],
        [Output(part_id(Part.LINKS, place), "children") for place in LINKED],
        [Output(part_id(Part.PERSON, place), "children") for place in SIGNED],
        [Output(part_id(Part.SEARCH, place), "children") for place in SEARCHED],
    ),
    inputs=[Input(Key.URL, "pathname"), State(Key.URL, "search")],
)
def show_shell(path: str, search: str | None) -> tuple[list[Any], list[Any], list[Any], list[Any]]:
    """What depends on the person who asks, and on where they are."""
    person = current_user()
    note_visit(person)
    found = [*entries_for(person, waiting_for(person)), *public_entries()]
    entries = [replace(entry, search=navigation.carried(search or "", path, entry.path)) for entry in found]
    look, role = look_of(person), role_words(person)
    return (
        [navigation.brand(look.name or "", look.logo_address) for _ in BRANDED],
        [
            navigation.links(entries, path, Place.RAIL),
            navigation.links(entries, path, Place.DRAWER),
            navigation.tabs(entries, path),
        ],
        [navigation.person_block(person.display_name, role, place, ways_for(person, path)) for place in SIGNED],
        [searching.field_for(person, place) for place in SEARCHED],
    )


def entries_for(person: Person, waiting: Mapping[str, tuple[str, str]]) -> list[Entry]:
    """The pages that declare a `section` and that this person may open, in order."""
    found = [page for page in dash.page_registry.values() if "section" in page and pages.allows(page, person)]
    return [
        Entry(page["path"], t(page["name"]), page["section"], page.get("icon"), waiting.get(page["path"]))
        for page in found
    ]


def waiting_for(person: Person) -> dict[str, tuple[str, str]]:
    """How much waits at each page that says so, by its path, for those who can act.

    A page says so by `waiting`: a question that gives rows with count, a sentence with the place {n}, and the
    permission of those who can act.
    """
    counting = {page["path"]: page["waiting"] for page in dash.page_registry.values() if "waiting" in page}
    own = {path: waiting for path, waiting in counting.items() if person.may(waiting[2])}
    if not own:
        return {}
    filters = usual_filters()
    with services().db.read() as db:
        counts = {
            path: int(ask(db, person.scope(needed), filters)["count"].sum()) for path, (ask, _, needed) in own.items()
        }
    return {path: _waiting_words(n, own[path][1]) for path, n in counts.items()}


def _waiting_words(n: int, words: str) -> tuple[str, str]:
    return (number(n), f", {t(words, n=number(n))}") if n else ("", "")


def public_entries() -> list[Entry]:
    """The ways to what everybody may see, once a town has opened its map."""
    with services().public.read() as db:
        opened = bool(towns(db))
    ways = (("/kaart", t(N_("Public map"))), ("/open", t(N_("Open data"))))
    return [Entry(path, label, Section.REPORTS, plain=True) for path, label in ways] if opened else []


@callback(
    Output({"type": Part.COUNT, "path": ALL, "place": ALL}, "children"),
    Input(Key.VERSION, "data"),
    prevent_initial_call=True,
)
def recount(_version: int | None) -> list[Any]:
    """How much waits, when the data moved."""
    waiting = waiting_for(current_user())
    return [navigation.waiting_words(waiting.get(str(one["id"]["path"]))) for one in ctx.outputs_list]


def ways_for(person: Person, path: str) -> list[Way]:
    """What stands beside the name: the way to /beheer for who may, what they get by mail, and the manual."""
    here = path == INDEX or path.startswith(f"{INDEX}/")
    manage = [Way(dash.get_relative_path(INDEX), t(N_("Manage")), here)] if person.may(Permission.MANAGE) else []
    mail = Way(dash.get_relative_path(SUBSCRIPTIONS), t(N_("Subscriptions")), path == SUBSCRIPTIONS)
    return [*manage, mail, Way(manual_at(path), t(N_("Manual")), plain=True)]


def manual_at(path: str) -> str:
    """The manual, opened at what it says about this page."""
    return f"/handleiding#{path.strip('/').partition('/')[0] or 'overzicht'}"


def role_words(person: Person) -> str:
    """Their roles in the reader's language."""
    return ", ".join(t(ROLES[role]) for role in dict.fromkeys(person.roles))


clientside_callback(
    ClientsideFunction("shell", "carry"),
    Output({"type": Part.LINK, "path": ALL, "place": ALL}, "href"),
    Output({"type": Part.LANGUAGE, "code": ALL, "place": ALL}, "href"),
    Input(Key.URL, "search"),
    Input({"type": Part.LINK, "path": ALL, "place": ALL}, "id"),
    Input({"type": Part.LANGUAGE, "code": ALL, "place": ALL}, "id"),
    State(APART, "data"),
)
clientside_callback(
    ClientsideFunction("shell", "open"),
    Output(MENU, "opened", allow_duplicate=True),
    Input(OPEN_MENU, "n_clicks"),
    Input(MORE, "n_clicks"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("shell", "moved"),
    Output(MOVED, "children"),
    Output(MENU, "opened"),
    Input(Key.URL, "pathname"),
    State(MOVED, "children"),
)
