"""What people who answered think: by group, by score, over time, and how many answered."""

from typing import Any

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.axes import share_ticks
from dashboard.charts.contents import Bar, BarPart, Bars, Dot, Dots, Plot, Series, Target, Tick
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import joined, maybe, month_name, n_text, too_few, too_few_sentence, withheld
from dashboard.charts.scale import spread
from dashboard.charts.spec import ChartSpec, Column, Footnote, Group, Key, Kind, Part, PartsBar, Table, days_text

_NOBODY = N_("Nobody answered in this period.")
_SCORES = (1, 2, 3, 4, 5)
_SATISFIED = 4


def satisfaction_by(df: pd.DataFrame, *, heading: str, overall: float | None = None, smallest_n: int = 5) -> ChartSpec:
    """The share of scores of 4 or 5 per service, theme, outcome or channel, with how sure that is.

    `df`: a row per group with label (name), n (scores), share, low, high (Wilson 95 %; shares 0 to 1) and mean (1 to
    5). `heading` is what a group is, in the reader's language. `overall` is the share over all groups.
    """
    frame = withheld(df, ["share", "low", "high", "mean"], smallest_n).sort_values(["share", "n"], ascending=False)
    dots, known = tuple(_group(row) for row in frame.to_dict("records")), frame.dropna(subset=["share"])
    target = None if overall is None else Target(overall, t(N_("all {share}"), share=percent(overall, decimals=0)))
    content = Dots(dots, share_ticks(min([*known["low"], 1 if overall is None else overall])), target)
    total = int(frame["n"].sum())
    return ChartSpec(
        conclusion=_compared(known, overall) if total else t(_NOBODY),
        note=t(N_("Share of scores of 4 or 5; the bar holds the true share with 95 % certainty.")),
        content=content,
        table=Table(frame, _group_columns(heading)),
        alt=t(N_("Dots: {dots}."), dots=", ".join(f"{dot.label} {dot.text}" for dot in dots)),
        height=content.height,
        footnote=Footnote(n_text(total)),
        empty=total == 0,
    )


def _group(row: dict[Any, Any]) -> Dot:
    share = maybe(row["share"])
    if share is None:
        return Dot(row["label"], None, too_few(row["n"]))
    hover = f"{row['label']}: {percent(share)}<br>{percent(row['low'])} – {percent(row['high'])}<br>{n_text(row['n'])}"
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


def _group_columns(heading: str) -> tuple[Column, ...]:
    return (
        Column("label", heading),
        Column("n", t(N_("Scores")), Kind.COUNT),
        Column("share", t(N_("Share of 4 or 5")), Kind.SHARE),
        Column("low", t(N_("At least, 95 %")), Kind.SHARE),
        Column("high", t(N_("At most, 95 %")), Kind.SHARE),
        Column("mean", t(N_("Mean score")), Kind.DECIMAL),
    )


def satisfaction_scores(df: pd.DataFrame, *, smallest_n: int = 5) -> ChartSpec:
    """How often each score was given. `df`: rows with score (1 to 5) and n; a score that nobody gave may be absent."""
    counts = df.groupby("score")["n"].sum().reindex(list(_SCORES), fill_value=0)
    total = int(counts.sum())
    share = (counts / total if total >= max(smallest_n, 1) else counts * float("nan")).astype(float)
    frame = pd.DataFrame({"score": list(_SCORES), "n": counts.to_numpy(), "share": share.to_numpy()})
    content = Bars(tuple(_score(row) for row in frame.iloc[::-1].to_dict("records")))
    return ChartSpec(
        conclusion=_scores_sentence(counts, total, smallest_n),
        content=content,
        table=Table(frame, _score_columns()),
        alt=t(N_("Bars per score: {bars}."), bars=", ".join(f"{bar.label}: {bar.text}" for bar in content.bars)),
        height=content.height,
        footnote=Footnote(n_text(total)),
        empty=total == 0,
    )


def _score(row: dict[Any, Any]) -> Bar:
    share = "" if pd.isna(row["share"]) else f" ({percent(row['share'], decimals=0)})"
    fill = Fill.BLUE if row["score"] >= _SATISFIED else Fill.GREY
    parts = (BarPart(int(row["n"]), fill, hover=f"{number(row['score'])}: {number(row['n'])}"),)
    return Bar(number(row["score"]), parts, f"{number(row['n'])}{share}")


def _scores_sentence(counts: pd.Series, total: int, smallest_n: int) -> str:
    if total == 0:
        return t(_NOBODY)
    if total < smallest_n:
        return too_few_sentence(total, smallest_n)
    satisfied = int(counts[[score for score in _SCORES if score >= _SATISFIED]].sum())
    words = {"share": percent(satisfied / total), "n": number(satisfied), "whole": number(total)}
    mean = sum(score * int(counts[score]) for score in _SCORES) / total
    return t(N_("{share} gives 4 or 5: {n} of {whole}. The mean is {mean}."), mean=number(mean, decimals=1), **words)


def _score_columns() -> tuple[Column, ...]:
    return (
        Column("score", t(N_("Score")), Kind.COUNT),
        Column("n", t(N_("Number")), Kind.COUNT),
        Column("share", t(N_("Share")), Kind.SHARE),
    )


