"""The filter bar: on a wide screen a row of filters that open; on a phone one line and a drawer with the same choices.

The controls hold no state of their own that matters: the address does. `dashboard.web.filtering` keeps both the same.
"""

from collections.abc import Iterable

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.filter_panel import panel
from dashboard.components.filter_parts import (
    BAR,
    DRAWER,
    EVERYTHING,
    LABELS,
    LINE,
    NAMES,
    OPEN,
    PROBLEM,
    SEEN,
    SHOW,
    About,
    Name,
    Part,
    Place,
    part_id,
)
from dashboard.components.icon import Icon, icon
from dashboard.components.views import views_button, views_dialog


def filter_bar(about: About = About.MELDINGEN) -> Component:
    """The whole bar without data: labels and controls at once, what can be chosen comes by callback."""
    names = NAMES[about]
    save = views_button(Place.BAR, "filter-views link-button")
    cells = [*map(_cell, names), _clear_all(Place.BAR, "filter-clear-all link-button"), save]
    opener = html.Button(t(N_("Filters")), id=OPEN, type="button", className="button", **aria(haspopup="dialog"))
    return html.Div(
        [
            dcc.Store(id=SEEN),
            html.Div(id=PROBLEM, role="alert"),
            html.Div(cells, id=BAR, className="filter-bar", role="group", **aria(label=t(N_("Filters")))),
            html.Div([html.P(id=LINE), opener], className="filter-line"),
            _drawer(names),
            views_dialog(),
        ],
        className="filters",
    )


def _cell(name: Name) -> Component:
    words = html.Span(
        [
            html.Span(t(LABELS[name]), className="filter-label"),
            html.Span(
                [html.Span(id=part_id(Part.TEXT, name, Place.BAR)), icon(Icon.CHEVRON_DOWN)], className="filter-value"
            ),
        ]
    )
    # The box around a target is made the button itself: Mantine puts role, state and name of the dialog on that box.
    button = {"component": "button", "type": "button", "className": "filter-button"}
    popover = dmc.Popover(
        [
            dmc.PopoverTarget(words, boxWrapperProps=button),
            dmc.PopoverDropdown(panel(name, Place.BAR), className="filter-dropdown"),
        ],
        position="bottom-start",
        offset=1,
        keepMounted=True,  # what is not mounted does not learn of a new value
        trapFocus=True,
        returnFocus=True,
        transitionProps={"transition": "fade", "duration": 120},
    )
    return html.Div([popover, _clear(name)], id=part_id(Part.CELL, name, Place.BAR), className="filter-cell")


def _clear(name: Name) -> Component:
    label = t(N_("Clear filter: {name}"), name=t(LABELS[name]))
    return html.Button(
        icon(Icon.CROSS),
        id=part_id(Part.CLEAR, name, Place.BAR),
        type="button",
        className="filter-clear",
        title=label,
        **aria(label=label),
    )


def _clear_all(place: Place, look: str) -> Component:
    return html.Button(t(N_("Clear filters")), id=part_id(Part.CLEAR, EVERYTHING, place), type="button", className=look)


def _drawer(names: Iterable[Name]) -> Component:
    show = html.Button(id=SHOW, type="button", className="button button-primary")
    others = [_clear_all(Place.DRAWER, "button"), views_button(Place.DRAWER, "button")]
    foot = html.Div([show, *others], className="filter-foot")
    return dmc.Drawer(
        [dmc.Accordion([*map(_item, names)], order=3, className="filter-items"), foot],
        id=DRAWER,
        title=t(N_("Filters")),
        position="bottom",
        size="88%",
        keepMounted=True,
        className="filter-drawer",
        closeButtonProps={"aria-label": t(N_("Close"))},
        transitionProps={"transition": "fade", "duration": 120},
    )


def _item(name: Name) -> Component:
    chosen = html.Span(id=part_id(Part.TEXT, name, Place.DRAWER), className="filter-chosen")
    return html.Div(
        dmc.AccordionItem(
            [
                dmc.AccordionControl([html.Span(t(LABELS[name])), chosen]),
                dmc.AccordionPanel(panel(name, Place.DRAWER)),
            ],
            value=str(name),
        ),
        id=part_id(Part.CELL, name, Place.DRAWER),
    )
