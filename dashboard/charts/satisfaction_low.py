"""Low scores that nobody processed yet: which meldingen, never what somebody wrote."""

import pandas as pd

from config.language import N_, day, number, t
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Rows, Table

_ROW_HEIGHT, _ROWS_AT_ONCE = 36, 10
_WITHOUT_NUMBER = N_("without number")


def low_scores(df: pd.DataFrame, *, search: str = "") -> ChartSpec:
    """The meldingen with a low score that was not processed, oldest answer first.

    `df`: rows with subject_id, number, category, area, service (text or null), outcome (EventKind or null), score,
    answered_day (date), total (the number of all of them). `search` is what an address carries on to each melding.
    """
    frame = df.assign(
        number=[number_ or t(_WITHOUT_NUMBER) for number_ in df["number"]],
        href=[f"/meldingen/{subject}{search}" for subject in df["subject_id"]],
    )
    total = int(frame["total"].iloc[0]) if len(frame) else 0
    return ChartSpec(
        conclusion=_sentence(frame, total),
        content=Rows(t(N_("Low scores not yet processed"))),
        table=Table(frame, _columns()),
        alt=t(N_("A table of {n} low scores that nobody processed yet."), n=number(len(frame))),
        height=_ROW_HEIGHT * (min(len(frame), _ROWS_AT_ONCE) + 1),
        footnote=_footnote(len(frame), total) if len(frame) else None,
        empty=frame.empty,
    )


def _footnote(shown: int, total: int) -> Footnote:
    return Footnote(t(N_("{shown} of {total} low scores"), shown=number(shown), total=number(total)))


def _sentence(frame: pd.DataFrame, total: int) -> str:
    if frame.empty:
        return t(N_("Every low score was processed."))
    oldest = day(frame["answered_day"].iloc[0])
    if total == 1:
        return t(N_("One low score waits to be processed, since {day}."), day=oldest)
    return t(N_("{n} low scores wait to be processed, the oldest since {day}."), n=number(total), day=oldest)


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", t(N_("Melding")), width=3, href="href"),
        Column("score", t(N_("Score")), Kind.COUNT, width=2),
        Column("answered_day", t(N_("Answered on")), Kind.DAY, width=3),
        Column("category", t(N_("Category")), width=4),
        Column("area", t(N_("Neighbourhood")), essential=False, width=3),
        Column("service", t(N_("Service")), essential=False, width=3),
    )
