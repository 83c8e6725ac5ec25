"""What stands beside the scores: whether citizens find it solved, and how often a closing did not hold."""

from typing import Any

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.axes import share_ticks_around
from dashboard.charts.contents import Plot, Series, Tick
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import maybe, month_name, n_text, too_few, too_few_sentence, withheld
from dashboard.charts.satisfaction import NOBODY
from dashboard.charts.scale import spread
from dashboard.charts.spec import ChartSpec, Column, Footnote, Group, Key, Kind, Part, PartsBar, Table


def found_solved(df: pd.DataFrame, *, smallest_n: int = 5) -> ChartSpec:
    """Whether those who answered find it solved. `df`: one row of counts with yes, no and unknown (did not say)."""
    yes, no, unknown = (int(df[name].iloc[0]) for name in ("yes", "no", "unknown"))
    said = yes + no
    parts = (
        Part(t(N_("solved")), yes, Fill.BLUE),
        Part(t(N_("not solved")), no, Fill.ORANGE),
        Part(t(N_("did not say")), unknown, Fill.OUTSIDE),
    )
    total = said + unknown
    frame = pd.DataFrame({"part": [part.label for part in parts], "n": [part.value for part in parts]})
    return ChartSpec(
        conclusion=_solved_sentence(yes, said, total, smallest_n),
        content=PartsBar((Group(t(N_("Answered: {n}"), n=number(total)), parts),)),
        table=Table(frame, (Column("part", t(N_("Answer"))), Column("n", t(N_("Number")), Kind.COUNT))),
        alt=t(N_("A bar in parts: {parts}."), parts=", ".join(f"{part.label} {number(part.value)}" for part in parts)),
        height=104,
        legend=tuple(Key(part.fill, part.label, number(part.value)) for part in parts),
        footnote=Footnote(n_text(total)),
        empty=total == 0,
    )


def _solved_sentence(yes: int, said: int, total: int, smallest_n: int) -> str:
    if total == 0:
        return t(NOBODY)
    if said < max(smallest_n, 1):
        return too_few_sentence(said, smallest_n)
    words = {"share": percent(yes / said), "n": number(yes), "whole": number(said)}
    return t(N_("{share} finds it solved: {n} of the {whole} who said so."), **words)


def reopened_trend(df: pd.DataFrame, *, smallest_n: int = 5) -> ChartSpec:
    """The share of closings that were reopened within 30 days, month by month.

    `df`: rows with month (first day), n (closings that could be followed for 30 days), again, share, last_year_n and
    last_year_share (the same month a year before). Months of fewer than `smallest_n` closings are gaps.
    """
    frame = withheld(df.sort_values("month"), ["share"], smallest_n)
    frame = withheld(frame, ["last_year_share"], smallest_n, n="last_year_n")
    frame = frame.assign(name=[month_name(month) for month in frame["month"]])
    total, again = int(frame["n"].sum()), int(frame["again"].sum())
    return ChartSpec(
        conclusion=_reopened_sentence(again, total, smallest_n),
        note=t(N_("By month of closing; the last 30 days cannot be judged yet.")),
        content=_reopened(frame),
        table=Table(frame, _reopened_columns()),
        alt=_reopened_alt(frame),
        height=232,
        footnote=Footnote(n_text(total)),
        empty=total == 0,
    )


def _reopened_sentence(again: int, total: int, smallest_n: int) -> str:
    if total == 0:
        return t(N_("No closing of this period could be followed for 30 days yet."))
    if total < max(smallest_n, 1):
        return too_few_sentence(total, smallest_n)
    words = {"share": percent(again / total), "n": number(again), "whole": number(total)}
    return t(N_("{share} was reopened within 30 days: {n} of {whole} closings."), **words)


def _reopened(frame: pd.DataFrame) -> Plot:
    lines = (_line(frame["share"], N_("now {share}")), _line(frame["last_year_share"], N_("last year {share}"), rank=1))
    shown = [value for line in lines if line for value in line.y if value is not None]
    return Plot(
        series=tuple(line for line in lines if line is not None),
        x_ticks=tuple(Tick(i, frame["name"].iloc[i]) for i in spread(len(frame), 4)) or (Tick(0, ""),),
        first_x=0.0,
        y_ticks=share_ticks_around([0.0, *shown]),
        hover=tuple(f"{row['name']}\n{_hover(row)}" for row in frame.to_dict("records")),
    )


def _line(column: pd.Series, label: str, *, rank: int = 0) -> Series | None:
    """The line with its last value at its end; None where no month has enough."""
    values = tuple(maybe(value) for value in column)
    last = next((value for value in reversed(values) if value is not None), None)
    if last is None:
        return None
    text, places = t(label, share=percent(last)), tuple(float(i) for i in range(len(values)))
    return Series(text, places, values, Fill.GREY if rank else Fill.BLUE, text, rank=rank, dashed=rank > 0)


def _hover(row: dict[Any, Any]) -> str:
    return too_few(row["n"]) if pd.isna(row["share"]) else f"{percent(row['share'])}, {n_text(row['n'])}"


def _reopened_columns() -> tuple[Column, ...]:
    return (
        Column("name", t(N_("Month"))),
        Column("n", t(N_("Closings followed for 30 days")), Kind.COUNT),
        Column("again", t(N_("Reopened")), Kind.COUNT),
        Column("share", t(N_("Share")), Kind.SHARE),
        Column("last_year_n", t(N_("Closings last year")), Kind.COUNT),
        Column("last_year_share", t(N_("Share last year")), Kind.SHARE),
    )


def _reopened_alt(frame: pd.DataFrame) -> str:
    known = frame.dropna(subset=["share"])
    if known.empty:
        return t(N_("No line."))
    words = {"first": known["name"].iloc[0], "last": known["name"].iloc[-1]}
    a, b = (percent(known["share"].iloc[i]) for i in (0, -1))
    return t(N_("A line from {a} in {first} to {b} in {last}."), a=a, b=b, **words)
