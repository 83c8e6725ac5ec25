"""The measures of how long it takes: lead time, time to close, on time, phases, advice and tasks."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection

from config.kinds import Direction
from config.language import N_
from queries.curve import time_to_close
from queries.filters import Days, Filters, Population, Scope
from queries.lead import cohort_lead_time, lead_time
from queries.measures.base import (
    BOTH_DAYS,
    DAYS,
    SHARE,
    SMALLEST_N,
    Measure,
    count,
    duration,
    durations,
    parts,
    row,
    share,
)
from queries.on_time import JUDGED, on_time
from queries.phases import ADVICE, DECISION, HANDLING, SCREENING, STOPPED, advisers, phase_totals, task_times

_NOT_ON_TIME = {
    "closed_late": N_("closed late"),
    "open_late": N_("open and late"),
    "too_early": N_("too early"),
    "without_norm": N_("without norm"),
}
PHASES = {
    SCREENING: N_("screening and assignment"),
    HANDLING: N_("in treatment"),
    ADVICE[0]: N_("internal advice"),
    ADVICE[1]: N_("external advice"),
    DECISION: N_("waiting for a decision"),
    STOPPED: N_("waiting on the citizen"),
}


def _lead_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    return parts(*durations(lead_time(db, scope, filters), filters.days))


def _cohort_lead_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = cohort_lead_time(db, scope, filters)
    still_open = share(N_("open"), found["open"].iloc[0], found["received"].iloc[0])
    return parts(*durations(found, filters.days), still_open)


def _time_to_close(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = time_to_close(db, scope, filters).iloc[0]
    n = int(found["n"])
    median = duration("median", found["median"], n, Days.CALENDAR)
    shares = ((N_("resolved after 40 days"), "resolved_40"), (N_("open after 40 days"), "open_40"))
    return parts(median, *(_estimate(part, found[key], n) for part, key in shares))


def _estimate(part: str, value: Any, n: int) -> dict:
    """A share that is estimated, so that it has no numerator."""
    return row(part, None if n < SMALLEST_N or pd.isna(value) else float(value), N_("share"), n=n)


def _on_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = on_time(db, scope, filters).iloc[0]
    counts = [count(label, found[key]) for key, label in _NOT_ON_TIME.items()]
    return parts(share("", found["on_time"], sum(found[key] for key in JUDGED)), *counts)


def _phase_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = phase_totals(db, scope, filters).iloc[0]
    n = int(found["n"])
    return parts(*(duration(label, found[part] if n else None, n, filters.days) for part, label in PHASES.items()))


def _advice(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    return _partners(advisers(db, scope, filters))


def _tasks(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    return _partners(task_times(db, scope, filters))


def _partners(found: pd.DataFrame) -> pd.DataFrame:
    """Of all partners together only counts: their durations stand apart, each with its own median."""
    return parts(
        count(N_("finished"), found["n"].sum()),
        count(N_("open"), found["open"].sum()),
        count(N_("open and late"), found["late"].sum()),
    )


ENTRIES = (
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
        calendar=BOTH_DAYS,
        unit=DAYS,
        good=Direction.AT_MOST,
        compute=_lead_time,
    ),
    Measure(
        id="cohort_lead_time",
        name=N_("Lead time of what came in"),
        sentence=N_("How long it took from receipt to last closing, for what was received in the period."),
        formula=N_("As lead time, to the last closing; beside it the share still open, reopened ones included."),
        population=N_("Meldingen received in the period, followed to as-of."),
        censoring=N_("Open meldingen are not in the durations but in the share still open."),
        calendar=BOTH_DAYS,
        unit=DAYS,
        good=Direction.AT_MOST,
        compute=_cohort_lead_time,
        follows=Population.COHORT,
    ),
    Measure(
        id="time_to_close_curve",
        name=N_("Time to close"),
        sentence=N_("Which share of what came in was resolved after so many days, open meldingen included."),
        formula=N_(
            "Cumulative incidence of the outcome resolved at the first closing, every other outcome competing "
            "(Aalen-Johansen); 95 % interval by Aalen's variance on the log-log scale; median: the first day on which "
            "at least half is resolved."
        ),
        population=N_("Meldingen received in the period, followed to as-of."),
        censoring=N_("Open meldingen count until as-of and leave the curve there."),
        calendar=N_("Calendar days since receipt on the published grid; a stopped clock counts."),
        unit=DAYS,
        good=Direction.AT_MOST,
        compute=_time_to_close,
        follows=None,
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
        unit=SHARE,
        good=Direction.AT_LEAST,
        compute=_on_time,
        counted=tuple(_NOT_ON_TIME.values()),
    ),
    Measure(
        id="phase_time",
        name=N_("Time by phase"),
        sentence=N_("Where the time of meldingen went: with us, with advisers, with the college, with the citizen."),
        formula=N_(
            "Mean days per melding in each part, by the service that held it then. Each moment falls in one part: "
            "waiting on the citizen first, then advice (external before internal), then the stage. Of one melding the "
            "parts add up to the lead time plus the stopped clock."
        ),
        population=N_("Visits to a stage that ended in the period."),
        censoring=N_("Visits that go on are apart, with their age."),
        calendar=BOTH_DAYS,
        unit=DAYS,
        good=Direction.AT_MOST,
        compute=_phase_time,
    ),
    Measure(
        id="advice",
        name=N_("Advice"),
        sentence=N_("How long those who were asked for advice took, and what is still out with them."),
        formula=N_(
            "Request to answer, per partner and system; late is what was asked to be there by as-of and is not. The "
            "durations of several advisers are never added up."
        ),
        population=N_("Advice received in the period; out at as-of."),
        censoring=N_("What is out is apart; advice ends when the melding is closed without it."),
        calendar=BOTH_DAYS,
        unit=N_("Number of requests"),
        good=Direction.AT_MOST,
        smallest_n=0,
        compute=_advice,
        counted=None,
    ),
    Measure(
        id="tasks",
        name=N_("Tasks"),
        sentence=N_("How long tasks took that followed from meldingen, and what is still to be done."),
        formula=N_("Given to done, per partner and system; late is what was due at as-of and is not done."),
        population=N_("Tasks done in the period; open at as-of."),
        censoring=N_("What is open is apart; a task ends when the melding is closed without it."),
        calendar=BOTH_DAYS,
        unit=N_("Number of tasks"),
        good=Direction.AT_MOST,
        smallest_n=0,
        compute=_tasks,
        counted=None,
    ),
)
