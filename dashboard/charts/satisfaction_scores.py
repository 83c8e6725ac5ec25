"""Which scores people gave, and how many of those who were asked answered."""

from typing import Any

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import n_text, too_few_sentence
from dashboard.charts.rows import Bar, BarPart, Bars
from dashboard.charts.satisfaction import NOBODY, SCORES
from dashboard.charts.spec import ChartSpec, Column, Fact, Footnote, Group, Key, Kind, Part, PartsBar, Table
from queries.percentiles import wilson

_SATISFIED = 4


def satisfaction_scores(df: pd.DataFrame, *, smallest_n: int = 5) -> ChartSpec:
    """How often each score was given. `df`: rows with score (1 to 5) and n; a score that nobody gave may be absent."""
    counts = df.groupby("score")["n"].sum().reindex(list(SCORES), fill_value=0)
    total = int(counts.sum())
    share = (counts / total if total >= max(smallest_n, 1) else counts * float("nan")).astype(float)
    frame = pd.DataFrame({"score": list(SCORES), "n": counts.to_numpy(), "share": share.to_numpy()})
    content = Bars(tuple(_score(row) for row in frame.iloc[::-1].to_dict("records")))
    return ChartSpec(
        conclusion=_scores_sentence(counts, total, smallest_n),
        content=content,
        table=Table(frame, _score_columns()),
        alt=t(N_("Bars per score: {bars}."), bars=", ".join(f"{bar.label}: {bar.text}" for bar in content.bars)),
        height=content.height,
        facts=_certainty(counts, total) if total >= max(smallest_n, 1) else (),
        footnote=Footnote(n_text(total)),
        empty=total == 0,
    )


def _certainty(counts: pd.Series, total: int) -> tuple[Fact, ...]:
    """Mean and share, and how sure the share is (Wilson)."""
    satisfied = int(counts[[score for score in SCORES if score >= _SATISFIED]].sum())
    low, high = wilson(satisfied, total) or (0.0, 1.0)
    mean = sum(score * int(counts[score]) for score in SCORES) / total
    between = t(N_("gives 4 or 5; with 95 % certainty {low} to {high}"), low=percent(low), high=percent(high))
    return (Fact(number(mean, decimals=1), t(N_("mean score of 5"))), Fact(percent(satisfied / total), between))


def _score(row: dict[Any, Any]) -> Bar:
    share = "" if pd.isna(row["share"]) else f" ({percent(row['share'], decimals=0)})"
    fill = Fill.BLUE if row["score"] >= _SATISFIED else Fill.GREY
    parts = (BarPart(int(row["n"]), fill, hover=f"{number(row['score'])}: {number(row['n'])}"),)
    return Bar(number(row["score"]), parts, f"{number(row['n'])}{share}")


def _scores_sentence(counts: pd.Series, total: int, smallest_n: int) -> str:
    if total == 0:
        return t(NOBODY)
    if total < smallest_n:
        return too_few_sentence(total, smallest_n)
    satisfied = int(counts[[score for score in SCORES if score >= _SATISFIED]].sum())
    words = {"share": percent(satisfied / total), "n": number(satisfied), "whole": number(total)}
    return t(N_("{share} gives 4 or 5: {n} of {whole}."), **words)


def _score_columns() -> tuple[Column, ...]:
    return (
        Column("score", t(N_("Score")), Kind.COUNT),
        Column("n", t(N_("Number")), Kind.COUNT),
        Column("share", t(N_("Share")), Kind.SHARE),
    )


def satisfaction_response(df: pd.DataFrame, *, smallest_n: int = 5) -> ChartSpec:
    """How many of those who were asked answered. `df`: one row with asked and responded (counts)."""
    asked, answered = int(df["asked"].iloc[0]), int(df["responded"].iloc[0])
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
        Column("responded", t(N_("Answered")), Kind.COUNT),
        Column("share", t(N_("Share")), Kind.SHARE),
    )
