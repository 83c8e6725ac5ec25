"""Finding a melding by its dossier number, or by words of its title or street."""

import re

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from config.errors import Forbidden
from queries.db import fetch
from queries.filters import Scope
from queries.names import named, names
from queries.narrowing import within
from queries.tables import WORDS_OF_MELDING, melding

SHORTEST, LONGEST, MOST_WORDS, MOST = 2, 100, 6, 20
"""Characters of a question, words that count of it, and meldingen found at most."""
_COLUMNS = ["subject_id", "number", "title", "street", "category", "service", "stage", "open", "received_day"]
_WORD = re.compile(r"\w+")


def search(db: Connection, scope: Scope, text: str) -> pd.DataFrame:
    """The meldingen whose number begins with `text`, then those with all its words in title or street, latest first.

    A word matches words that begin with it; case does not matter, in a number as far as it is written in one case.
    Columns: subject_id, number, title, street, category, service (names, null without), stage, open, received_day; at
    most 20 rows, none for a text of less than two characters. Raises Forbidden to a scope without single cases.
    """
    if not scope.cases:
        raise Forbidden()
    wanted = text.strip()[:LONGEST]
    words = words_in(wanted)
    if len(wanted) < SHORTEST or not words:
        return pd.DataFrame(columns=_COLUMNS)
    asked = (written_so(melding.c.number, wanted), begin_so(WORDS_OF_MELDING, words))
    by_number, by_words = (fetch(db, _latest(scope, one)) for one in asked)
    found = pd.concat([by_number, by_words], ignore_index=True).drop_duplicates("subject_id").head(MOST)
    for name in ("category", "service"):
        found = named(found, names(db, scope, name), f"{name}_id", **{name: "name"})
    return found[_COLUMNS].reset_index(drop=True)


_SHOWN = [melding.c[name] for name in ("organisation_id", "category_id", "service_id", *_COLUMNS) if name in melding.c]


def _latest(scope: Scope, matches: ColumnElement[bool]) -> Select:
    found = select(*_SHOWN).where(within(melding, scope), matches)
    return found.order_by(melding.c.received_day.desc(), melding.c.subject_id).limit(MOST)


def words_in(text: str) -> list[str]:
    """The words of a question that count, in small letters."""
    return _WORD.findall(text.lower())[:MOST_WORDS]


def written_so(number: ColumnElement[str | None], text: str) -> ColumnElement[bool]:
    """Numbers that begin with a text as it is written, in capitals or in small letters."""
    writings = {text, text.upper(), text.lower()}
    return or_(*(number.startswith(one, autoescape=True) for one in sorted(writings)))


def begin_so(indexed: ColumnElement, words: list[str]) -> ColumnElement[bool]:
    """Texts (as `words_of` gives them) with a word that begins so, for each of the words."""
    asked = func.to_tsquery("simple", " & ".join(f"'{word}':*" for word in words))
    return indexed.op("@@")(asked)
