"""What waits for a decision, by the organ that takes it."""

import pandas as pd

from config.language import N_, number, t
from dashboard.charts.contents import Plain
from dashboard.charts.phrases import joined, organ_name
from dashboard.charts.spec import ChartSpec, Column, Kind, Table, days_text


def decisions_waiting(df: pd.DataFrame) -> ChartSpec:
    """How many files are ready and wait, and for how long.

    `df`: a row per organ with organ (code or null), n, median and longest (working days since ready).
    """
    frame = df.assign(name=[organ_name(organ) for organ in df["organ"]])
    return ChartSpec(
        conclusion=_sentence(frame),
        content=Plain(t(N_("Files that wait for a decision, by organ"))),
        table=Table(frame, _columns()),
        alt="",
        height=0,
    )


def _sentence(frame: pd.DataFrame) -> str:
    if frame.empty:
        return t(N_("Nothing waits for a decision."))
    total, days = int(frame["n"].sum()), days_text(frame["longest"].max())
    if total == 1:
        return t(N_("1 file waits for a decision, for {days} working days."), days=days)
    return t(
        N_("{n} files wait for a decision of {organs}, the oldest for {days} working days."),
        n=number(total),
        organs=joined([str(name).lower() for name in frame["name"]]),
        days=days,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", t(N_("Organ"))),
        Column("n", t(N_("Files")), Kind.COUNT),
        Column("median", t(N_("Half wait at most, working days")), Kind.DECIMAL),
        Column("longest", t(N_("The oldest, working days")), Kind.DECIMAL),
    )
