"""What people who answered think: by group and over time."""

from enum import StrEnum
from typing import Any

import pandas as pd

from config.kinds import EventKind
from config.language import N_, number, percent, t
from dashboard.charts.axes import share_ticks
from dashboard.charts.contents import Plot, Series, Target, Tick
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import joined, maybe, month_name, n_text, named, too_few, withheld
from dashboard.charts.rows import Dot, Dots
from dashboard.charts.scale import spread
from dashboard.charts.spec import (
    ChartSpec,
    Column,
    Footnote,
    Kind,
    Table,
    days_text,
    stage_label,
)


class By(StrEnum):
    """What scores are grouped by."""

    SERVICE = "service"
    THEME = "theme"
    OUTCOME = "outcome"
    CHANNEL = "channel"


_HEADINGS = {
    By.SERVICE: N_("Service"),
    By.THEME: N_("Theme"),
    By.OUTCOME: N_("Outcome"),
    By.CHANNEL: N_("Channel"),
}
NOBODY = N_("Nobody answered in this period.")
SCORES = (1, 2, 3, 4, 5)


def satisfaction_by(df: pd.DataFrame, by: By, *, smallest_n: int = 5) -> ChartSpec:
    """The share of scores of 4 or 5 per service, theme, outcome or channel, with how sure that is.

    `df`: rows with by (a By), label (name, or EventKind of an outcome; null without), n (scores), share, low, high
    (Wilson 95 %; shares 0 to 1), mean (1 to 5) and overall (the share of all, null without scores); other dimensions
    are left out.
    """
    frame = df[(df["by"] == by) & (df["n"] > 0)]
    frame = frame.assign(label=_labels(frame["label"], by))
    frame = withheld(frame, ["share", "low", "high", "mean"], smallest_n).sort_values(["share", "n"], ascending=False)
    overall = maybe(frame["overall"].iloc[0]) if len(frame) else None
    dots, known = tuple(_group(row) for row in frame.to_dict("records")), frame.dropna(subset=["share"])
    target = None if overall is None else Target(overall, t(N_("all {share}"), share=percent(overall, decimals=0)))
    content = Dots(dots, share_ticks(min([*known["low"], 1 if overall is None else overall])), target)
    return ChartSpec(
        conclusion=_compared(known, overall) if dots else t(NOBODY),
        note=t(N_("Share of scores of 4 or 5; the bar holds the true share with 95 % certainty.")),
        content=content,
        table=Table(frame, _group_columns(by)),
        alt=t(N_("Dots: {dots}."), dots=", ".join(f"{dot.label} {dot.text}" for dot in dots)),
        height=content.height,
        footnote=Footnote(n_text(frame["n"].sum())),
        empty=not dots,
    )


def _labels(parts: pd.Series, by: By) -> pd.Series:
    """Words for outcomes; for what has no part, that it has none."""
    known = parts.map(lambda code: stage_label(EventKind(code)), na_action="ignore") if by is By.OUTCOME else parts
    return named(known, N_("Not known"))


def _group(row: dict[Any, Any]) -> Dot:
    share = maybe(row["share"])
    if share is None:
        return Dot(row["label"], None, too_few(row["n"]))
    hover = f"{row['label']}: {percent(share)}\n{percent(row['low'])} – {percent(row['high'])}\n{n_text(row['n'])}"
    low, high = float(row["low"]), float(row["high"])
    return Dot(row["label"], share, percent(share, decimals=0), n_text(row["n"]), low=low, high=high, hover=hover)


def _compared(known: pd.DataFrame, overall: float | None) -> str | None:
    """Who scores below the whole beyond chance; nothing where that cannot be judged."""
    if overall is None or len(known) < 2:
        return None
    below, above = list(known.loc[known["high"] < overall, "label"]), list(known.loc[known["low"] > overall, "label"])
    if below:
        message = N_("Clearly below the whole ({share}): {groups}.")
        return t(message, share=percent(overall), groups=joined(below))
    if above:
        message = N_("Clearly above the whole ({share}): {groups}.")
        return t(message, share=percent(overall), groups=joined(above))
    return t(N_("None differs clearly from the whole ({share})."), share=percent(overall))


def _group_columns(by: By) -> tuple[Column, ...]:
    return (
        Column("label", t(_HEADINGS[by])),
        Column("n", t(N_("Scores")), Kind.COUNT),
        Column("share", t(N_("Share of 4 or 5")), Kind.SHARE),
        Column("low", t(N_("At least, 95 %")), Kind.SHARE),
        Column("high", t(N_("At most, 95 %")), Kind.SHARE),
        Column("mean", t(N_("Mean score")), Kind.DECIMAL),
    )


