"""How the votes for one proposal came in."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from config.language import N_, day, number, t
from dashboard.charts.contents import Plot, Series, Spot, Tick
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import n_text
from dashboard.charts.scale import nice_ticks
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Table

_LEAST_FOR_HALF = 10
"""Votes from which on it says something when half of them had come."""
_TICKS = 4
"""Days on the axis: they fit on a phone."""
_HEADROOM, _MARGIN = 1.3, 0.03
"""Room for words above the line, and before it for what was published at once: shares of its height and length."""


def votes_over_time(
    df: pd.DataFrame, *, first: date, last: date, marks: Mapping[date, str], published: date | None = None
) -> ChartSpec:
    """The votes for a proposal at the end of each day, in steps.

    `df`: rows with day, votes (more than the day before; below 0: taken back), total and first_count (the first reading
    of a running total, of votes cast on that day or before it), in order. The picture runs from `first` to `last`
    (submission, and up to when is known); `marks` are words by the day that they stand at.
    """
    total = 0 if df.empty else int(df["total"].iloc[-1])
    return ChartSpec(
        conclusion=_sentence(df, total, published),
        note=_taken_back(df),
        content=_plot(df, first, max(last, *df["day"], first) if len(df) else last, marks),
        table=Table(df, _columns()),
        alt=_alt(df, total),
        height=216,
        footnote=Footnote(n_text(total)),
        empty=df.empty,
    )


def _sentence(df: pd.DataFrame, total: int, published: date | None) -> str | None:
    """How soon half of the votes had come, where there are enough."""
    if total < _LEAST_FOR_HALF or published is None:
        return t(N_("1 vote.")) if total == 1 else t(N_("{n} votes."), n=number(total))
    half = df[df["total"] * 2 >= total].iloc[0]
    if half["first_count"]:
        return t(N_("{n} votes, counted for the first time on {day}."), n=number(total), day=day(half["day"]))
    days = max((half["day"] - published).days, 0)
    if days == 0:
        return t(N_("{n} votes; half of them had come on the day of publication."), n=number(total))
    if days == 1:
        return t(N_("{n} votes; half of them had come 1 day after publication."), n=number(total))
    return t(N_("{n} votes; half of them had come {days} days after publication."), n=number(total), days=number(days))


def _taken_back(df: pd.DataFrame) -> str | None:
    less = df.loc[df["votes"] < 0, "votes"]
    if less.empty:
        return None
    words = {"n": number(-less.sum()), "days": number(len(less))}
    if len(less) == 1:
        return t(N_("On 1 day votes were taken back: {n} fewer."), n=words["n"])
    return t(N_("On {days} days votes were taken back: {n} fewer."), **words)


def _plot(df: pd.DataFrame, first: date, last: date, marks: Mapping[date, str]) -> Plot:
    days, totals = [first, *df["day"], last], [0, *df["total"], df["total"].iloc[-1] if len(df) else 0]
    top, length = nice_ticks(max(totals) * _HEADROOM), max((last - first).days, 1)
    line = Series(
        t(N_("votes")),
        tuple(float(one.toordinal()) for one in days),
        tuple(float(total) for total in totals),
        Fill.BLUE,
        t(N_("{n}\nvotes"), n=number(totals[-1])),
        steps=True,
    )
    return Plot(
        series=(line,),
        x_ticks=_days_between(first, last),
        y_ticks=tuple(Tick(value, number(value)) for value in top),
        first_x=first.toordinal() - length * _MARGIN,
        spots=tuple(_mark(at, words, top[-1]) for at, words in marks.items() if first <= at <= last),
        hover=tuple(_hover(at, total, more) for at, total, more in zip(days, totals, _changes(df), strict=True)),
    )


def _changes(df: pd.DataFrame) -> Sequence[int]:
    return [0, *df["votes"], 0]


def _days_between(first: date, last: date) -> tuple[Tick, ...]:
    """A few days, the first and the last among them; at least one day apart."""
    length = max((last - first).days, 1)
    places = [round(place * length / (_TICKS - 1)) for place in range(_TICKS)] if length >= _TICKS else [0, length]
    ordinals = [first.toordinal() + place for place in places]
    return tuple(Tick(one, day(date.fromordinal(one))) for one in ordinals)


def _mark(at: date, words: str, top: float) -> Spot:
    """A moment as an upright line with its words."""
    return Spot(at.toordinal(), top, words, hollow=True, drop=True, beside=True, hover=f"{words}: {day(at)}")


def _hover(at: date, total: int, more: int) -> str:
    words = t(N_("{day}: {n} votes"), day=day(at), n=number(total))
    return f"{words} ({number(more, signed=True)})" if more else words


def _columns() -> tuple[Column, ...]:
    return (
        Column("day", t(N_("Day")), Kind.DAY),
        Column("votes", t(N_("More or fewer")), Kind.SIGNED),
        Column("total", t(N_("Votes at the end of the day")), Kind.COUNT),
    )


def _alt(df: pd.DataFrame, total: int) -> str:
    if df.empty:
        return t(N_("No votes."))
    words = {"n": number(total), "first": day(df["day"].iloc[0]), "last": day(df["day"].iloc[-1])}
    return t(N_("A line in steps that goes to {n} votes between {first} and {last}."), **words)
