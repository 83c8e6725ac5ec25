"""What was ticked: how many places, what they mean together, and which they are."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from config.language import N_, number, t
from dashboard.charts.phrases import joined
from dashboard.components.choosing.frame import TICK
from dashboard.components.choosing.means import parts_of
from dashboard.components.choosing.words import Row
from dashboard.components.moderation.words import title_of
from queries.ranking import Simulated

MOST_NAMED = 5
ALL, NONE = "all", "none"


def panel(found: Simulated, first: Sequence[Row], free: int) -> list[Component]:
    """`found`: what is ticked means together; `first`: some of it, best first. `free`: so many of the list can be."""
    buttons: list[Component] = []
    if free:
        words = t(N_("Tick the one of this list")) if free == 1 else t(N_("Tick all {n} of this list"), n=number(free))
        buttons.append(_button(ALL, words))
    if not found.n:
        return [html.Div(buttons, className="form-buttons")]
    buttons.append(_button(NONE, t(N_("Untick all"))))
    return [
        html.P(html.B(t(N_("Ticked: {parts}."), parts=joined(parts_of(found))))),
        html.P(_names(found.n, first), className="secondary"),
        html.Div(buttons, className="form-buttons"),
    ]


def _button(act: str, words: str) -> html.Button:
    return html.Button(words, id={"type": TICK, "act": act}, type="button", className="button")


def _names(n: int, first: Sequence[Row]) -> str:
    named = ", ".join(f"{number(row['rank'])}. {title_of(row)}" for row in first[:MOST_NAMED])
    rest = n - len(first[:MOST_NAMED])
    return t(N_("{named} and {n} more"), named=named, n=number(rest)) if rest else named


def drawn_words(inside: int, ticked: int) -> str:
    """What came of an area that was drawn: so many places lie in it, of which so many could be ticked."""
    if not inside:
        return t(N_("No place of this list lies in that area."))
    if inside == ticked:
        return t(N_("1 place lies in it, and is ticked.")) if inside == 1 else t(_INSIDE, n=number(inside))
    return t(
        N_("{n} places lie in it; of {decided} of them the choice was made already."),
        n=number(inside),
        decided=number(inside - ticked),
    )


_INSIDE = N_("{n} places lie in it, and are ticked.")
