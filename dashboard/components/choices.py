"""A few choices in a row, each a list of links that opens: for a page whose address knows only these."""

from collections.abc import Sequence
from dataclasses import dataclass

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.icon import Icon, icon


@dataclass(frozen=True)
class Option:
    """One possibility: words and address; `chosen` is what the page shows now."""

    text: str
    href: str
    chosen: bool = False


@dataclass(frozen=True)
class Choice:
    """What is chosen among some possibilities. Texts are final."""

    label: str
    value: str
    options: Sequence[Option]


def choice_bar(choices: Sequence[Choice]) -> html.Div:
    """The choices side by side; on a phone below each other."""
    return html.Div([_choice(one) for one in choices], className="choices", role="group", **aria(label=t(N_("Choose"))))


def _choice(choice: Choice) -> html.Details:
    words = [
        html.Span(choice.label, className="filter-label"),
        html.Span([html.Span(choice.value), icon(Icon.CHEVRON_DOWN)], className="filter-value"),
    ]
    return html.Details(
        [html.Summary(words), html.Ul([html.Li(_option(one)) for one in choice.options])], className="choice"
    )


def _option(option: Option) -> Component:
    mark = aria(current="true") if option.chosen else {}
    look = "choice-link choice-here" if option.chosen else "choice-link"
    return dmc.Anchor(option.text, href=option.href, className=look, underline="never", unstyled=True, **mark)