def satisfaction_response(df: pd.DataFrame, *, smallest_n: int = 5) -> ChartSpec:
    """How many of those who were asked answered. `df`: one row with asked and answered (counts)."""
    asked, answered = int(df["asked"].iloc[0]), int(df["answered"].iloc[0])
    share = answered / asked if asked >= max(smallest_n, 1) else None
    parts = (
        Part(t(N_("answered")), answered, Fill.BLUE),
        Part(t(N_("did not answer")), asked - answered, Fill.OUTSIDE),
    )
    frame = df.assign(share=pd.Series(share, index=df.index, dtype=float))
    return ChartSpec(
        conclusion=_response_sentence(share, answered, asked, smallest_n),
        content=PartsBar((Group(t(N_("Asked: {n}"), n=number(asked)), parts),)),
        table=Table(frame, _response_columns()),
        alt=t(N_("A bar in parts: {parts}."), parts=", ".join(f"{part.label} {number(part.value)}" for part in parts)),
        height=104,
        legend=tuple(Key(part.fill, part.label, number(part.value)) for part in parts),
        footnote=Footnote(n_text(asked)),
        empty=asked == 0,
    )


def _response_sentence(share: float | None, answered: int, asked: int, smallest_n: int) -> str:
    if asked == 0:
        return t(N_("Nobody was asked in this period."))
    if share is None:
        return too_few_sentence(asked, smallest_n)
    words = {"n": number(answered), "whole": number(asked)}
    return t(N_("{share} answered: {n} of {whole}."), share=percent(share), **words)


def _response_columns() -> tuple[Column, ...]:
    return (
        Column("asked", t(N_("Asked")), Kind.COUNT),
        Column("answered", t(N_("Answered")), Kind.COUNT),
        Column("share", t(N_("Share")), Kind.SHARE),
    )


def satisfaction_trend(df: pd.DataFrame, *, target: float | None = None, smallest_n: int = 5) -> ChartSpec:
    """The mean score, month by month.

    `df`: rows with month (first day), n (scores), mean (1 to 5), share (of 4 or 5) and last_year_mean with
    last_year_n (null and 0 where there was nothing). `target` is a mean. Months of fewer than `smallest_n` are gaps.
    """
    frame = withheld(df.sort_values("month"), ["mean", "share"], smallest_n)
    frame = withheld(frame, ["last_year_mean"], smallest_n, n="last_year_n")
    frame = frame.assign(name=[month_name(month) for month in frame["month"]])
    total, known = int(frame["n"].sum()), frame.dropna(subset=["mean"])
    return ChartSpec(
        conclusion=_trend_sentence(known, target) if total else t(_NOBODY),
        note=t(N_("Mean score from 1 to 5; the axis shows all of it.")),
        content=_trend(frame, target),
        table=Table(frame, _trend_columns()),
        alt=_trend_alt(known),
        height=232,
        footnote=Footnote(n_text(total)),
        empty=total == 0,
    )


def _trend(frame: pd.DataFrame, target: float | None) -> Plot:
    places = tuple(float(i) for i in range(len(frame)))
    lines = (
        Series(t(N_("mean")), places, _values(frame["mean"]), Fill.BLUE, _end(N_("now {mean}"), frame["mean"])),
        Series(
            t(N_("last year")),
            places,
            _values(frame["last_year_mean"]),
            Fill.GREY,
            _end(N_("last year {mean}"), frame["last_year_mean"]),
            rank=1,
            dashed=True,
        ),
    )
    label = "" if target is None else t(N_("target {value}"), value=days_text(target))
    return Plot(
        series=tuple(line for line in lines if line.label),
        x_ticks=tuple(Tick(i, frame["name"].iloc[i]) for i in spread(len(frame), 4)),
        first_x=0.0,
        y_ticks=tuple(Tick(score, number(score)) for score in _SCORES),
        target=None if target is None else Target(target, label),
        hover=tuple(f"{row['name']}<br>{_hover(row)}" for row in frame.to_dict("records")),
    )


def _hover(row: dict[Any, Any]) -> str:
    return too_few(row["n"]) if pd.isna(row["mean"]) else f"{days_text(row['mean'])}, {n_text(row['n'])}"


def _values(column: pd.Series) -> tuple[float | None, ...]:
    return tuple(maybe(value) for value in column)


def _end(message: str, column: pd.Series) -> str:
    known = column.dropna()
    return "" if known.empty else t(message, mean=number(known.iloc[-1], decimals=1))


def _trend_sentence(known: pd.DataFrame, target: float | None) -> str | None:
    """Where the last known month stands against the target, else against a year before."""
    if known.empty:
        return None
    last = known.iloc[-1]
    words = {"mean": number(last["mean"], decimals=1), "month": last["name"]}
    if target is not None:
        met = round(last["mean"], 1) >= target
        message = N_("{mean} in {month}: the target is met.") if met else N_("{mean} in {month}: below the target.")
        return t(message, **words)
    before = maybe(last["last_year_mean"])
    if before is None:
        return t(N_("{mean} in {month}."), **words)
    return t(N_("{mean} in {month}, {before} a year before."), before=number(before, decimals=1), **words)


def _trend_columns() -> tuple[Column, ...]:
    return (
        Column("name", t(N_("Month"))),
        Column("n", t(N_("Scores")), Kind.COUNT),
        Column("mean", t(N_("Mean score")), Kind.DECIMAL),
        Column("share", t(N_("Share of 4 or 5")), Kind.SHARE),
        Column("last_year_mean", t(N_("Mean score last year")), Kind.DECIMAL),
    )


def _trend_alt(known: pd.DataFrame) -> str:
    if known.empty:
        return t(N_("No line."))
    words = {"first": known["name"].iloc[0], "last": known["name"].iloc[-1]}
    a, b = (number(known["mean"].iloc[i], decimals=1) for i in (0, -1))
    return t(N_("A line from {a} in {first} to {b} in {last}."), a=a, b=b, **words)
