"""The measure registry: one entry a number, used by page, tooltip, download, command line, dictionary and test alike.

Texts are English sentences of the catalogue. `compute` gives the numbers as a frame with a row per part: part (''
for the measure itself), value (null when withheld or empty), numerator, denominator (null but for shares), n (cases
behind the value) and unit. Parts and units are sentences of the catalogue too, except the outcomes of `closed`, which
are codes of `config.kinds`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from config.language import N_
from queries import meldingen
from queries.filters import Days, Filters, Population, Scope

COLUMNS = ["measure", "part", "value", "numerator", "denominator", "n", "unit"]
SMALLEST_N = 5
PERCENTILES = (N_("median"), N_("p90"))
AGES = (*PERCENTILES, N_("longest"))
_NOT_ON_TIME = {
    "closed_late": N_("closed late"),
    "open_late": N_("open and late"),
    "too_early": N_("too early"),
    "without_norm": N_("without norm"),
}
Compute = Callable[[Connection, Scope, Filters], pd.DataFrame]


@dataclass(frozen=True)
class Measure:
    """What a number means. `follows` is the population it belongs to; None is a stock or a plain count of both."""

    id: str
    name: str
    sentence: str
    formula: str
    population: str
    censoring: str
    calendar: str
    unit: str
    direction: str
    compute: Compute
    smallest_n: int = SMALLEST_N
    follows: Population | None = Population.PERIOD


def _row(part: str, value: Any, unit: str, *, numerator: Any = None, denominator: Any = None, n: Any = None) -> dict:
    return {"part": part, "value": value, "numerator": numerator, "denominator": denominator, "n": n, "unit": unit}


def _count(part: str, value: Any) -> dict:
    return _row(part, int(value), N_("count"), n=int(value))


def _share(part: str, numerator: Any, denominator: Any) -> dict:
    """A share, withheld when there are too few cases."""
    enough = denominator >= SMALLEST_N
    value = int(numerator) / int(denominator) if enough else None
    return _row(part, value, N_("share"), numerator=int(numerator), denominator=int(denominator), n=int(denominator))


def _duration(part: str, frame: pd.DataFrame, days: Days) -> dict:
    """A percentile in days, withheld when there are too few cases."""
    n, value = int(frame["n"].iloc[0]), frame[part].iloc[0]
    unit = N_("working days") if days is Days.WORKING else N_("days")
    return _row(part, None if n < SMALLEST_N or value is None else float(value), unit, n=n)


def _parts(rows: list[dict]) -> pd.DataFrame:
    """Rows as a frame that keeps whole numbers whole beside empty cells."""
    return pd.DataFrame(rows, dtype=object)


def _received(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    return _parts([_count("", meldingen.received(db, scope, filters)["received"].iloc[0])])


def _closed(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = meldingen.closed(db, scope, filters)
    whole, by_outcome = found[found["outcome"].isna()], found[found["outcome"].notna()]
    rows = [_count("", whole["events"].iloc[0]), _count(N_("meldingen"), whole["meldingen"].iloc[0])]
    return _parts([*rows, *(_count(str(row.outcome), row.events) for row in by_outcome.itertuples())])


def _reopened(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    row = meldingen.reopened(db, scope, filters).iloc[0]
    return _parts([_count("", row["events"]), _share(N_("within 30 days"), row["again"], row["followed"])])


def _open(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    row = meldingen.stock(db, scope, filters).iloc[0]
    return _parts([_count("", row["open_end"]), _count(N_("at the start"), row["open_start"])])


def _lead_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = meldingen.lead_time(db, scope, filters)
    return _parts([_duration(part, found, filters.days) for part in PERCENTILES])


def _cohort_lead_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = meldingen.cohort_lead_time(db, scope, filters)
    durations = [_duration(part, found, filters.days) for part in PERCENTILES]
    return _parts([*durations, _share(N_("open"), found["open"].iloc[0], found["received"].iloc[0])])


def _open_age(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = meldingen.open_ages(db, scope, filters)
    return _parts([_duration(part, found, filters.days) for part in AGES])


def _on_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    row = meldingen.on_time(db, scope, filters).iloc[0]
    judged = row["on_time"] + row["closed_late"] + row["open_late"]
    counts = [_count(label, row[key]) for key, label in _NOT_ON_TIME.items()]
    return _parts([_share("", row["on_time"], judged), *counts])


_LOCAL_DAYS = N_("Local days of the organisation.")
_BOTH_DAYS = N_(
    "Working days of the organisation's own calendar, or elapsed time / 24 hours; each duration takes the first edge "
    "of the published grid that is not below it, and that step is the only error."
)
_NOTHING_OPEN = N_("None: only what happened counts.")
_NEITHER, _LESS, _MORE = N_("Neither: a count."), N_("Less is better."), N_("More is better.")
_NUMBER, _DAYS, _SHARE = N_("Number of meldingen"), N_("Days"), N_("Share")
_PERIOD = N_("Events in the period.")

MEASURES: dict[str, Measure] = {
    measure.id: measure
    for measure in (
        Measure(
            id="received",
            name=N_("Received"),
            sentence=N_("How many meldingen came in during the period."),
            formula=N_("Count of meldingen by local day of receipt; a split melding counts once."),
            population=N_("Meldingen received in the period."),
            censoring=_NOTHING_OPEN,
            calendar=_LOCAL_DAYS,
            unit=_NUMBER,
            direction=_NEITHER,
            smallest_n=0,
            compute=_received,
            follows=None,
        ),
        Measure(
            id="closed",
            name=N_("Closed"),
            sentence=N_("How many times a melding was closed during the period, with any outcome."),
            formula=N_("Count of closing events; later handling never changes it, only a correction or late delivery."),
            population=_PERIOD,
            censoring=_NOTHING_OPEN,
            calendar=_LOCAL_DAYS,
            unit=_NUMBER,
            direction=_NEITHER,
            smallest_n=0,
            compute=_closed,
        ),
        Measure(
            id="reopened",
            name=N_("Reopened"),
            sentence=N_("How many times a closed melding was opened again during the period."),
            formula=N_("Count of reopening events; share of closings in the period that were reopened within 30 days."),
            population=_PERIOD,
            censoring=N_("The share counts closings with at least 30 days of follow-up only."),
            calendar=_LOCAL_DAYS,
            unit=_NUMBER,
            direction=_LESS,
            compute=_reopened,
        ),
        Measure(
            id="open",
            name=N_("Open"),
            sentence=N_("How many meldingen are open at the end of the period, and were at its start."),
            formula=N_("Open at the start + received + reopened - closed = open at the end, for every filter."),
            population=N_("Stock: everything open at that moment, whenever it came in."),
            censoring=_NOTHING_OPEN,
            calendar=_LOCAL_DAYS,
            unit=_NUMBER,
            direction=_LESS,
            smallest_n=0,
            compute=_open,
            follows=None,
        ),
        Measure(
            id="open_age",
            name=N_("Age of open meldingen"),
            sentence=N_("How long the meldingen that are open now have been open."),
            formula=N_("Receipt to as-of, also while the clock stands still; half, nine in ten, and the oldest."),
            population=N_("Stock: everything open at as-of, whenever it came in."),
            censoring=N_("All of them are unfinished: it is their age so far."),
            calendar=_BOTH_DAYS,
            unit=_DAYS,
            direction=_LESS,
            compute=_open_age,
            follows=None,
        ),
        Measure(
            id="lead_time",
            name=N_("Lead time"),
            sentence=N_("How long it took from receipt to closing, for what was closed in the period."),
            formula=N_(
                "Receipt to that closing, minus the time the clock stood still (waiting on the citizen) and minus the "
                "time spent closed before a reopening; half (median) and nine in ten (p90) took at most this long."
            ),
            population=N_("Closings in the period."),
            censoring=N_("None: open meldingen are not in it; see open and the cohort."),
            calendar=_BOTH_DAYS,
            unit=_DAYS,
            direction=_LESS,
            compute=_lead_time,
        ),
        Measure(
            id="cohort_lead_time",
            name=N_("Lead time of what came in"),
            sentence=N_("How long it took from receipt to last closing, for what was received in the period."),
            formula=N_("As lead time, to the last closing; beside it the share still open, reopened ones included."),
            population=N_("Meldingen received in the period, followed to as-of."),
            censoring=N_("Open meldingen are not in the durations but in the share still open."),
            calendar=_BOTH_DAYS,
            unit=_DAYS,
            direction=_LESS,
            compute=_cohort_lead_time,
            follows=Population.COHORT,
        ),
        Measure(
            id="on_time",
            name=N_("Handled on time"),
            sentence=N_("Which share of meldingen was first closed not after its deadline."),
            formula=N_(
                "On time / (on time + late). Each melding is judged once, at the earlier of its first closing and its "
                "deadline, and belongs to the period of that moment. The deadline is the one the source promised, else "
                "the norm valid on receipt, moved while the clock stood still."
            ),
            population=N_("Meldingen judged in the period."),
            censoring=N_("Open with a deadline after as-of: too early to judge, apart. Without norm: apart."),
            calendar=N_("Each norm counts in working days of the organisation's own calendar, or in calendar days."),
            unit=_SHARE,
            direction=_MORE,
            compute=_on_time,
        ),
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

    More columns: previous_value, previous_n, last_year_value, last_year_n (null where that period had no such part).
    """
    wanted = None if only is None else list(only)
    frame = measure(db, scope, filters, only=wanted, population=population)
    for name, asked in (("previous", filters.previous()), ("last_year", filters.last_year())):
        then = measure(db, scope, asked, only=wanted, population=population)
        beside = then[["measure", "part", "value", "n"]].rename(columns={"value": f"{name}_value", "n": f"{name}_n"})
        frame = frame.merge(beside, on=["measure", "part"], how="left")
    return frame
