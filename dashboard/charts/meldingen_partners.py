"""How long others take for advice and tasks, and what still waits there."""

from typing import Any

import pandas as pd

from config.language import N_, number, t
from dashboard.charts.axes import day_ticks
from dashboard.charts.contents import Mark
from dashboard.charts.phrases import half_and_most, maybe, n_text, named, too_few, withheld
from dashboard.charts.rows import Dot, Dots
from dashboard.charts.spec import ChartSpec, Column, Footnote, Key, Kind, Table
from dashboard.charts.units import DAY_UNITS
from queries.filters import Days


def adviser_times(df: pd.DataFrame, *, days: Days = Days.WORKING, smallest_n: int = 5) -> ChartSpec:
    """How long each partner takes to advise.

    `df`: a row per partner and system with partner, system (names, null when not told), n (received), median, p90
    (days), open and late (counts of what was not received; late within open).
    """
    note = t(N_("From asking for advice to receiving it, in {unit}."), unit=t(DAY_UNITS[days]))
    return _partners(df, days, smallest_n, note, t(N_("Nobody was asked for advice in this period.")))


def task_times(df: pd.DataFrame, *, days: Days = Days.WORKING, smallest_n: int = 5) -> ChartSpec:
    """How long each partner takes to do its tasks. `df`: as that of `adviser_times`; n was done."""
    note = t(N_("From giving a task to its end, in {unit}."), unit=t(DAY_UNITS[days]))
    return _partners(df, days, smallest_n, note, t(N_("Nobody was given a task in this period.")))


def _partners(df: pd.DataFrame, days: Days, smallest_n: int, note: str, nobody: str) -> ChartSpec:
    frame = df.assign(partner=named(df["partner"], N_("Unknown partner")))
    frame = withheld(frame, ["median", "p90"], smallest_n).sort_values(["median", "n"], ascending=False)
    dots = tuple(_partner(row, days) for row in frame.to_dict("records"))
    content = Dots(dots, day_ticks(max((dot.high for dot in dots if dot.high is not None), default=1)))
    return ChartSpec(
        conclusion=_late_sentence(frame) if dots else nobody,
        note=note,
        content=content,
        table=Table(frame, _columns(t(DAY_UNITS[days]))),
        alt=t(N_("Dots per partner: {dots}."), dots=", ".join(f"{dot.label} {dot.text}" for dot in dots)),
        height=content.height,
        legend=(Key(Mark.DOT, t(N_("half within"))), Key(Mark.RANGE, t(N_("to nine in ten")))),
        footnote=Footnote(n_text(frame["n"].sum())),
        empty=not dots,
    )


def _partner(row: dict[Any, Any], days: Days) -> Dot:
    label = row["partner"] if pd.isna(row["system"]) else f"{row['partner']} ({row['system']})"
    counts = t(N_("n = {n}, {open} open"), n=number(row["n"]), open=number(row["open"]))
    if row["late"]:
        counts += ", " + t(N_("{n} late"), n=number(row["late"]))
    median, p90 = maybe(row["median"]), maybe(row["p90"])
    text = too_few(row["n"]) if median is None else half_and_most(median, p90, days)
    return Dot(label, median, text, counts, low=median, high=p90)


def _late_sentence(frame: pd.DataFrame) -> str:
    late = frame.groupby("partner")["late"].sum().sort_values(ascending=False)
    total = int(late.sum())
    if total == 0:
        return t(N_("Nothing is late."))
    words = {"n": number(total), "most": number(late.iloc[0]), "partner": late.index[0]}
    if int(late.iloc[0]) == total:
        return t(N_("Late: {n}, all at {partner}."), **words)
    if (late == late.iloc[0]).sum() > 1:
        return t(N_("Late: {n}."), **words)
    return t(N_("Late: {n}, most at {partner} ({most})."), **words)


def _columns(unit: str) -> tuple[Column, ...]:
    return (
        Column("partner", t(N_("Partner"))),
        Column("system", t(N_("System"))),
        Column("n", t(N_("Finished")), Kind.COUNT),
        Column("median", t(N_("Median, {unit}"), unit=unit), Kind.DECIMAL),
        Column("p90", t(N_("p90, {unit}"), unit=unit), Kind.DECIMAL),
        Column("open", t(N_("Open")), Kind.COUNT),
        Column("late", t(N_("Late")), Kind.COUNT),
    )
