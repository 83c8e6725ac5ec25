"""The criteria of a round with their weights, and the rules beside them."""

from collections.abc import Mapping

import dash_mantine_components as dmc
import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, number, t
from dashboard.components.aria import aria
from dashboard.components.choosing.frame import PAGE, WEIGHT, Form
from dashboard.components.choosing.look import Look
from dashboard.components.choosing.words import criterion_means, criterion_words
from dashboard.components.form import Button, button, result
from queries.candidates import columns_of
from queries.rounds import Round

SAVE = Button("save", N_("Keep for this round"), primary=True)
SHADES = 5
"""Colours that tell criteria apart, by weight; the others are grey."""


def panel(own: Round, weights: Mapping[str, int], ranking: pd.DataFrame, look: Look, *, may: bool) -> list[Component]:
    """Sliders for what weighs, the other criteria below, and what can be done when they were moved."""
    known, n = columns_of(ranking), len(ranking)
    every = {**weights, **{code: 0 for code in known if code not in weights}}
    order = sorted(every, key=lambda code: (-every[code], criterion_words(code).casefold()))
    weighing = [code for code in order if every[code]]
    others = [code for code in order if not every[code]]
    rows = [_slider(code, every[code], place, known.get(code, 0), n) for place, code in enumerate(weighing)]
    more = [_slider(code, 0, SHADES, known.get(code, 0), n) for code in others]
    return [
        html.H2(t(N_("Criteria and weights")), className="block-label"),
        html.P(t(N_("Together 100. Move one, and the ranking follows.")), className="secondary"),
        html.Div(rows),
        *(
            [html.Details([html.Summary(t(N_("More criteria"))), html.Div(more)], className="choosing-more")]
            if more
            else []
        ),
        *_moved(own, weights, look, may=may),
    ]


def _slider(code: str, weight: int, place: int, known: int, n: int) -> html.Div:
    name = criterion_words(code)
    label = html.Div(
        [
            html.Span(className=f"crit crit-{min(place, SHADES)}", **aria(hidden="true")),
            html.Span(name, title=criterion_means(code)),
            html.B(number(weight)),
        ],
        className="choosing-weight-label",
    )
    slider = dmc.Slider(
        id={"type": WEIGHT, "code": code},
        value=weight,
        min=0,
        max=100,
        step=1,
        updatemode="mouseup",
        label=None,
        size="sm",
        color="inkt",
        thumbLabel=t(N_("Weight of {name}"), name=name),
    )
    missing = [html.P(_known(known, n), className="choosing-known")] if known < n else []
    return html.Div([label, slider, *missing], className="choosing-weight")


def _known(known: int, n: int) -> str:
    if not known:
        return t(N_("of none of them known"))
    return t(N_("known of {known} of the {n}"), known=number(known), n=number(n))


def _moved(own: Round, weights: Mapping[str, int], look: Look, *, may: bool) -> list[Component]:
    """What can be done with weights that are not those of the round."""
    if dict(weights) == own.weights:
        return []
    back = dcc.Link(t(N_("Back to the weights of the round")), href=look.address(weights=None))
    keep = [button(PAGE, Form.WEIGHTS, SAVE, str(own.round_id))] if may and own.closed_at is None else []
    return [html.Div([*keep, back, result(PAGE, Form.WEIGHTS)], className="choosing-moved")]
