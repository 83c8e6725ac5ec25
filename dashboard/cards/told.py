"""What stands above the rows of a file: title, filters in words, up to when the data goes, sources, sensitivity."""

from datetime import datetime

import pandas as pd
from sqlalchemy import Connection

from config.clock import ZONE
from config.kinds import Permission
from config.language import moment, t
from dashboard.cards.card import Card
from dashboard.charts.spec import NOTHING
from dashboard.components.filter_parts import About
from dashboard.components.filter_words import chosen_codes, filters_in_words, grouped, since_words
from dashboard.reports.tables import Header
from queries.filters import Filters, Scope
from queries.freshness import freshness, oldest
from queries.narrowing import allowed
from queries.options import CHOICES, MELDINGEN, PROPOSALS, options

_COUNTED = {
    About.MELDINGEN: MELDINGEN,
    About.PROPOSALS: PROPOSALS,
    About.CHOICES: CHOICES,
    About.CLIMATE: PROPOSALS,
}


def header_of(db: Connection, scope: Scope, card: Card, filters: Filters, now: datetime) -> Header:
    """What stands above the rows of a card's file."""
    return header(db, scope, t(card.title), told(db, card, scope, filters), t(card.sensitivity), now)


def header(db: Connection, scope: Scope, title: str, filters: str, sensitivity: str, now: datetime) -> Header:
    """What stands above the rows of a file, in final words, with where the data comes from and up to when it goes."""
    sources = freshness(db, scope, now)
    as_of = oldest(sources)
    until = moment(as_of, ZONE) if as_of else NOTHING
    return Header(title, filters, until, source_names(sources), sensitivity)


def told(db: Connection, card: Card, scope: Scope, filters: Filters) -> str:
    """The filters in words: those of the card where it has its own, else those of the filter bar."""
    if card.words:
        return card.words(filters)
    usual = About.PROPOSALS if card.permission is Permission.SEE_PROPOSALS else About.MELDINGEN
    return bar_told(db, scope, filters, card.about or usual)


def bar_told(db: Connection, scope: Scope, filters: Filters, about: About) -> str:
    """What the filter bar of a page about these says, in words: as far as it counts for the scope."""
    asked = filters if about is About.MELDINGEN else allowed(scope, filters)
    # the options give codes their names: where nothing is chosen they are not asked, for each of their counts is read
    coded = any(chosen_codes(asked).values())
    told = filters_in_words(asked, grouped(options(db, scope, asked, _COUNTED[about])) if coded else {}, about)
    return "; ".join(filter(None, (since_words(), told))) if about is About.CLIMATE else told


def source_names(sources: pd.DataFrame) -> str:
    """The names of the sources, each once."""
    return ", ".join(dict.fromkeys(sources["source"])) or NOTHING
