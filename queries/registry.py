"""The measure registry: one entry a number, used by page, tooltip, download, command line, dictionary and test alike.

What an entry says stands in `queries.measures.base`, the entries by theme beside it; `MEASURES` is the one door.
"""

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import Connection

from config.topics import Topic
from queries.facts import facts, proposal_facts
from queries.filters import Filters, Population, Scope
from queries.measures import choices, climate, proposals, stock, talk, time, trends
from queries.measures.base import SMALLEST_N, Measure

__all__ = ["COLUMNS", "MEASURES", "SMALLEST_N", "Measure", "compared", "measure"]
COLUMNS = ["measure", "part", "value", "numerator", "denominator", "n", "unit"]
MEASURES: dict[str, Measure] = {
    entry.id: entry
    for entry in (
        *(*stock.ENTRIES, *time.ENTRIES, *talk.ENTRIES, *trends.ENTRIES),
        *(*proposals.ENTRIES, *choices.ENTRIES, *climate.ENTRIES),
    )
}


def measure(
    db: Connection,
    scope: Scope,
    filters: Filters,
    *,
    only: Iterable[str] | None = None,
    population: Population | None = None,
) -> pd.DataFrame:
    """The numbers of the registry, with columns COLUMNS, one row a part; of one population when it is given."""
    wanted = list(only) if only is not None else list(MEASURES)
    entries = [MEASURES[name] for name in wanted]
    entries = [entry for entry in entries if population is None or entry.follows in (None, population)]
    frames = [entry.compute(db, scope, filters).assign(measure=entry.id) for entry in entries]
    return pd.concat(frames, ignore_index=True)[COLUMNS]


def compared(
    db: Connection,
    scope: Scope,
    filters: Filters,
    *,
    only: Iterable[str] | None = None,
    population: Population | None = None,
) -> pd.DataFrame:
    """`measure` with the same of the previous period and of last year beside it, judged after the same follow-up.

    Of a period that runs on, or whose sources are late, as many days are compared as are known.
    More columns: previous_value, previous_n, last_year_value, last_year_n (null where that period had no such part).
    """
    wanted = list(MEASURES) if only is None else list(only)
    of_proposals = all(MEASURES[name].topic is Topic.PROPOSAL for name in wanted)
    known = (proposal_facts if of_proposals else facts)(db, scope, filters).known
    frame = measure(db, scope, filters, only=wanted, population=population)
    for name, asked in (("previous", known.previous()), ("last_year", known.last_year())):
        then = measure(db, scope, asked, only=wanted, population=population)
        beside = then[["measure", "part", "value", "n"]].rename(columns={"value": f"{name}_value", "n": f"{name}_n"})
        frame = frame.merge(beside, on=["measure", "part"], how="left")
    return frame
