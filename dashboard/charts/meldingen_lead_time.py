"""How long it took from receipt to closing, week by week."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from config.language import N_, day, number, t
from dashboard.charts.palette import Fill
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Line, Lines, Table, days_text, display, week_name
from dashboard.charts.units import DAY_UNITS
from queries.filters import Days, Population


def lead_time_by_week(
    df: pd.DataFrame,
    *,
    days: Days = Days.WORKING,
    population: Population = Population.PERIOD,
    smallest_n: int = 5,
    pick: Callable[[date], str] | None = None,
) -> ChartSpec:
    """The time from receipt to closing, for what was closed in each ISO week; for a cohort: received in it.

    `df`: rows by week with week_start (Monday), n, median, p90, last_year_median (days, null without closings),
    last_year_n. Weeks with fewer than `smallest_n` closings are gaps, in the chart as in the table. `pick` gives the
    address with one week.
    """
    frame = _withheld(df.sort_values("week_start"), smallest_n)
    median, p90, then = (_values(frame[name]) for name in ("median", "p90", "last_year_median"))
    few = int(((frame["n"] > 0) & (frame["n"] < smallest_n)).sum())
    lines = (
        Line(t(N_("median")), median, Fill.BLUE, _end_label(N_("half within\n{days}"), median)),
        Line(t(N_("nine in ten")), p90, Fill.SKY, _end_label(N_("9 in 10 within\n{days}"), p90), rank=1),
        Line(
            t(N_("last year")),
            then,
            Fill.GREY,
            _end_label(N_("last year\nwithin {days}"), then),
            rank=1,
            dashed=True,
        ),
    )
    total = int(frame["n"].sum())
    picks = {week: pick(week) for week in frame["week_start"]} if pick else {}
    return ChartSpec(
        conclusion=_lead_time_sentence(median, then, days)
        if total
        else t(N_("No meldingen were closed in this period.")),
        note=t(_BY_WEEK[population], unit=t(_DAY_NAMES[days])),
        content=Lines(
            weeks=tuple(frame["week_start"]),
            lines=tuple(line for line in lines if any(value is not None for value in line.values)),
            counts=tuple(int(n) for n in frame["n"]),
            counts_label=t(N_("number closed, per week")),
            hover=tuple(_week_words(row) for row in frame.to_dict("records")),
            picks=tuple(picks.values()),
        ),
        table=Table(frame, _lead_time_columns(days)),
        alt=_lead_time_alt(frame, median, p90),
        height=288,
        footnote=_lead_time_footnote(total, few, smallest_n),
        empty=total == 0,
        picks={"week_start": {display(week, Kind.WEEK): address for week, address in picks.items()}},
    )


_BY_WEEK = {
    Population.PERIOD: N_("{unit} from receipt to closing, by week of closing; a stopped clock does not count."),
    Population.COHORT: N_("{unit} from receipt to closing, by week of receipt; a stopped clock does not count."),
}
_DAY_NAMES = {Days.WORKING: N_("Working days"), Days.CALENDAR: N_("Calendar days")}


def _withheld(frame: pd.DataFrame, smallest_n: int) -> pd.DataFrame:
    enough = {"median": "n", "p90": "n", "last_year_median": "last_year_n"}
    return frame.assign(**{name: frame[name].where(frame[n] >= smallest_n) for name, n in enough.items()})


def _values(column: pd.Series) -> tuple[float | None, ...]:
    return tuple(None if pd.isna(value) else float(value) for value in column)


def _end_label(message: str, values: tuple[float | None, ...]) -> str:
    last = next((value for value in reversed(values) if value is not None), None)
    return "" if last is None else t(message, days=days_text(last))


def _lead_time_sentence(median: tuple[float | None, ...], then: tuple[float | None, ...], days: Days) -> str | None:
    """How often this year was faster, where at least three weeks compare; else the range; else nothing."""
    pairs = [(a, b) for a, b in zip(median, then, strict=True) if a is not None and b is not None]
    known = [value for value in median if value is not None]
    if len(pairs) >= 3:
        return _compared(sum(a < b for a, b in pairs), sum(a > b for a, b in pairs), len(pairs))
    if len(known) >= 3:
        low, high = days_text(min(known)), days_text(max(known))
        return t(
            N_("The weekly median lay between {low} and {high} {unit}."), low=low, high=high, unit=t(DAY_UNITS[days])
        )
    return None


def _compared(faster: int, slower: int, weeks: int) -> str:
    if not faster and not slower:
        return t(N_("Closing took as long as a year before in each of {n} weeks."), n=weeks)
    if not slower:
        return t(
            N_("Closing was faster than a year before in {faster} of {n} weeks and never slower."),
            faster=faster,
            n=weeks,
        )
    if not faster:
        return t(
            N_("Closing was slower than a year before in {slower} of {n} weeks and never faster."),
            slower=slower,
            n=weeks,
        )
    both = N_("Closing was faster than a year before in {faster} of {n} weeks and slower in {slower}.")
    return t(both, faster=faster, slower=slower, n=weeks)


def _week_words(row: dict[Any, Any]) -> str:
    """What a pointer on a week shows."""
    name = f"{week_name(row['week_start'])}, {day(row['week_start'])}"
    parts = [name, f"n = {number(row['n'])}"]
    if not pd.isna(row["median"]):
        parts += [
            t(N_("half within {days}"), days=days_text(row["median"])),
            t(N_("9 in 10 within {days}"), days=days_text(row["p90"])),
        ]
    if not pd.isna(row["last_year_median"]):
        parts.append(
            t(
                N_("last year half within {days} (n = {n})"),
                days=days_text(row["last_year_median"]),
                n=number(row["last_year_n"]),
            )
        )
    return "\n".join(parts)


def _lead_time_columns(days: Days) -> tuple[Column, ...]:
    unit = t(DAY_UNITS[days])
    return (
        Column("week_start", t(N_("Week")), Kind.WEEK),
        Column("n", t(N_("Closed")), Kind.COUNT),
        Column("median", t(N_("Median, {unit}"), unit=unit), Kind.DECIMAL),
        Column("p90", t(N_("p90, {unit}"), unit=unit), Kind.DECIMAL),
        Column("last_year_median", t(N_("Median last year, {unit}"), unit=unit), Kind.DECIMAL),
        Column("last_year_n", t(N_("Closed last year")), Kind.COUNT),
    )


def _lead_time_alt(frame: pd.DataFrame, median: tuple[float | None, ...], p90: tuple[float | None, ...]) -> str:
    known, high = [v for v in median if v is not None], [v for v in p90 if v is not None]
    weeks = list(frame["week_start"])
    if not known:
        return t(N_("Too few meldingen were closed in each week to draw a line."))
    return t(
        N_(
            "Lines for {n} weeks, {first} to {last}: the median goes from {a} to {b}, nine in ten from {c} to {d} days."
        ),
        n=len(weeks),
        first=week_name(weeks[0]),
        last=week_name(weeks[-1]),
        a=days_text(known[0]),
        b=days_text(known[-1]),
        c=days_text(high[0]),
        d=days_text(high[-1]),
    )


def _lead_time_footnote(total: int, few: int, smallest_n: int) -> Footnote:
    text = f"n = {number(total)}"
    if few:
        text += " · " + t(N_("gap: fewer than {least} closed in that week"), least=smallest_n)
    return Footnote(text)