def satisfaction_trend(df: pd.DataFrame, *, smallest_n: int = 5) -> ChartSpec:
    """The mean score, month by month.

    `df`: rows with month (first day), n (scores), mean (1 to 5), share (of 4 or 5), last_year_n and last_year_mean
    (the same month a year before) and target (the mean that is wanted, null without one). Months of fewer than
    `smallest_n` scores are gaps.
    """
    target = maybe(df["target"].iloc[0]) if len(df) else None
    frame = withheld(df.sort_values("month"), ["mean", "share"], smallest_n)
    frame = withheld(frame, ["last_year_mean"], smallest_n, n="last_year_n")
    frame = frame.assign(name=[month_name(month) for month in frame["month"]])
    total, known = int(frame["n"].sum()), frame.dropna(subset=["mean"])
    return ChartSpec(
        conclusion=_trend_sentence(known, target) if total else t(NOBODY),
        note=t(N_("Mean score from 1 to 5.")),
        content=_trend(frame, target),
        table=Table(frame, _trend_columns()),
        alt=_trend_alt(known),
        height=232,
        footnote=Footnote(n_text(total)),
        empty=total == 0,
    )


def _trend(frame: pd.DataFrame, target: float | None) -> Plot:
    lines = (
        _line(frame["mean"], N_("now {mean}"), Fill.BLUE),
        _line(frame["last_year_mean"], N_("last year {mean}"), Fill.GREY, rank=1),
    )
    goal = "" if target is None else t(N_("target {value}"), value=days_text(target))
    return Plot(
        series=tuple(line for line in lines if line is not None),
        x_ticks=tuple(Tick(i, frame["name"].iloc[i]) for i in spread(len(frame), 4)) or (Tick(0, ""),),
        first_x=0.0,
        y_ticks=tuple(Tick(score, number(score)) for score in SCORES),
        target=None if target is None else Target(target, goal),
        hover=tuple(f"{row['name']}\n{_hover(row)}" for row in frame.to_dict("records")),
    )


def _line(column: pd.Series, label: str, fill: Fill, *, rank: int = 0) -> Series | None:
    """The line with its last value at its end; None where no month has enough."""
    values = tuple(maybe(value) for value in column)
    last = next((value for value in reversed(values) if value is not None), None)
    if last is None:
        return None
    text, places = t(label, mean=number(last, decimals=1)), tuple(float(i) for i in range(len(values)))
    return Series(text, places, values, fill, text, rank=rank, dashed=rank > 0)


def _hover(row: dict[Any, Any]) -> str:
    return too_few(row["n"]) if pd.isna(row["mean"]) else f"{days_text(row['mean'])}, {n_text(row['n'])}"


def _trend_sentence(known: pd.DataFrame, target: float | None) -> str | None:
    """Where the last known month stands against the target, else against the same month a year before."""
    if known.empty:
        return None
    mean, before = float(known["mean"].iloc[-1]), maybe(known["last_year_mean"].iloc[-1])
    words = {"mean": number(mean, decimals=1), "month": known["name"].iloc[-1]}
    if target is not None:
        met = round(mean, 1) >= target
        message = N_("{mean} in {month}: the target is met.") if met else N_("{mean} in {month}: below the target.")
        return t(message, **words)
    if before is None:
        return t(N_("{mean} in {month}."), **words)
    return t(N_("{mean} in {month}, {before} a year before."), before=number(before, decimals=1), **words)


def _trend_columns() -> tuple[Column, ...]:
    return (
        Column("name", t(N_("Month"))),
        Column("n", t(N_("Scores")), Kind.COUNT),
        Column("mean", t(N_("Mean score")), Kind.DECIMAL),
        Column("share", t(N_("Share of 4 or 5")), Kind.SHARE),
        Column("last_year_n", t(N_("Scores last year")), Kind.COUNT),
        Column("last_year_mean", t(N_("Mean score last year")), Kind.DECIMAL),
    )


def _trend_alt(known: pd.DataFrame) -> str:
    if known.empty:
        return t(N_("No line."))
    words = {"first": known["name"].iloc[0], "last": known["name"].iloc[-1]}
    a, b = (number(known["mean"].iloc[i], decimals=1) for i in (0, -1))
    return t(N_("A line from {a} in {first} to {b} in {last}."), a=a, b=b, **words)
