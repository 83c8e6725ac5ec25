"""Finding a melding by its dossier number, or by words of its title or street."""

import re

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, func, literal, select, union_all

from config.errors import Forbidden
from queries.db import fetch
from queries.filters import Scope
from queries.names import named, names
from queries.narrowing import within
from queries.tables import melding

SHORTEST, LONGEST, MOST_WORDS, MOST = 2, 100, 6, 20
"""Characters of a question, words that count of it, and meldingen found at most."""
_COLUMNS = ["subject_id", "number", "title", "street", "category", "service", "stage", "open", "received_day"]
_WORD = re.compile(r"\\w+")


def search(db: Connection, scope: Scope, text: str) -> pd.DataFrame:
    """The meldingen whose number begins with `text`, then those with all its words in title or street, latest first.

    A word matches words that begin with it; case does not matter. Columns: subject_id, number, title, street, category,
    service (names, null without), stage, open, received_day; at most 20 rows, none for a text of less than two
    characters. Raises Forbidden to a scope without single cases.
    """
    if not scope.cases:
        raise Forbidden()
    wanted = text.strip()[:LONGEST]
    words = _WORD.findall(wanted.lower())[:MOST_WORDS]
    if len(wanted) < SHORTEST or not words:
        return pd.DataFrame(columns=_COLUMNS)
    found = fetch(db, _found(scope, wanted, words)).drop_duplicates("subject_id").head(MOST)
    for name in ("category", "service"):
        found = named(found, names(db, scope, name), f"{name}_id", **{name: "name"})
    return found[_COLUMNS].reset_index(drop=True)
'''.replace("\\\\w","\\w")
