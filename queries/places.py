"""Finding a place on a map by the name of a neighbourhood, or of a street in which something was told."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Table, func, select

from config.errors import Forbidden
from queries.atlas import boundaries
from queries.db import fetch
from queries.filters import Scope
from queries.names import named, names
from queries.narrowing import known, within
from queries.organisations import organisations
from queries.search import LONGEST, SHORTEST, begin_so, words_in
from queries.tables import WORDS_OF_MELDING, WORDS_OF_PROPOSAL, melding, proposal
from queries.viewport import box_of

MOST = 10
"""Places found at most."""
MOST_ROWS = 20_000
"""Rows that are looked at for streets. What so many begin with is too little of a name to be sure of every street."""
COLUMNS = ["name", "area", "organisation_id", "organisation", "west", "south", "east", "north"]
_LOW, _HIGH = ("west", "south"), ("east", "north")


def areas_named(db: Connection, scope: Scope, text: str) -> pd.DataFrame:
    """The neighbourhoods with a boundary and with all words of `text` in their name, as the begin of a word.

    Columns: name, area (null), organisation_id and organisation (name), west, south, east, north (degrees).
    """
    asked = _asked(text)
    found = boundaries(db, scope, asked).dropna(subset="geometry") if asked else pd.DataFrame(columns=["geometry"])
    if found.empty:
        return pd.DataFrame(columns=COLUMNS)
    boxes = pd.DataFrame([box_of(geometry) for geometry in found["geometry"]], index=found.index)
    return _of_organisations(db, scope, found.join(boxes).assign(area=None))


def streets_of_proposals(db: Connection, scope: Scope, text: str) -> pd.DataFrame:
    """The streets of proposals of which the scope may know, found in the same way: a row for each neighbourhood that
    one lies in, with the box around what was proposed there. Columns as those of `areas_named`."""
    return _streets(db, scope, text, proposal, WORDS_OF_PROPOSAL, known(proposal, scope))


def streets_of_meldingen(db: Connection, scope: Scope, text: str) -> pd.DataFrame:
    """The same of the meldingen in the scope. Raises Forbidden to a scope without single cases: of a street with one
    melding its name would tell where that is."""
    if not scope.cases:
        raise Forbidden()
    return _streets(db, scope, text, melding, WORDS_OF_MELDING, [within(melding, scope)])


def together(areas: pd.DataFrame, *streets: pd.DataFrame) -> pd.DataFrame:
    """Neighbourhoods, then streets, each once; at most `MOST`. Columns as those of `areas_named`."""
    every = pd.concat([frame.astype(object) for frame in streets], ignore_index=True)
    ordered = [areas.sort_values("name", key=_folded), _merged(every).sort_values(["name", "area"], key=_folded)]
    return pd.concat([frame.astype(object) for frame in ordered], ignore_index=True).head(MOST)


def _streets(
    db: Connection, scope: Scope, text: str, table: Table, words: ColumnElement, known: Sequence[ColumnElement[bool]]
) -> pd.DataFrame:
    asked = _asked(text)
    if not asked:
        return pd.DataFrame(columns=COLUMNS)
    columns = (table.c[name] for name in ("organisation_id", "area_id", "street", "lon", "lat"))
    placed = table.c.street.is_not(None), table.c.h3_10.is_not(None)
    some = select(*columns).where(*known, *placed, begin_so(words, asked)).limit(MOST_ROWS).subquery()
    low, high = (func.min(some.c.lon), func.min(some.c.lat)), (func.max(some.c.lon), func.max(some.c.lat))
    box = [value.label(side) for side, value in zip((*_LOW, *_HIGH), (*low, *high), strict=True)]
    keys = some.c.organisation_id, some.c.area_id, some.c.street
    found = fetch(db, select(*keys, *box).group_by(*keys))
    meant = found[found["street"].map(lambda street: _begins(street, asked)).astype(bool)]
    told = named(meant, names(db, scope, "area"), "area_id", area="name").rename(columns={"street": "name"})
    return _merged(_of_organisations(db, scope, told))


def _asked(text: str) -> list[str]:
    wanted = text.strip()[:LONGEST]
    return words_in(wanted) if len(wanted) >= SHORTEST else []


def _begins(name: str, asked: Sequence[str]) -> bool:
    """Whether each word that was asked begins a word of a name: the index also finds the words of titles."""
    own = words_in(name)
    return all(any(word.startswith(one) for word in own) for one in asked)


def _of_organisations(db: Connection, scope: Scope, found: pd.DataFrame) -> pd.DataFrame:
    """With the organisation that goes on for each, and its name."""
    own = organisations(db, scope).set_index("organisation_id")
    heirs = found["organisation_id"].map(own["heir_id"])
    return found.assign(organisation_id=heirs, organisation=heirs.map(own["name"]))[COLUMNS]


def _merged(streets: pd.DataFrame) -> pd.DataFrame:
    """Each street of a neighbourhood once, however it is written, with the box around all of it."""
    keys = [streets["organisation_id"], streets["area"], streets["name"].str.lower().rename("key")]
    sides = dict.fromkeys(_LOW, "min") | dict.fromkeys(_HIGH, "max")
    one = streets.groupby(keys, dropna=False).agg({"name": "min", "organisation": "first"} | sides)
    return one.reset_index()[COLUMNS]


def _folded(values: pd.Series) -> pd.Series:
    return values.fillna("").str.casefold()
