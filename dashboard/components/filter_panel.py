"""What opens when a filter is opened: its choices, in controls that keyboards, phones and screen readers know."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from config.language import N_, number, t
from dashboard.components.filter_parts import CODED, FROM, LABELS, TO, Name, Option, Part, Place, part_id
from dashboard.components.labels import DAYS, KINDS, PERIODS, POPULATIONS, POPULATIONS_MEAN
from dashboard.components.markup import lean

_CHOICES: dict[Name, Mapping[Any, str]] = {Name.KIND: KINDS, Name.DAYS: DAYS, Name.POPULATION: POPULATIONS}


def panel(name: Name, place: Place) -> Component:
    """The choices of one filter."""
    if name in CODED:
        return _coded(name, place)
    return _period(place) if name is Name.PERIOD else _single(name, place)


def _coded(name: Name, place: Place) -> Component:
    find = dmc.TextInput(label=t(N_("Find")), className="filter-find", size="sm")
    group = dmc.CheckboxGroup(
        html.Div(id=part_id(Part.OPTIONS, name, place)),
        id=part_id(Part.CONTROL, name, place),
        label=t(LABELS[name]),
        value=[],
        className="filter-group",
    )
    return html.Div([find, group], className="filter-panel")


def option_boxes(options: Iterable[Option]) -> list[Component]:
    """A box to tick for each option, with its count."""
    return [
        dmc.Checkbox(
            value=option.code,
            label=lean(html.Span([option.name, html.Span(number(option.n), className="filter-n")])),
            className="filter-option",
        )
        for option in options
    ]


def _single(name: Name, place: Place) -> Component:
    radios = [
        dmc.Radio(
            value=str(value),
            label=t(words),
            description=t(POPULATIONS_MEAN[value]) if value in POPULATIONS_MEAN else None,
            className="filter-option",
        )
        for value, words in _CHOICES[name].items()
    ]
    return html.Div(_radio_group(name, place, radios), className="filter-panel")


def _period(place: Place) -> Component:
    presets = [
        dmc.Radio(value=str(value), label=t(words), className="filter-option") for value, words in PERIODS.items()
    ]
    days = [_day(FROM, t(N_("First day")), place), _day(TO, t(N_("Last day")), place)]
    return html.Div(
        [_radio_group(Name.PERIOD, place, presets), html.Div(days, className="filter-days")], className="filter-panel"
    )


def _radio_group(name: Name, place: Place, radios: Sequence[Component]) -> Component:
    return dmc.RadioGroup(
        list(radios),
        id=part_id(Part.CONTROL, name, place),
        label=t(LABELS[name]),
        name=f"{name}-{place}",
        value="",
        className="filter-group",
    )


def _day(name: str, label: str, place: Place) -> Component:
    """A date as the browser asks for it: in the reader's own notation, with the phone's own picker."""
    return dmc.TextInput(
        id=part_id(Part.CONTROL, name, place),
        label=label,
        value="",
        size="sm",
        debounce=True,
        attributes={"input": {"type": "date"}},
    )
