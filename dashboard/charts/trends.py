"""Weekly series with what was expected of them: all together, the largest side by side, and signals as a table."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from config.language import N_, number, t
from dashboard.charts.axes import count_ticks_around
from dashboard.charts.contents import Panel, Panels, Plain, Plot, Series, Spot, Tick
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import joined, maybe, n_text
from dashboard.charts.scale import spread
from dashboard.charts.spec import ChartSpec, Column, Footnote, Key, Kind, Table, week_name
from dashboard.charts.trends_words import basis_words, named_by, rounded, signal_detail, weeks_words
from queries.filters import By
from queries.trends import TOTAL

Pick = Callable[[str], str]
"""The address that leads to one series, by its code."""
NOTHING = N_("Nothing came in, in the weeks up to the end of this period.")
SHOWN_PANELS, PANEL_WEEKS = 12, 26


def weekly_total(df: pd.DataFrame) -> ChartSpec:
    """What came in week by week, all together, with what was expected.

    `df`: rows of `queries.signals.series`; of these the ones with code ''.
    """
    frame = df[df["code"] == TOTAL].sort_values("week_start").reset_index(drop=True)
    weeks = [week_name(week) for week in frame["week_start"]]
    total = int(frame["n"].sum())
    return ChartSpec(
        conclusion=_week_sentence(frame.iloc[-1]) if len(frame) else t(NOTHING),
        note=basis_words(frame["basis"].iloc[0], int(frame["history"].iloc[0])) if len(frame) else None,
        content=_plot(frame, weeks),
        table=Table(frame, _week_columns()),
        alt=_alt(frame, weeks),
        height=280,
        legend=_legend(frame),
        footnote=Footnote(n_text(total)),
        empty=total == 0,
    )


def _plot(frame: pd.DataFrame, weeks: list[str]) -> Plot:
    places = tuple(float(i) for i in range(len(frame)))
    counts, expected, low, high = (_values(frame, name) for name in ("n", "expected", "low", "high"))
    known = [value for values in (counts, high) for value in values if value is not None]
    lines = [Series(t(N_("came in")), places, counts, Fill.BLUE, _last(counts))]
    if any(value is not None for value in expected):
        name = t(N_("expected"))
        lines.append(Series(name, places, expected, Fill.GREY, low=low, high=high, rank=1, dashed=True))
    above = tuple(
        Spot(float(i), float(row["n"]), missed=True, hover=_week_words(row))
        for i, row in enumerate(frame.to_dict("records"))
        if row["above"]
    )
    return Plot(
        series=tuple(lines) if len(frame) else (),
        x_ticks=tuple(Tick(i, weeks[i]) for i in spread(len(weeks), 5)) or (Tick(0, ""),),
        first_x=0.0,
        y_ticks=count_ticks_around([0, *known]),
        spots=above,
        hover=tuple(_week_words(row) for row in frame.to_dict("records")),
    )


def _values(frame: pd.DataFrame, name: str) -> tuple[float | None, ...]:
    return tuple(maybe(value) for value in frame[name])


def _last(values: tuple[float | None, ...]) -> str:
    return number(values[-1]) if values and values[-1] is not None else ""


def _legend(frame: pd.DataFrame) -> tuple[Key, ...]:
    if frame["expected"].isna().all():
        return ()
    return Key(Fill.BLUE, t(N_("came in"))), Key(Fill.GREY, t(N_("expected, with its band of 95 %")))


def _week_words(row: Mapping[Any, Any]) -> str:
    lines = [week_name(row["week_start"]), n_text(row["n"])]
    if not pd.isna(row["expected"]):
        words = {"low": number(row["low"]), "high": number(row["high"])}
        lines.append(t(N_("expected {expected} ({low} to {high})"), expected=rounded(row["expected"]), **words))
    return "\n".join(lines)


def _week_sentence(row: pd.Series) -> str:
    """The last complete week against its expectation."""
    words = {"n": number(row["n"]), "week": week_name(row["week_start"])}
    if pd.isna(row["expected"]):
        return t(N_("{n} in {week}."), **words)
    words |= {"expected": rounded(row["expected"]), "low": number(row["low"]), "high": number(row["high"])}
    if row["n"] > row["high"]:
        return t(N_("{n} in {week}: more than expected ({expected}, at most {high})."), **words)
    if row["n"] < row["low"]:
        return t(N_("{n} in {week}: less than expected ({expected}, at least {low})."), **words)
    return t(N_("{n} in {week}: as expected ({low} to {high})."), **words)


def _alt(frame: pd.DataFrame, weeks: list[str]) -> str:
    if frame.empty:
        return t(N_("No line."))
    a, b = (number(frame["n"].iloc[i]) for i in (0, -1))
    return t(N_("A line from {a} in {first} to {b} in {last}."), a=a, b=b, first=weeks[0], last=weeks[-1])


def _week_columns() -> tuple[Column, ...]:
    return (
        Column("week_start", t(N_("Week")), Kind.WEEK),
        Column("n", t(N_("Came in")), Kind.COUNT),
        Column("expected", t(N_("Expected")), Kind.DECIMAL),
        Column("low", t(N_("At least, 95 %")), Kind.COUNT),
        Column("high", t(N_("At most, 95 %")), Kind.COUNT),
    )


# --- side by side --------------------------------------------------------------------------------------------------
def weekly_members(df: pd.DataFrame, by: By, *, pick: Pick) -> ChartSpec:
    """The last half year of the members of a dimension below each other, each on its own scale: those with signals
    first, then the largest.

    `df`: rows of `queries.signals.series`; those of all together are left out.
    """
    frame = named_by(df[df["code"] != TOTAL], by)
    weeks = sorted(set(frame["week_start"]))[-PANEL_WEEKS:]
    shown = frame[frame["week_start"].isin(weeks)]
    order = _order(shown)
    panels = tuple(_panel(shown[shown["code"] == code], pick(code)) for code in order[:SHOWN_PANELS])
    ticks = tuple(Tick(i, week_name(weeks[i])) for i in spread(len(weeks), 4)) or (Tick(0, ""),)
    content = Panels(panels, ticks, 1.0)
    return ChartSpec(
        conclusion=_members_sentence(shown, order) if len(frame) else t(NOTHING),
        note=t(N_("Columns: what came in each week; grey: the band of 95 %. Each row has a scale of its own.")),
        content=content,
        table=Table(frame, (Column("label", t(N_("Series"))), *_week_columns())),
        alt=t(N_("Columns per week: {panels}."), panels=", ".join(f"{one.label} {one.text}" for one in panels)),
        height=content.height,
        footnote=Footnote(_left_out(len(order))),
        empty=frame.empty,
    )


def _order(frame: pd.DataFrame) -> list[str]:
    sums = frame.groupby("code", sort=False).agg(clear=("clear", "any"), above=("above", "any"), n=("n", "sum"))
    return list(sums.sort_values(["clear", "above", "n"], ascending=False, kind="stable").index)


def _left_out(count: int) -> str:
    words = {"n": number(min(count, SHOWN_PANELS)), "whole": number(count)}
    return t(N_("{n} of {whole} series; the others stand in the table"), **words)


def _panel(own: pd.DataFrame, pick: str) -> Panel:
    rows = own.sort_values("week_start").to_dict("records")
    label, highest = rows[0]["label"], max(float(own[name].fillna(0).max()) for name in ("n", "high"))
    return Panel(
        label,
        tuple(float(row["n"]) for row in rows),
        t(N_("{n} in {week}"), n=number(rows[-1]["n"]), week=week_name(rows[-1]["week_start"])),
        hover=tuple(f"{label}\n{_week_words(row)}" for row in rows),
        low=tuple(maybe(row["low"]) for row in rows),
        high=tuple(maybe(row["high"]) for row in rows),
        missed=tuple(bool(row["above"]) for row in rows),
        top=max(highest, 1.0),
        pick=pick,
    )


def _members_sentence(frame: pd.DataFrame, order: list[str]) -> str:
    names = frame.drop_duplicates("code").set_index("code")["label"]
    clear = [str(names[code]) for code in order if frame.loc[frame["code"] == code, "clear"].any()]
    if clear:
        return t(N_("Clearly more than expected: {names}."), names=joined(clear))
    above = [code for code in order if frame.loc[frame["code"] == code, "above"].any()]
    if above:
        words = {"n": number(len(above)), "whole": number(len(order))}
        return t(N_("{n} of {whole} had a week above the band; that may be chance."), **words)
    return t(N_("No week lies above its band."))


# --- signals as a table --------------------------------------------------------------------------------------------
def signal_table(df: pd.DataFrame, by: By, *, pick: Pick) -> ChartSpec:
    """The signals as rows, as they stand in a file. `df`: rows of `queries.signals.signals`."""
    frame = named_by(df, by)
    rows = frame.to_dict("records")
    frame = frame.assign(
        weeks=[weeks_words(row["first_week"], row["last_week"]) for row in rows],
        said=[signal_detail(row) for row in rows],
        href=[pick(row["code"]) for row in rows],
    )
    clear = int(frame["clear"].sum())
    return ChartSpec(
        conclusion=_signals_sentence(len(frame), clear),
        content=Plain(t(N_("Signals"))),
        table=Table(frame, _signal_columns()),
        alt=t(N_("A table of {n} signals."), n=number(len(frame))),
        height=200,
        footnote=Footnote(n_text(len(frame))),
        empty=frame.empty,
    )


def _signals_sentence(n: int, clear: int) -> str:
    if not n:
        return t(N_("No signals in the last 13 complete weeks."))
    words = {"n": number(n), "clear": number(clear)}
    return t(N_("Signals in the last 13 complete weeks: {n}, of which {clear} clear."), **words)


def _signal_columns() -> tuple[Column, ...]:
    return (
        Column("label", t(N_("Series")), href="href"),
        Column("weeks", t(N_("Weeks"))),
        Column("total", t(N_("Came in")), Kind.COUNT),
        Column("total_expected", t(N_("Expected")), Kind.DECIMAL),
        Column("n", t(N_("Most in a week")), Kind.COUNT),
        Column("high", t(N_("At most, 95 %")), Kind.COUNT),
        Column("said", t(N_("What there is to it")), width=3),
    )
