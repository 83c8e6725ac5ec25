"""Key figures in a row: each with its state in a word, its target, what it counts, how it moved and what it was before.

All texts are final; `kpi_words.py` makes them from numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.icon import Icon, icon
from dashboard.components.sparkline import Sparkline, sparkline
from dashboard.components.status import State, status


@dataclass(frozen=True)
class Comparison:
    """What the figure is compared with, and the signed difference: ('vorig jaar', '+1,8 pp')."""

    label: str
    difference: str


@dataclass(frozen=True)
class Step:
    """Where a reader can do something about a missing target or too few data."""

    label: str
    href: str


@dataclass(frozen=True)
class Kpi:
    """One figure. `basis` is n, or numerator and denominator; `href` leads to the page about it, with the filters.

    `explain` is the id of the button that says how it is computed; without one there is no button.
    """

    label: str
    value: str
    unit: str
    state: State
    state_text: str
    target: str = ""
    basis: str = ""
    trend: Sparkline | None = None
    comparisons: tuple[Comparison, ...] = ()
    href: str = ""
    step: Step | None = None
    explain: dict[str, Any] | None = None


def kpi_row(figures: Sequence[Kpi]) -> html.Ul:
    """The figures side by side: six in a row, two on a phone."""
    return html.Ul([html.Li(_figure(figure), className="kpi") for figure in figures], className="kpis", role="list")


def _figure(figure: Kpi) -> list[Component]:
    label = html.H2(dcc.Link(figure.label, href=figure.href) if figure.href else figure.label, className="kpi-label")
    parts: list[Component] = [
        html.Div([label, _explain(figure)], className="kpi-head") if figure.explain else label,
        html.P([figure.value, " ", html.Span(figure.unit)] if figure.unit else figure.value, className="kpi-value"),
        status(figure.state, figure.state_text),
        *(
            html.P(text, className=name)
            for text, name in ((figure.target, "kpi-target"), (figure.basis, "kpi-basis"))
            if text
        ),
    ]
    if figure.step:
        parts.append(html.P(dcc.Link(figure.step.label, href=figure.step.href), className="kpi-step"))
    if figure.trend:
        parts.append(sparkline(figure.trend, figure.state))
    if figure.comparisons:
        parts.append(_comparisons(figure.comparisons))
    return parts


def _explain(figure: Kpi) -> html.Button:
    words = t(N_("How is this computed? {name}"), name=figure.label)
    return html.Button(
        icon(Icon.INFO),
        id=figure.explain,
        type="button",
        className="kpi-explain no-print",
        title=t(N_("How is this computed?")),
        **aria(label=words, haspopup="dialog"),
    )


def _comparisons(comparisons: Sequence[Comparison]) -> html.Dl:
    rows = [html.Div([html.Dt(one.label), html.Dd(one.difference)]) for one in comparisons]
    return html.Dl(rows, className="kpi-before")


def kpi_skeleton(count: int) -> html.Div:
    """Grey bars of the final size; they show after 300 ms."""
    names = ("skeleton-label", "skeleton-value", "skeleton-word", "skeleton-trend")
    one = [html.Div(className=f"skeleton-bar {name}") for name in names]
    figures = [html.Div(one, className="kpi") for _ in range(count)]
    return html.Div(figures, className="kpis skeleton", **aria(hidden="true"))


def kpi_failed(message: str) -> html.P:
    """What stands in the row when the figures could not be read."""
    return html.P(status(State.BAD, message), role="alert", className="kpis-failed")


def kpi_region(children: Sequence[Component]) -> html.Section:
    """The row with a name for screen readers."""
    return html.Section(list(children), className="kpi-region", **aria(label=t(N_("Key figures"))))
