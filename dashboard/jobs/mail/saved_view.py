"""A saved view as a mail: what each of its charts concludes, with the filters that it keeps, and the way to it."""

from urllib.parse import parse_qs

from config.errors import HelikopterError
from config.language import N_, t
from dashboard.cards.card import Card, spec_of
from dashboard.cards.library import CARDS
from dashboard.components.filter_words import line_words
from dashboard.jobs.mail.letter import Letter, Line, Section
from dashboard.jobs.mail.reading import NO_ACCESS, LeftOut, Making
from queries.filters import Filters
from queries.mail import View

PAGES = {
    "/": "overview",
    "/meldingen": "meldingen",
    "/meldingen-kaart": "meldingen-kaart",
    "/tevredenheid": "tevredenheid",
    "/vergelijk": "vergelijk",
    "/voorstellen": "voorstellen",
    "/motivering": "motivering",
    "/klimaat": "klimaat",
}
"""The pages whose cards a mail can tell of, by address. The region's are not: they are compared in fixed grains."""


def view_letter(making: Making, view: View) -> Letter | None:
    """What its cards conclude that the reader may see; None when no card concludes anything.

    Raises LeftOut when the reader may see none of them, InvalidInput for filters that cannot be read any more.
    """
    cards = (
        [card for card in CARDS[PAGES[view.path]] if making.person.may(card.permission)] if view.path in PAGES else []
    )
    if not cards:
        raise LeftOut(NO_ACCESS)
    filters = Filters.from_query(parse_qs(view.query), making.today)
    lines = [line for card in cards if (line := _concluded(making, card, filters)) is not None]
    if not lines:
        return None
    there = making.link(f"{view.path}?{view.query}" if view.query else view.path)
    words = line_words(filters)
    return Letter(
        t(N_("Helikopterview: {name}"), name=view.name),
        view.name,
        [Section(words, lines)],
        Line(t(N_("Open this view")), there),
    )


def _concluded(making: Making, card: Card, filters: Filters) -> Line | None:
    """What one card says; a question that cannot be answered leaves the others alone."""
    try:
        with making.db.begin_nested():
            spec = spec_of(making.db, making.person.scope(card.permission), card, card.reads(filters))
    except HelikopterError:
        return None
    return Line(f"{t(card.title)}: {spec.conclusion}") if spec.conclusion else None
