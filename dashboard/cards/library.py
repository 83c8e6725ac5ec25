"""All cards by the page that shows them: what a page declares, and what a report or a mail can name as 'page/card'."""

from collections.abc import Mapping

from config.errors import NotFound
from dashboard.cards import (
    choices,
    climate,
    compare,
    funnel,
    meldingen,
    meldingen_areas,
    overview,
    programme,
    proposals,
    satisfaction,
    trends,
)
from dashboard.cards.card import Card

CARDS: Mapping[str, tuple[Card, ...]] = {
    "overview": overview.CARDS,
    "meldingen": meldingen.CARDS,
    "meldingen-kaart": meldingen_areas.CARDS,
    "tevredenheid": satisfaction.CARDS,
    "vergelijk": funnel.CARDS,
    "gemeenten": compare.CARDS,
    "voorstellen": proposals.CARDS,
    "motivering": choices.CARDS,
    "klimaat": climate.CARDS,
    "trends": trends.CARDS,
    "programma": programme.CARDS,
}


def named(name: str) -> Card:
    """The card of a name such as 'meldingen/stock'. Raises NotFound."""
    page, _, card = name.partition("/")
    try:
        return next(one for one in CARDS[page] if one.id == card)
    except (KeyError, StopIteration):
        raise NotFound() from None
