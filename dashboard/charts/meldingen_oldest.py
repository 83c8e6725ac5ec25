"""What has been open longest."""

import pandas as pd

from config.language import N_, number, t
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Rows, Table, days_text
from dashboard.charts.units import DAY_UNITS
from queries.filters import Days

_ROW_HEIGHT, _ROWS_AT_ONCE = 36, 10


def oldest_open(df: pd.DataFrame, *, days: Days = Days.WORKING) -> ChartSpec:
    """The meldingen that have been open longest.

    `df`: rows by age with number, category, area, service (text or null), stage (EventKind), stage_since (date),
    age (days), deadline (date or null), days_over (days past the deadline, negative before it, null without one),
    total (the number of all open meldingen).
    """
    frame = df.sort_values("age", ascending=False)
    over = int((frame["days_over"].astype(float) > 0).sum())
    return ChartSpec(
        conclusion=_oldest_sentence(frame, over, days),
        content=Rows(t(N_("Oldest open meldingen"))),
        table=Table(frame, _oldest_columns(days)),
        alt=t(N_("A table of the {n} meldingen that have been open longest."), n=len(frame)),
        height=_ROW_HEIGHT * (min(len(frame), _ROWS_AT_ONCE) + 1),
        footnote=None if frame.empty else _shown_of_all(frame),
        empty=frame.empty,
    )


def _shown_of_all(frame: pd.DataFrame) -> Footnote:
    words = {"shown": number(len(frame)), "total": number(frame["total"].iloc[0])}
    return Footnote(t(N_("{shown} of {total} meldingen that are open now"), **words))


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


def _oldest_columns(days: Days) -> tuple[Column, ...]:
    unit = t(DAY_UNITS[days])
    return (
        Column("number", t(N_("Melding")), width=2),
        Column("category", t(N_("Category")), width=4),
        Column("area", t(N_("Neighbourhood")), essential=False, width=3),
        Column("service", t(N_("Service")), essential=False, width=3),
        Column("stage", t(N_("Stage")), Kind.STAGE, width=4),
        Column("stage_since", t(N_("Since")), Kind.DAY, essential=False, width=2),
        Column("deadline", t(N_("Deadline")), Kind.DAY, essential=False, width=2),
        Column("age", t(N_("Age, {unit}"), unit=unit), Kind.DECIMAL, width=2),
        Column("days_over", t(N_("Over time, {unit}"), unit=unit), Kind.SIGNED, essential=False, over=True, width=2),
    )
