"""How old the open meldingen are."""

from typing import Any

import pandas as pd

from config.language import N_, number, t
from dashboard.charts.palette import Fill
from dashboard.charts.rows import Bar, BarPart, Bars
from dashboard.charts.spec import ChartSpec, Column, Footnote, Key, Kind, Table
from dashboard.charts.units import DAY_UNITS
from queries.filters import Days


def ageing(df: pd.DataFrame, *, days: Days = Days.WORKING) -> ChartSpec:
    """Open meldingen by age, and how many of them are past their deadline.

    `df`: rows with band_from, band_to (days, null for the open end), n and overdue (counts, overdue within n).
    """
    frame = df.sort_values("band_from").assign(in_time=lambda rows: rows["n"] - rows["overdue"])
    rows = frame.to_dict("records")
    frame = frame.assign(band=[_band(row) for row in rows])
    content = Bars(tuple(_bar(row, band) for row, band in zip(rows, frame["band"], strict=True)))
    total, overdue = int(frame["n"].sum()), int(frame["overdue"].sum())
    return ChartSpec(
        conclusion=_sentence(rows[-1], days) if total else t(N_("No meldingen are open.")),
        note=t(N_("Age in {unit}."), unit=t(DAY_UNITS[days])),
        content=content,
        table=Table(frame, _columns(days)),
        alt=t(N_("Bars by age: {bars}."), bars=", ".join(f"{bar.label}: {bar.end}" for bar in content.bars)),
        height=content.height,
        legend=(Key(Fill.BLUE, t(N_("within the norm or without norm"))), Key(Fill.OVERDUE, t(N_("overdue")))),
        footnote=Footnote(t(N_("{n} open, {overdue} overdue"), n=number(total), overdue=number(overdue))),
        empty=total == 0,
    )


def _band(row: dict[Any, Any]) -> str:
    if pd.isna(row["band_to"]):
        return t(N_("more than {days}"), days=number(row["band_from"] - 1))
    return f"{number(row['band_from'])}–{number(row['band_to'])}"


def _bar(row: dict[Any, Any], band: str) -> Bar:
    n, overdue = int(row["n"]), int(row["overdue"])
    late = t(N_("{n} overdue"), n=number(overdue))
    parts = (
        BarPart(n - overdue, Fill.BLUE, hover=f"{band}: {number(n)}"),
        BarPart(overdue, Fill.OVERDUE, hover=f"{band}: {late}"),
    )
    return Bar(band, parts, number(n), late if overdue else "")


def _sentence(oldest: dict[Any, Any], days: Days) -> str:
    n, overdue = int(oldest["n"]), int(oldest["overdue"])
    words = {"days": number(oldest["band_from"] - 1), "unit": t(DAY_UNITS[days]), "n": number(n)}
    if n == 0:
        return t(N_("No melding has been open for more than {days} {unit}."), **words)
    if n == 1:
        one, late = (
            N_("One melding has been open for more than {days} {unit}."),
            N_("One melding has been open for more than {days} {unit} and is overdue."),
        )
        return t(late if overdue else one, **words)
    if overdue == 0:
        return t(N_("{n} meldingen have been open for more than {days} {unit}; none is overdue."), **words)
    message = N_("{n} meldingen have been open for more than {days} {unit}; overdue among them: {overdue}.")
    return t(message, overdue=number(overdue), **words)


def _columns(days: Days) -> tuple[Column, ...]:
    return (
        Column("band", t(N_("Age, {unit}"), unit=t(DAY_UNITS[days]))),
        Column("n", t(N_("Open")), Kind.COUNT),
        Column("in_time", t(N_("Within the norm or without norm")), Kind.COUNT),
        Column("overdue", t(N_("Overdue")), Kind.COUNT),
    )
