"""A saved view as a mail: what each of its charts concludes, with the filters that it keeps, and the way to it."""

from urllib.parse import parse_qs

from config.errors import HelikopterError
from config.language import N_, t
from dashboard.cards.card import Card, spec_of
from dashboard.cards.leads import LEADS
from dashboard.cards.library import CARDS
from dashboard.cards.ways import CARDS_OF_PATHS
from dashboard.components.filter_words import line_words
from dashboard.jobs.mail.letter import Letter, Line, Section
from dashboard.jobs.mail.reading import NO_ACCESS, LeftOut, Making
from queries.filters import Filters
from queries.mail import View


def view_letter(making: Making, view: View) -> Letter | None:
    """What its cards conclude that the reader may see; None when no card concludes anything.

    Raises LeftOut when the reader may see none of them, InvalidInput for filters that cannot be read any more.
    """
    page = CARDS_OF_PATHS.get(view.path, "")
    cards = [card for card in CARDS.get(page, ()) if making.person.may(card.permission)]
    if not cards:
        raise LeftOut(NO_ACCESS)
    filters = Filters.from_query(parse_qs(view.query), making.today)
    lines = [line for card in cards if (line := _concluded(making, card, filters)) is not None]
    if not lines:
        return None
    there = making.link(f"{view.path}?{view.query}" if view.query else view.path)
    subject = t(N_("Helikopterview: {name}"), name=view.name)
    opening = f"{view.name}. {_lead(making, page, filters)}".rstrip()
    return Letter(subject, opening, [Section(line_words(filters), lines)], Line(t(N_("Open this view")), there))


def _lead(making: Making, page: str, filters: Filters) -> str:
    """The news that the page opens with; empty where it has none, or where it cannot be told."""
    told = LEADS.get(page)
    if told is None or not making.person.may(told.permission):
        return ""
    try:
        with making.db.begin_nested():
            return told.say(making.db, making.person.scope(told.permission), told.reads(filters)).news
    except HelikopterError:
        return ""


def _concluded(making: Making, card: Card, filters: Filters) -> Line | None:
    """What one card says; a question that cannot be answered leaves the others alone."""
    try:
        with making.db.begin_nested():
            spec = spec_of(making.db, making.person.scope(card.permission), card, card.reads(filters))
    except HelikopterError:
        return None
    return Line(f"{t(card.title)}: {spec.conclusion}") if spec.conclusion and not spec.empty else None
