"""The way through the pages: a rail on a wide screen; a top bar, a drawer and a tab bar on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from config.language import LANGUAGES, N_, current_language, t
from dashboard.components.aria import aria
from dashboard.components.icon import Icon, icon

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}
LONGEST_TAB_BAR = 4
APART = (
    *("/abonnementen", "/beheer", "/moderatie", "/opvolging", "/rapporten", "/selectie"),
    *("/zitting", "/vergelijk/gemeenten"),
)
"""Pages whose address means nothing elsewhere, with those below them: they neither give nor take filters."""


class Section(StrEnum):
    """Groups of pages in the rail, in this order; those without a heading stand apart by their place."""

    TOP = "top"
    SERVICES = "services"
    PLACES = "places"
    POLICY = "policy"
    REPORTS = "reports"
    FOOT = "foot"


HEADINGS = {
    Section.SERVICES: N_("Service to residents"),
    Section.PLACES: N_("Places"),
    Section.POLICY: N_("Policy"),
    Section.REPORTS: N_("Reporting"),
}


class Place(StrEnum):
    """Where a copy of the navigation stands."""

    RAIL = "rail"
    DRAWER = "drawer"
    TABS = "tabs"


class Part(StrEnum):
    """The parts of the shell that callbacks fill: the `type` of their ids."""

    BRAND = "brand"
    LINKS = "links"
    PERSON = "person"
    SEARCH = "search"
    LINK = "nav-link"
    COUNT = "nav-count"
    LANGUAGE = "nav-language"


@dataclass(frozen=True)
class Entry:
    """A page in the navigation; `label` is already in the reader's language, and so is `waiting`: how much waits there
    for somebody to act, in figures and in words (both empty when nothing does; None where nothing is counted). `plain`:
    it leads out of the pages of Dash. `search`: the filters that it takes along, as they stand in the address."""

    path: str
    label: str
    section: Section
    icon: Icon | None = None
    waiting: tuple[str, str] | None = None
    plain: bool = False
    search: str = ""


@dataclass(frozen=True)
class Way:
    """A link beside a person's name; `here`: the reader is there now; `plain`: it leads out of the pages of Dash."""

    path: str
    label: str
    here: bool = False
    plain: bool = False


def part_id(part: Part, place: Place) -> dict[str, str]:
    """The id of a part of the shell at one place."""
    return {"type": part, "place": place}


def carried(search: str, here: str, there: str) -> str:
    """The part of an address that goes along from one page to another."""
    apart = any(path == one or path.startswith(f"{one}/") for path in (here, there) for one in APART)
    return "" if apart else search


def brand(organisation: str, logo: str | None = None) -> list[Component]:
    """Logo (or a crest), name of the organisation and of this product."""
    words = [html.B(organisation), html.Span("Helikopterview")] if organisation else [html.B("Helikopterview")]
    mark = html.Img(src=logo, alt=organisation, className="brand-logo") if logo else icon(Icon.CREST)
    return [mark, html.Div(words, className="brand-words")]


def links(entries: Sequence[Entry], path: str, place: Place) -> list[Component]:
    """The pages by section; the current one is marked for eye and screen reader."""
    order = list(Section)
    ordered = sorted(entries, key=lambda entry: order.index(entry.section))
    parts: list[Component] = []
    here = current(entries, path)
    for section, members in groupby(ordered, key=lambda entry: entry.section):
        heading = f"{place}-{section}"
        items = [html.Li(_link(entry, here, place)) for entry in members]
        has_name = section in HEADINGS
        if has_name:
            parts.append(html.P(t(HEADINGS[section]), id=heading, className="nav-heading"))
        parts.append(html.Ul(items, className=f"nav-{section}", **_labelled(heading if has_name else "")))
    return parts


def tabs(entries: Sequence[Entry], path: str) -> list[Component]:
    """The pages of a phone's tab bar: the first ones with an icon."""
    chosen = [entry for entry in entries if entry.icon][:LONGEST_TAB_BAR]
    return [html.Li(_link(entry, current(entries, path), Place.TABS)) for entry in chosen]


def current(entries: Sequence[Entry], path: str) -> str:
    """The page to which a path belongs: itself, or the nearest one above it; '' without."""
    above = [entry.path for entry in entries if path == entry.path or path.startswith(f"{entry.path}/")]
    return max(above, key=len, default="")


def _labelled(heading: str) -> dict[str, Any]:
    return aria(labelledby=heading) if heading else {}


def _link(entry: Entry, current_path: str, place: Place) -> Component:
    if entry.plain:
        return html.A(html.Span(entry.label), href=entry.path, className="nav-link")
    here = entry.path == current_path
    mark = [icon(entry.icon, size="tab")] if entry.icon and place is Place.TABS else []
    waits = [_waiting(entry, place)] if entry.waiting is not None and place is not Place.TABS else []
    return dmc.Anchor(
        [*mark, html.Span(entry.label), *waits],
        href=f"{entry.path}{entry.search}",
        id={"type": Part.LINK, "path": entry.path, "place": place},
        className="nav-link nav-here" if here else "nav-link",
        underline="never",
        unstyled=True,
        **(aria(current="page") if here else {}),
    )


def _waiting(entry: Entry, place: Place) -> html.Span:
    count_id = {"type": Part.COUNT, "path": entry.path, "place": place}
    return html.Span(waiting_words(entry.waiting), id=count_id, className="nav-count")


def waiting_words(waiting: tuple[str, str] | None) -> list[Component]:
    """How much waits: a figure for the eye, words for a screen reader."""
    figure, words = waiting or ("", "")
    if not figure:
        return []
    return [html.Span(figure, **aria(hidden="true")), html.Span(words, className="visually-hidden")]


def person_block(name: str, role: str, place: Place, ways: Sequence[Way] = ()) -> list[Component]:
    """Who is logged in, as what (unless the name says that), with ways of their own and the other language."""
    roles = [] if role.casefold() in ("", name.casefold()) else [html.Span(role, className="person-role")]
    own = [html.Li(_way(way)) for way in ways]
    return [
        html.B(name),
        *roles,
        html.Ul(
            [*own, *_languages(place), html.Li(html.A(t(N_("Log out")), href="/logout"))], className="person-links"
        ),
    ]


def _way(way: Way) -> Component:
    if way.plain:
        return html.A(way.label, href=way.path)
    here = aria(current="page") if way.here else {}
    return dmc.Anchor(way.label, href=way.path, underline="never", unstyled=True, **here)


def _languages(place: Place) -> list[Component]:
    others = [code for code in LANGUAGES if code != current_language()]
    return [
        html.Li(
            html.A(
                html.Span(LANGUAGE_NAMES[code], lang=code),
                id={"type": Part.LANGUAGE, "code": code, "place": place},
                href=f"?lang={code}",
            )
        )
        for code in others
    ]
