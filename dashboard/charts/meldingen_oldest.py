"""What has been open longest, and what is longest past its deadline."""

from typing import Any

import pandas as pd

from config.kinds import EventKind
from config.language import N_, day, number, t
from dashboard.charts.phrases import named
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Rows, Table, days_text
from dashboard.charts.units import DAY_UNITS
from queries.filters import Days

_ROW_HEIGHT, _ROWS_AT_ONCE = 36, 10
_WITHOUT_NUMBER = N_("without number")


def oldest_open(df: pd.DataFrame, *, days: Days = Days.WORKING, search: str = "") -> ChartSpec:
    """The meldingen that have been open longest.

    `df`: rows by age with subject_id, number, category, area, service (text or null), stage (EventKind), stage_since
    (date), adviser (text or null), internal (bool or null), asked_on (date or null), age (days), deadline (date or
    null), days_over (days past the deadline, negative before it, null without one), total (the number of all of them).
    `search` is what an address carries on to each melding ('?from=...').
    """
    frame = df.sort_values("age", ascending=False, kind="stable")
    over = int((frame["days_over"].astype(float) > 0).sum())
    footnote = N_("{shown} of {total} meldingen that are open now")
    label = t(N_("Oldest open meldingen"))
    alt = t(N_("A table of the {n} meldingen that have been open longest."), n=len(frame))
    return _rows(frame, _oldest_sentence(frame, over, days), (label, alt, footnote), days, search)


def overdue_open(df: pd.DataFrame, *, days: Days = Days.WORKING, search: str = "") -> ChartSpec:
    """The meldingen that are longest past their deadline. `df` and `search`: as those of `oldest_open`."""
    footnote = N_("{shown} of {total} meldingen that are overdue now")
    label = t(N_("Longest overdue"))
    alt = t(N_("A table of the {n} meldingen that are longest overdue."), n=len(df))
    return _rows(df, _overdue_sentence(df), (label, alt, footnote), days, search)


def _rows(frame: pd.DataFrame, conclusion: str, words: tuple[str, str, str], days: Days, search: str) -> ChartSpec:
    label, alt, footnote = words
    rows = frame.to_dict("records")
    told = frame.assign(
        number=named(frame["number"], _WITHOUT_NUMBER),
        waiting=pd.Series([_waiting(row) for row in rows], index=frame.index, dtype=object),
        href=[f"/meldingen/{row['subject_id']}{search}" for row in rows],
    )
    return ChartSpec(
        conclusion=conclusion,
        content=Rows(label),
        table=Table(told, _columns(days)),
        alt=alt,
        height=_ROW_HEIGHT * (min(len(frame), _ROWS_AT_ONCE) + 1),
        footnote=None if frame.empty else _shown_of_all(frame, footnote),
        empty=frame.empty,
    )


def _shown_of_all(frame: pd.DataFrame, message: str) -> Footnote:
    return Footnote(t(message, shown=number(len(frame)), total=number(frame["total"].iloc[0])))


def _waiting(row: dict[Any, Any]) -> str:
    """On whom a melding waits, and since when."""
    since = {"day": day(row["stage_since"])}
    if row["stage"] == EventKind.WAITING_ON_CITIZEN:
        return t(N_("citizen, since {day}"), **since)
    if not pd.isna(row["asked_on"]):
        who = t(N_("adviser")) if pd.isna(row["adviser"]) else row["adviser"]
        return t(N_("{who}, since {day}"), who=who, day=day(row["asked_on"]))
    if row["stage"] == EventKind.DECISION_PENDING:
        return t(N_("decision, since {day}"), **since)
    return t(N_("own service, since {day}"), **since)


def _overdue_sentence(frame: pd.DataFrame) -> str:
    """How many of what is listed wait on somebody else."""
    if frame.empty:
        return t(N_("No open melding is past its deadline."))
    others = int(((frame["asked_on"].notna()) | (frame["stage"] == EventKind.DECISION_PENDING)).sum())
    words = {"n": number(others), "whole": number(len(frame))}
    if len(frame) == 1:
        return t(N_("One open melding is past its deadline."))
    if others == 0:
        return t(N_("None of the {whole} slowest meldingen waits for advice or a decision."), **words)
    if others == 1:
        return t(N_("One of the {whole} slowest meldingen waits for advice or a decision."), **words)
    return t(N_("{n} of the {whole} slowest meldingen wait for advice or a decision."), **words)


def _oldest_sentence(frame: pd.DataFrame, over: int, days: Days) -> str:
    if frame.empty:
        return t(N_("No meldingen are open."))
    oldest, unit = days_text(frame["age"].iloc[0]), t(DAY_UNITS[days])
    if len(frame) == 1:
        return t(N_("The only open melding has been open for {days} {unit}."), days=oldest, unit=unit)
    words = {"days": oldest, "unit": unit, "over": number(over), "n": number(len(frame))}
    return t(_oldest_message(over, len(frame)), **words)


def _oldest_message(over: int, n: int) -> str:
    if over == 0:
        return N_("The oldest melding has been open for {days} {unit}.")
    if over == 1:
        return N_("The oldest melding has been open for {days} {unit}; one of these {n} is past its deadline.")
    if over == n:
        return N_("The oldest melding has been open for {days} {unit}; all {n} below are past their deadline.")
    return N_("The oldest melding has been open for {days} {unit}; {over} of these {n} are past their deadline.")


def _columns(days: Days) -> tuple[Column, ...]:
    unit = t(DAY_UNITS[days])
    return (
        Column("number", t(N_("Melding")), width=3, href="href"),
        Column("category", t(N_("Category")), width=4),
        Column("area", t(N_("Neighbourhood")), essential=False, width=3),
        Column("service", t(N_("Service")), essential=False, width=3),
        Column("stage", t(N_("Stage")), Kind.STAGE, width=4),
        Column("waiting", t(N_("Waits on")), essential=False, width=4),
        Column("deadline", t(N_("Deadline")), Kind.DAY, essential=False, width=2),
        Column("age", t(N_("Age, {unit}"), unit=unit), Kind.DECIMAL, width=2),
        Column("days_over", t(N_("Over time, {unit}"), unit=unit), Kind.SIGNED, essential=False, over=True, width=2),
    )
