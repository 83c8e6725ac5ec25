"""'How is this computed?': what the registry says about a number, on screen."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from config.language import t
from dashboard.components.definition_words import definition_terms
from queries.registry import Measure


def definition(measures: Sequence[Measure]) -> html.Div:
    """The definitions behind a chart, one after another."""
    return html.Div([part for measure in measures for part in _one(measure)])


def _one(measure: Measure) -> list[Component]:
    terms = [part for label, text in definition_terms(measure) for part in (html.Dt(label), html.Dd(text))]
    return [
        html.H3(t(measure.name), className="definition-name"),
        html.P(t(measure.sentence), className="definition-sentence"),
        html.Dl(terms, className="definition"),
    ]
