"""Proposals by neighbourhood, beside their inhabitants: named only where the interval is sure of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.axes import day_ticks
from dashboard.charts.contents import Mark, Target
from dashboard.charts.phrases import NO_PROPOSALS, joined, maybe, n_text, withheld
from dashboard.charts.rows import Dot, Dots
from dashboard.charts.spec import ChartSpec, Column, Fact, Footnote, Key, Kind, Table

MOST_DOTS, MOST_NAMES = 20, 3
_RATES = ("per_1000", "low", "high")
_WITHOUT_AREA = N_("Unknown neighbourhood")


@dataclass(frozen=True)
class Counted:
    """What is counted, as msgids: its name, and what is said where there is none, or too few to compare or show."""

    name: str
    none: str
    few: str
    hidden: str


PROPOSALS = Counted(
    N_("Proposals"),
    NO_PROPOSALS,
    N_("Too few proposals, or inhabitants that are not known: neighbourhoods cannot be compared."),
    N_("with fewer than {least} proposals, not shown: {n}"),
)
PLACES = Counted(
    N_("Chosen places"),
    N_("No place was chosen in this period."),
    N_("Too few chosen places, or inhabitants that are not known: neighbourhoods cannot be compared."),
    N_("with fewer than {least} chosen places, not shown: {n}"),
)


def equity(df: pd.DataFrame, whole: pd.DataFrame, *, what: Counted = PROPOSALS, smallest_n: int = 5) -> ChartSpec:
    """Proposals, or `what` else is counted, per 1 000 inhabitants of each neighbourhood, with their interval, beside
    the average of all together.

    `df`: rows with area (name), n, inhabitants, per_1000, low and high (null where the inhabitants are not known).
    `whole`: one row with n, per_1000, similarity (null without any), unknown and unplaced (proposals that lie in no
    neighbourhood of which the inhabitants are known). Rates of fewer than `smallest_n` proposals are withheld; their
    interval counts in the sentence, for what lies far below the average has few.
    """
    every = df.assign(area=df["area"].fillna(t(_WITHOUT_AREA)))
    frame = withheld(every, _RATES, smallest_n)
    rated = frame.dropna(subset=["per_1000"]).sort_values("per_1000", ascending=False, kind="stable")
    average, dots = maybe(whole["per_1000"].iloc[0]), tuple(_dot(row) for row in rated.to_dict("records")[:MOST_DOTS])
    highest = max((dot.high for dot in dots if dot.high is not None), default=1.0)
    line = None if average is None else Target(average, _average(average))
    content = Dots(dots, day_ticks(highest), line)
    return ChartSpec(
        conclusion=equity_sentence(every, average, smallest_n, what=what),
        note=_note(whole.iloc[0]),
        content=content,
        table=Table(frame, _columns(what)),
        alt=t(N_("Dots: {dots}."), dots=", ".join(f"{dot.label} {dot.text}" for dot in dots)),
        height=content.height,
        legend=(Key(Mark.DOT, t(N_("per 1,000 inhabitants"))), Key(Mark.RANGE, t(N_("95 % certain for all together")))),
        facts=_similarity(whole.iloc[0], smallest_n),
        footnote=_footnote(frame, len(rated), smallest_n, what),
        empty=rated.empty,
    )


def _average(rate: float) -> str:
    return t(N_("average {rate}"), rate=number(rate, decimals=1))


def _dot(row: Mapping[Any, Any]) -> Dot:
    rate, low, high = (float(row[name]) for name in _RATES)
    between = t(N_("{low} to {high}"), low=number(low, decimals=1), high=number(high, decimals=1))
    text, n = number(rate, decimals=1), n_text(row["n"])
    return Dot(row["area"], rate, text, n, low=low, high=high, hover=f"{row['area']}: {text}\n{between}, {n}")


def equity_sentence(
    frame: pd.DataFrame, average: float | None, smallest_n: int, *, what: Counted = PROPOSALS
) -> str | None:
    """Which neighbourhoods lie above or below the average, with 95 % certainty for all together.

    `frame`: rows with area, n, per_1000, low and high (null where not known).
    """
    if not frame["n"].sum():
        return t(what.none)
    known = frame.dropna(subset=["per_1000"])
    if average is None or (known["n"] < smallest_n).all():
        return t(what.few)
    if len(known) < 2:
        return None
    above, below = clearly_above(known, average), known.loc[known["high"] < average, "area"].tolist()
    if above and below:
        words = {"above": _names(above), "below": _names(below)}
        return t(N_("Clearly above average: {above}; clearly below it: {below}."), **words)
    if above:
        return t(N_("Clearly above average: {above}."), above=_names(above))
    if below:
        return t(N_("Clearly below average: {below}."), below=_names(below))
    return t(N_("No neighbourhood differs clearly from the average."))


def clearly_above(known: pd.DataFrame, average: float) -> list[str]:
    """The names of the neighbourhoods whose interval lies above the average."""
    return [str(name) for name in known.loc[known["low"] > average, "area"]]


def _names(areas: list[str]) -> str:
    if len(areas) <= MOST_NAMES:
        return joined(areas)
    return t(N_("{n} neighbourhoods"), n=number(len(areas)))


def _note(whole: pd.Series) -> str | None:
    """What lies in no neighbourhood that can be compared."""
    apart = int(whole["unknown"] + whole["unplaced"])
    if not apart:
        return None
    return t(N_("Not counted, without neighbourhood or without known inhabitants: {n}."), n=number(apart))


def _similarity(whole: pd.Series, smallest_n: int) -> tuple[Fact, ...]:
    if whole["n"] < smallest_n or pd.isna(whole["similarity"]):
        return ()
    words = t(N_("spread over neighbourhoods as the inhabitants are ({n})"), n=n_text(whole["n"]))
    return (Fact(percent(float(whole["similarity"]), decimals=0), words),)


def _footnote(frame: pd.DataFrame, rated: int, smallest_n: int, what: Counted) -> Footnote:
    few = int(((frame["n"] < smallest_n) & frame["inhabitants"].notna()).sum())
    told = [n_text(frame["n"].sum())]
    if few:
        words = {"n": number(few), "least": number(smallest_n)}
        told.append(t(what.hidden, **words))
    if rated > MOST_DOTS:
        told.append(t(N_("shown: the {n} highest"), n=number(MOST_DOTS)))
    return Footnote(" · ".join(told))


def _columns(what: Counted) -> tuple[Column, ...]:
    return (
        Column("area", t(N_("Neighbourhood"))),
        Column("n", t(what.name), Kind.COUNT),
        Column("inhabitants", t(N_("Inhabitants")), Kind.COUNT),
        Column("per_1000", t(N_("Per 1,000 inhabitants")), Kind.DECIMAL),
        Column("low", t(N_("At least, 95 % certain for all together")), Kind.DECIMAL, essential=False),
        Column("high", t(N_("At most, 95 % certain for all together")), Kind.DECIMAL, essential=False),
    )
