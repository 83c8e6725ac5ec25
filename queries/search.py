"""Finding a melding or a proposal by its number, or by words of its title or street."""

import re
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, Table, func, or_, select

from config.errors import Forbidden
from queries.db import fetch
from queries.filters import Scope
from queries.names import named, names
from queries.narrowing import known, stage_of, within
from queries.tables import WORDS_OF_MELDING, WORDS_OF_PROPOSAL, melding, proposal

SHORTEST, LONGEST, MOST_WORDS, MOST = 2, 100, 6, 20
"""Characters of a question, words that count of it, and meldingen or proposals found at most."""
_MELDING = ["subject_id", "number", "title", "street", "category", "service", "stage", "open", "received_day"]
_PROPOSAL = ["subject_id", "number", "title", "street", "theme", "area", "stage", "submitted_day"]
_WORD = re.compile(r"\w+")


def search(db: Connection, scope: Scope, text: str) -> pd.DataFrame:
    """The meldingen whose number begins with `text`, then those with all its words in title or street, latest first.

    A word matches words that begin with it; case does not matter, in a number as far as it is written in one case.
    Columns: subject_id, number, title, street, category, service (names, null without), stage, open, received_day; at
    most 20 rows, none for a text of less than two characters. Raises Forbidden to a scope without single cases.
    """
    if not scope.cases:
        raise Forbidden()
    shown = [
        melding.c[name] for name in ("organisation_id", "category_id", "service_id", *_MELDING) if name in melding.c
    ]
    latest = select(*shown).where(within(melding, scope)).order_by(melding.c.received_day.desc(), melding.c.subject_id)
    found = _found(db, latest, _ways(melding, WORDS_OF_MELDING, text))
    return _with_names(db, scope, found, ("category", "service"))[_MELDING]


def search_proposals(db: Connection, scope: Scope, text: str) -> pd.DataFrame:
    """The proposals of which the scope may know, found in the same way, latest first.

    Columns: subject_id, number, title, street, theme, area (names, null without), stage (as far as the scope may know),
    submitted_day; at most 20 rows.
    """
    kept = ("organisation_id", "subject_id", "number", "title", "street", "theme_id", "area_id", "submitted_day")
    shown = (*(proposal.c[name] for name in kept), stage_of(proposal, scope).label("stage"))
    latest = (
        select(*shown).where(*known(proposal, scope)).order_by(proposal.c.submitted_day.desc(), proposal.c.subject_id)
    )
    found = _found(db, latest, _ways(proposal, WORDS_OF_PROPOSAL, text))
    return _with_names(db, scope, found, ("theme", "area"))[_PROPOSAL]


def _ways(table: Table, words: ColumnElement, text: str) -> list[ColumnElement[bool]]:
    """How a text finds rows: by number, then by words; in no way where there is too little of it."""
    wanted = text.strip()[:LONGEST]
    asked = words_in(wanted)
    enough = len(wanted) >= SHORTEST and asked
    return [written_so(table.c.number, wanted), begin_so(words, asked)] if enough else []


def _found(db: Connection, latest: Select, ways: Sequence[ColumnElement[bool]]) -> pd.DataFrame:
    if not ways:
        return pd.DataFrame(columns=list(latest.selected_columns.keys()))
    found = [fetch(db, latest.where(way).limit(MOST)) for way in ways]
    return pd.concat(found, ignore_index=True).drop_duplicates("subject_id").head(MOST).reset_index(drop=True)


def _with_names(db: Connection, scope: Scope, found: pd.DataFrame, dimensions: Sequence[str]) -> pd.DataFrame:
    for name in dimensions:
        found = named(found, names(db, scope, name), f"{name}_id", **{name: "name"})
    return found


def words_in(text: str) -> list[str]:
    """The words of a question that count, in small letters."""
    return _WORD.findall(text.lower())[:MOST_WORDS]


def written_so(number: ColumnElement[str | None], text: str) -> ColumnElement[bool]:
    """Numbers that begin with a text as it is written, in capitals or in small letters."""
    writings = {text, text.upper(), text.lower()}
    return or_(*(number.startswith(one, autoescape=True) for one in sorted(writings)))


def begin_so(indexed: ColumnElement, words: Sequence[str]) -> ColumnElement[bool]:
    """Texts (as `words_of` gives them) with a word that begins so, for each of the words."""
    asked = func.to_tsquery("simple", " & ".join(f"'{word}':*" for word in words))
    return indexed.op("@@")(asked)
