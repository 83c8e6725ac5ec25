"""The measures of what comes in, goes out and stays: received, closed, reopened, open and its age."""

import pandas as pd
from sqlalchemy import Connection

from config.kinds import Direction
from config.language import N_
from queries.ages import open_ages
from queries.counts import closed, received, reopened, stock
from queries.filters import Filters, Scope
from queries.measures.base import (
    BOTH_DAYS,
    DAYS,
    IN_PERIOD,
    LOCAL_DAYS,
    NOTHING_OPEN,
    NUMBER,
    PERCENTILES,
    Measure,
    count,
    durations,
    parts,
    share,
)

AGES = (*PERCENTILES, N_("longest"))


def _received(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    return parts(count("", received(db, scope, filters)["received"].iloc[0]))


def _closed(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = closed(db, scope, filters)
    whole, by_outcome = found[found["outcome"].isna()], found[found["outcome"].notna()]
    rows = [count("", whole["events"].iloc[0]), count(N_("meldingen"), whole["meldingen"].iloc[0])]
    return parts(*rows, *(count(str(one.outcome), one.events) for one in by_outcome.itertuples()))


def _reopened(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = reopened(db, scope, filters).iloc[0]
    return parts(count("", found["events"]), share(N_("within 30 days"), found["again"], found["followed"]))


def _open(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = stock(db, scope, filters).iloc[0]
    return parts(count("", found["open_end"]), count(N_("at the start"), found["open_start"]))


def _open_age(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    return parts(*durations(open_ages(db, scope, filters), filters.days, *AGES))


ENTRIES = (
    Measure(
        id="received",
        name=N_("Received"),
        sentence=N_("How many meldingen came in during the period."),
        formula=N_("Count of meldingen by local day of receipt; a split melding counts once."),
        population=N_("Meldingen received in the period."),
        censoring=NOTHING_OPEN,
        calendar=LOCAL_DAYS,
        unit=NUMBER,
        good=None,
        smallest_n=0,
        compute=_received,
        counted=None,
        follows=None,
    ),
    Measure(
        id="closed",
        name=N_("Closed"),
        sentence=N_("How many times a melding was closed during the period, with any outcome."),
        formula=N_("Count of closing events; later handling never changes it, only a correction or late delivery."),
        population=IN_PERIOD,
        censoring=NOTHING_OPEN,
        calendar=LOCAL_DAYS,
        unit=NUMBER,
        good=None,
        smallest_n=0,
        compute=_closed,
        counted=None,
    ),
    Measure(
        id="reopened",
        name=N_("Reopened"),
        sentence=N_("How many times a closed melding was opened again during the period."),
        formula=N_("Count of reopening events; share of closings in the period that were reopened within 30 days."),
        population=IN_PERIOD,
        censoring=N_("The share counts closings with at least 30 days of follow-up only."),
        calendar=LOCAL_DAYS,
        unit=NUMBER,
        good=Direction.AT_MOST,
        compute=_reopened,
        counted=("",),
    ),
    Measure(
        id="open",
        name=N_("Open"),
        sentence=N_("How many meldingen are open at the end of the period, and were at its start."),
        formula=N_("Open at the start + received + reopened - closed = open at the end, for every filter."),
        population=N_("Stock: everything open at that moment, whenever it came in."),
        censoring=NOTHING_OPEN,
        calendar=LOCAL_DAYS,
        unit=NUMBER,
        good=Direction.AT_MOST,
        smallest_n=0,
        compute=_open,
        counted=None,
        follows=None,
    ),
    Measure(
        id="open_age",
        name=N_("Age of open meldingen"),
        sentence=N_("How long the meldingen that are open now have been open."),
        formula=N_("Receipt to as-of, also while the clock stands still; half, nine in ten, and the oldest."),
        population=N_("Stock: everything open at as-of, whenever it came in."),
        censoring=N_("All of them are unfinished: it is their age so far."),
        calendar=BOTH_DAYS,
        unit=DAYS,
        good=Direction.AT_MOST,
        compute=_open_age,
        follows=None,
    ),
)
