"""How long proposals wait: for moderation, for an answer, for a choice and for its motivation."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from config.language import N_, current_language, number, t
from config.vocabularies import proposal_steps
from dashboard.charts.axes import day_ticks
from dashboard.charts.contents import Mark
from dashboard.charts.phrases import half_and_most, maybe, n_text, short_days, too_few, withheld
from dashboard.charts.rows import Dot, Dots
from dashboard.charts.spec import ChartSpec, Column, Footnote, Key, Kind, Table, days_text
from dashboard.charts.units import DAY_UNITS
from queries.filters import Days

SHOWN = ("moderation", "first_answer", "choice", "explanation")
"""The steps from submission to the motivation of a choice."""


def steps(df: pd.DataFrame, *, days: Days = Days.WORKING, smallest_n: int = 5) -> ChartSpec:
    """How long each step took of what ended in the period, and how much is under way.

    `df`: rows with step, n, median, p90 (days), open (under way, count) and age_median (days; null when not known, as
    open is). Numbers of fewer than `smallest_n` cases are withheld.
    """
    own = df[df["step"].isin(SHOWN) & ((df["n"] > 0) | (df["open"].fillna(0) > 0))]
    frame = withheld(own.assign(open=own["open"].fillna(0)), ["median", "p90"], smallest_n)
    frame = withheld(frame, ["age_median"], smallest_n, n="open").assign(open=own["open"])
    frame = frame.assign(name=[proposal_steps()[step].label(current_language()) for step in frame["step"]])
    unit, dots = t(DAY_UNITS[days]), tuple(_step(row, days) for row in frame.to_dict("records"))
    content = Dots(dots, day_ticks(max((dot.high for dot in dots if dot.high is not None), default=1)))
    return ChartSpec(
        conclusion=_sentence(frame, unit),
        note=t(N_("In {unit}, of steps that ended in the period; what is under way stands beside it."), unit=unit),
        content=content,
        table=Table(frame, _columns(unit)),
        alt=t(N_("Dots per step: {dots}."), dots=", ".join(f"{dot.label} {dot.text}" for dot in dots)),
        height=content.height,
        legend=(Key(Mark.DOT, t(N_("half within"))), Key(Mark.RANGE, t(N_("to nine in ten")))),
        footnote=Footnote(n_text(frame["n"].max() if len(frame) else 0)),
        empty=frame.empty,
    )


def _step(row: Mapping[Any, Any], days: Days) -> Dot:
    median, p90 = maybe(row["median"]), maybe(row["p90"])
    text = too_few(row["n"]) if median is None else half_and_most(median, p90, days)
    return Dot(row["name"], median, text, _aside(row, days), low=median, high=p90)


def _aside(row: Mapping[Any, Any], days: Days) -> str:
    """n, and what is under way with its age."""
    open_ones, age = maybe(row["open"]), maybe(row["age_median"])
    if not open_ones:
        return n_text(row["n"])
    if age is None:
        return t(N_("n = {n}, {open} open"), n=number(row["n"]), open=number(open_ones))
    words = {"n": number(row["n"]), "open": number(open_ones), "days": short_days(age, days)}
    return t(N_("n = {n}, {open} open, half up to {days}"), **words)


def _sentence(frame: pd.DataFrame, unit: str) -> str | None:
    """The step with the longest median, when it is the only one and no other step has older ones under way."""
    if frame.empty:
        return t(N_("No step of a proposal ended in this period, and none is under way."))
    known = frame.dropna(subset=["median"]).sort_values("median", ascending=False)
    if len(known) < 2 or days_text(known["median"].iloc[0]) == days_text(known["median"].iloc[1]):
        return None
    others = frame[frame["step"] != known["step"].iloc[0]]
    if (others["age_median"].astype(float) >= known["median"].iloc[0]).any():
        return None
    words = {"step": known["name"].iloc[0], "days": days_text(known["median"].iloc[0]), "unit": unit}
    return t(N_("{step} takes longest: half within {days} {unit}."), **words)


def _columns(unit: str) -> tuple[Column, ...]:
    return (
        Column("name", t(N_("Step"))),
        Column("n", t(N_("Ended")), Kind.COUNT),
        Column("median", t(N_("Median, {unit}"), unit=unit), Kind.DECIMAL),
        Column("p90", t(N_("p90, {unit}"), unit=unit), Kind.DECIMAL),
        Column("open", t(N_("Open")), Kind.COUNT),
        Column("age_median", t(N_("Median age of open ones, {unit}"), unit=unit), Kind.DECIMAL),
    )
