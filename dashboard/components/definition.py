"""'How is this computed?': what the registry says about a number, in words."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from config.language import N_, t
from config.topics import Topic
from queries.registry import Measure

_ROWS = (
    ("formula", N_("Formula")),
    ("population", ""),
    ("censoring", N_("Not yet finished")),
    ("calendar", N_("Calendar")),
    ("unit", N_("Unit")),
    ("direction", N_("Good direction")),
)
_WHICH = {Topic.MELDING: N_("Which meldingen"), Topic.PROPOSAL: N_("Which proposals")}
_SMALLEST = {
    Topic.MELDING: N_("No share or median of fewer than {n} meldingen."),
    Topic.PROPOSAL: N_("No share or median of fewer than {n} proposals."),
}
_AS_OF = N_("Open, late and age are judged at the moment up to which the source gave data.")


def definition(measures: Sequence[Measure]) -> html.Div:
    """The definitions behind a chart, one after another."""
    return html.Div([part for measure in measures for part in _one(measure)])


def _one(measure: Measure) -> list[Component]:
    named = [(label or _WHICH[measure.topic], str(getattr(measure, key) or "")) for key, label in _ROWS]
    rows = [(t(label), t(text)) for label, text in named if text]
    if measure.smallest_n:
        rows.append((t(N_("Smallest number")), t(_SMALLEST[measure.topic], n=measure.smallest_n)))
    rows.append((t(N_("As of")), t(_AS_OF)))
    terms = [part for label, text in rows for part in (html.Dt(label), html.Dd(text))]
    return [
        html.H3(t(measure.name), className="definition-name"),
        html.P(t(measure.sentence), className="definition-sentence"),
        html.Dl(terms, className="definition"),
    ]
