"""Where the time of meldingen goes, and how long others take to advise."""

from typing import Any

import pandas as pd

from config.language import N_, number, t
from dashboard.charts.axes import day_ticks
from dashboard.charts.contents import Bar, BarPart, Bars, Dot, Dots, Mark
from dashboard.charts.palette import PAINTS, Fill
from dashboard.charts.phrases import half_and_most, maybe, n_text, short_days, too_few, withheld
from dashboard.charts.spec import ChartSpec, Column, Footnote, Key, Kind, Table, days_text
from dashboard.charts.units import DAY_UNITS
from queries.filters import Days

_PARTS: dict[str, tuple[str, Fill]] = {
    "screening": (N_("Screening and assignment"), Fill.SKY),
    "handling": (N_("In treatment, own service"), Fill.BLUE),
    "advice_internal": (N_("Internal advice"), Fill.GREY),
    "advice_external": (N_("External advice"), Fill.ORANGE),
    "decision": (N_("Waiting for college or council"), Fill.WINE),
    "stopped": (N_("Waiting on the citizen (clock stopped)"), Fill.STOPPED),
}
_WAITING = {
    "advice_internal": N_("{service} waits {days} {unit} a melding on internal advice."),
    "advice_external": N_("{service} waits {days} {unit} a melding on external advice."),
    "decision": N_("{service} waits {days} {unit} a melding on a decision."),
}
_RUNNING = tuple(part for part in _PARTS if part != "stopped")


def phase_times(df: pd.DataFrame, *, days: Days = Days.WORKING, smallest_n: int = 5) -> ChartSpec:
    """The mean time that meldingen spent in each part of their handling, per service.

    `df`: a row per service with service (name), n (meldingen) and the mean days in screening, handling,
    advice_internal, advice_external, decision and stopped. The total leaves stopped out. Services with fewer than
    `smallest_n` meldingen show no times.
    """
    frame = withheld(df, list(_PARTS), smallest_n)
    frame = frame.assign(total=frame[list(_RUNNING)].sum(axis=1, min_count=1))
    frame = frame.sort_values(["total", "n"], ascending=False)
    rows, unit = frame.to_dict("records"), t(DAY_UNITS[days])
    content = Bars(tuple(_bar(row, days) for row in rows))
    return ChartSpec(
        conclusion=_sentence(frame, unit) if rows else t(N_("No meldingen were closed in this period.")),
        note=t(N_("Mean {unit} a melding."), unit=unit),
        content=content,
        table=Table(frame, _columns(unit)),
        alt=t(N_("Bars per service: {bars}."), bars=", ".join(f"{bar.label} {bar.text}" for bar in content.bars)),
        height=content.height,
        legend=tuple(Key(fill, t(name)) for name, fill in _PARTS.values()),
        footnote=Footnote(t(N_("figure behind the bar: {unit} without the stopped clock"), unit=unit)),
        empty=not rows,
    )


def _bar(row: dict[Any, Any], days: Days) -> Bar:
    if maybe(row["total"]) is None:
        return Bar(row["service"], (), too_few(row["n"]))
    parts = tuple(
        BarPart(value, fill, _in_part(value, fill), f"{row['service']}<br>{t(name)}: {short_days(value, days)}")
        for key, (name, fill) in _PARTS.items()
        if (value := float(row[key] or 0)) > 0
    )
    return Bar(row["service"], parts, short_days(row["total"], days), aside=n_text(row["n"]))


def _in_part(value: float, fill: Fill) -> str:
    """No number over a hatch: it would not read."""
    return "" if PAINTS[fill].hatched else days_text(value)


def _sentence(frame: pd.DataFrame, unit: str) -> str | None:
    """Which service waits longest on others, and on whom; nothing when none does."""
    rows = frame.to_dict("records")
    waits = [
        (days, part, row["service"]) for row in rows for part in _WAITING if (days := maybe(row[part])) is not None
    ]
    days, part, service = max(waits, key=lambda wait: wait[0], default=(0.0, "", ""))
    if round(days, 1) <= 0:
        return None
    return t(_WAITING[part], service=service, days=days_text(days), unit=unit)


def _columns(unit: str) -> tuple[Column, ...]:
    parts = (Column(key, t(name), Kind.DECIMAL) for key, (name, _) in _PARTS.items())
    total = Column("total", t(N_("Total without stopped clock, {unit}"), unit=unit), Kind.DECIMAL)
    return (Column("service", t(N_("Service"))), Column("n", t(N_("Meldingen")), Kind.COUNT), *parts, total)


def adviser_times(df: pd.DataFrame, *, days: Days = Days.WORKING, smallest_n: int = 5) -> ChartSpec:
    """How long each partner takes for advice and tasks, and what still waits there.

    `df`: a row per partner and system with partner, system (names, system may be null), n (finished), median, p90
    (days), open and late (counts of what is not finished; late within open).
    """
    frame = withheld(df, ["median", "p90"], smallest_n).sort_values(["median", "n"], ascending=False)
    rows = frame.to_dict("records")
    dots = tuple(_adviser(row, days) for row in rows)
    content = Dots(dots, day_ticks(max((dot.high for dot in dots if dot.high is not None), default=1)))
    return ChartSpec(
        conclusion=_late_sentence(frame) if rows else t(N_("Nobody was asked for advice in this period.")),
        note=t(N_("From asking to answer, in {unit}."), unit=t(DAY_UNITS[days])),
        content=content,
        table=Table(frame, _adviser_columns(t(DAY_UNITS[days]))),
        alt=t(N_("Dots per partner: {dots}."), dots=", ".join(f"{dot.label} {dot.text}" for dot in dots)),
        height=content.height,
        legend=(Key(Mark.DOT, t(N_("half within"))), Key(Mark.RANGE, t(N_("to nine in ten")))),
        footnote=Footnote(n_text(frame["n"].sum())),
        empty=not rows,
    )


def _adviser(row: dict[Any, Any], days: Days) -> Dot:
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
        return t(N_("No advice or task is late."))
    words = {"n": number(total), "most": number(late.iloc[0]), "partner": late.index[0]}
    if int(late.iloc[0]) == total:
        return t(N_("Late: {n} advices and tasks, all at {partner}."), **words)
    if (late == late.iloc[0]).sum() > 1:
        return t(N_("Late: {n} advices and tasks."), **words)
    return t(N_("Late: {n} advices and tasks, most at {partner} ({most})."), **words)


def _adviser_columns(unit: str) -> tuple[Column, ...]:
    return (
        Column("partner", t(N_("Partner"))),
        Column("system", t(N_("System"))),
        Column("n", t(N_("Finished")), Kind.COUNT),
        Column("median", t(N_("Median, {unit}"), unit=unit), Kind.DECIMAL),
        Column("p90", t(N_("p90, {unit}"), unit=unit), Kind.DECIMAL),
        Column("open", t(N_("Open")), Kind.COUNT),
        Column("late", t(N_("Late")), Kind.COUNT),
    )
