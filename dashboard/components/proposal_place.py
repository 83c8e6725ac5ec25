"""Where one proposal lies: in words, and on a small map with what lies around it."""

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, number, t
from dashboard.components.case_parts import Header, block, coordinates, missing, pairs, told
from dashboard.components.icon import Icon, icon
from dashboard.components.proposal_nearby import Around
from dashboard.components.proposal_parts import Ways
from dashboard.components.spot import circle_words, spot_map
from queries.nearby import MONTHS


def place_block(header: Header, around: Around, ways: Ways) -> html.Section:
    """Where it lies, in words and on a small map, with the way to the large one."""
    title = t(N_("Place"))
    rows = [(t(N_("Street")), told(header["street"])), (t(N_("Neighbourhood")), told(header["area"]))]
    if missing(header["lon"]):
        without = html.P(t(N_("Without a place on the map.")), className="secondary")
        return block("place", title, [pairs(rows), without])
    rows.append((t(N_("Coordinates")), coordinates(header)))
    words = [icon(Icon.PLACE), html.Span(t(N_("Proposals around it on the map")))]
    way = [html.P(dcc.Link(words, href=ways.around), className="more-link")] if ways.around else []
    return block("place", title, [pairs(rows), *_map(around), *way])


def _map(around: Around) -> list[Component]:
    """The place with the circle and the meldingen that the words tell of."""
    if around.spot is None:
        return []
    words = [circle_words(around.distance)]
    near = around.meldingen
    if near is not None and len(near.places):
        shown = {"n": number(len(near.places)), "months": MONTHS}
        every = len(near.places) == near.n
        text = N_("Dots: the meldingen of {months} months.") if every else N_("Dots: the last {n} meldingen.")
        words.append(t(text, **shown))
    if around.proposals is not None and len(around.proposals):
        words.append(t(N_("Other marks: proposals nearby.")))
    label = t(N_("Map of the place and what lies around it; the words on this page say the same"))
    return [spot_map(around.spot, label), html.P(" ".join(words), className="secondary")]
