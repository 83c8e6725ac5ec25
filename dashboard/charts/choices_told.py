"""Whether choices are explained, and how long that took."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.axes import day_ticks
from dashboard.charts.choices import NO_CHOICES, outcome_name
from dashboard.charts.contents import Mark
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import (
    NO_PICKS,
    WITHOUT_THEME,
    half_and_most,
    maybe,
    n_text,
    named,
    short_days,
    too_few,
    withheld,
)
from dashboard.charts.rows import Bar, BarPart, Bars, Dot, Dots
from dashboard.charts.spec import ChartSpec, Column, Fact, Footnote, Key, Kind, Table, days_text
from dashboard.charts.units import DAY_UNITS
from queries.filters import Days


def coverage(
    df: pd.DataFrame,
    themes: pd.DataFrame,
    told: pd.DataFrame,
    *,
    picks: Mapping[str, str] = NO_PICKS,
    smallest_n: int = 5,
) -> ChartSpec:
    """Of how many places that were decided on the motivation is published, by theme.

    `df`: rows with outcome (null: all of them), decided and motivated; none for who may know only what is public.
    `themes`: rows with theme (name, null without), decided and motivated. `told`: one row with published (choices
    published in the period) and explained (of these, with a motivation). A share of fewer than `smallest_n` places is
    withheld. `picks` are the addresses with one theme, by its name.
    """
    if df.empty:
        return _of_published(told, smallest_n)
    whole = df[df["outcome"].isna()].iloc[0]
    frame = _shares(themes.assign(theme=named(themes["theme"], WITHOUT_THEME)), smallest_n)
    content = Bars(tuple(_bar(row, picks) for row in frame.to_dict("records")), whole=1)
    decided, motivated = int(whole["decided"]), int(whole["motivated"])
    return ChartSpec(
        conclusion=_covered_sentence(motivated, decided, smallest_n),
        note=_left_out(df),
        content=content,
        table=Table(frame, _columns(t(N_("Decided")))),
        alt=t(N_("Bars per theme: {bars}."), bars=", ".join(f"{bar.label} {bar.text}" for bar in content.bars)),
        height=content.height,
        legend=_legend(),
        footnote=Footnote(n_text(decided)),
        empty=decided == 0,
        picks={"theme": picks},
    )


def _legend() -> tuple[Key, ...]:
    return Key(Fill.BLUE, t(N_("motivation published"))), Key(Fill.OUTSIDE, t(N_("not yet")))


def _shares(frame: pd.DataFrame, smallest_n: int) -> pd.DataFrame:
    enough = frame["decided"].astype(float).where(frame["decided"] >= max(smallest_n, 1))
    return frame.assign(share=(frame["motivated"].astype(float) / enough).astype(float))


def _bar(row: Mapping[Any, Any], picks: Mapping[str, str] = NO_PICKS) -> Bar:
    name, words = row["theme"], {"n": number(row["motivated"]), "whole": number(row["decided"])}
    if pd.isna(row["share"]):
        return Bar(name, (), too_few(row["decided"]))
    share = float(row["share"])
    hover = f"{name}: {percent(share)}"
    parts = BarPart(share, Fill.BLUE, hover=hover), BarPart(1 - share, Fill.OUTSIDE, hover=hover)
    return Bar(name, parts, percent(share), aside=t(N_("{n} of {whole}"), **words), pick=picks.get(name, ""))


def _covered_sentence(motivated: int, decided: int, smallest_n: int) -> str:
    if decided == 0:
        return t(NO_CHOICES)
    words = {"n": number(motivated), "whole": number(decided)}
    if motivated == decided == 1:
        return t(N_("Everybody can read why: the motivation of the only place is published."))
    if motivated == decided:
        return t(N_("Everybody can read why: the motivation of each of the {whole} places is published."), **words)
    if decided < smallest_n:
        return t(N_("The motivation of {n} of the {whole} places that were decided on is published."), **words)
    words["share"] = percent(motivated / decided)
    return t(N_("The motivation of {share} of the places that were decided on is published: {n} of {whole}."), **words)


def _left_out(df: pd.DataFrame) -> str | None:
    """What is still to be explained, by outcome."""
    own = df[df["outcome"].notna()]
    left = own.assign(n=own["decided"] - own["motivated"]).to_dict("records")
    told = [f"{outcome_name(row['outcome']).lower()} {number(row['n'])}" for row in left if row["n"]]
    return t(N_("Still to explain: {what}."), what=", ".join(told)) if told else None


def _of_published(told: pd.DataFrame, smallest_n: int) -> ChartSpec:
    """The same for who may know only what is public."""
    row = told.iloc[0]
    published, explained = int(row["published"]), int(row["explained"])
    name = t(N_("Published choices"))
    frame = _shares(pd.DataFrame([{"theme": name, "decided": published, "motivated": explained}]), smallest_n)
    content = Bars(tuple(_bar(one) for one in frame.to_dict("records")), whole=1)
    words = {"n": number(explained), "whole": number(published)}
    sentence = N_("Of the {whole} choices that were published, {n} have a motivation.")
    if explained == published:
        sentence = N_("Each choice that was published has a motivation: {whole}.")
    return ChartSpec(
        conclusion=t(sentence, **words) if published else t(N_("No choice was published in this period.")),
        note=t(N_("Of what was decided on and is not published, this page tells nothing.")),
        content=content,
        table=Table(frame, _columns(t(N_("Published")))),
        alt=t(N_("Bars: {bars}."), bars=", ".join(f"{bar.label} {bar.text}" for bar in content.bars)),
        height=content.height,
        legend=_legend(),
        footnote=Footnote(n_text(published)),
        empty=published == 0,
    )


def _columns(whole: str) -> tuple[Column, ...]:
    return (
        Column("theme", t(N_("Theme"))),
        Column("motivated", t(N_("With a published motivation")), Kind.COUNT),
        Column("decided", whole, Kind.COUNT),
        Column("share", t(N_("Share")), Kind.SHARE),
    )


# --- how long ----------------------------------------------------------------------------------------------------
def explanation(df: pd.DataFrame, whole: pd.DataFrame, *, days: Days = Days.WORKING, smallest_n: int = 5) -> ChartSpec:
    """How long it took from a choice to its published motivation, by theme.

    `df`: rows with theme (name, null without), n, median and p90 (days). `whole`: rows with step, n, median, p90, open
    (under way) and age_longest (days; null without), of which that of step explanation counts. Days of fewer than
    `smallest_n` choices are withheld.
    """
    one = whole[whole["step"] == "explanation"].iloc[0]
    frame = withheld(df.assign(theme=named(df["theme"], WITHOUT_THEME)), ["median", "p90"], smallest_n)
    dots, unit = tuple(_dot(row, days) for row in frame.to_dict("records")), t(DAY_UNITS[days])
    content = Dots(dots, day_ticks(max((dot.high for dot in dots if dot.high is not None), default=1)))
    return ChartSpec(
        conclusion=_time_sentence(one, unit, smallest_n),
        note=t(N_("In {unit}, of what was published in the period, also what was decided on before it."), unit=unit),
        content=content,
        table=Table(frame, _time_columns(unit)),
        alt=t(N_("Dots per theme: {dots}."), dots=", ".join(f"{dot.label} {dot.text}" for dot in dots)),
        height=content.height,
        legend=(Key(Mark.DOT, t(N_("half within"))), Key(Mark.RANGE, t(N_("to nine in ten")))),
        facts=_waiting(one, days),
        footnote=Footnote(n_text(one["n"])),
        empty=not one["n"] and not maybe(one["open"]),
    )


def _dot(row: Mapping[Any, Any], days: Days) -> Dot:
    median, p90 = maybe(row["median"]), maybe(row["p90"])
    text = too_few(row["n"]) if median is None else half_and_most(median, p90, days)
    return Dot(row["theme"], median, text, n_text(row["n"]), low=median, high=p90)


def _time_sentence(one: pd.Series, unit: str, smallest_n: int) -> str:
    if not one["n"] and not maybe(one["open"]):
        return t(N_("No motivation was published in this period, and none is waited for."))
    if one["n"] < smallest_n:
        return t(N_("Too few motivations were published in this period to tell how long it took."))
    words = {"days": days_text(one["median"]), "most": days_text(one["p90"]), "unit": unit}
    if words["days"] == words["most"]:
        return t(N_("From choice to published motivation: mostly {days} {unit}."), **words)
    return t(N_("From choice to published motivation: half within {days} {unit}, nine in ten within {most}."), **words)


def _waiting(one: pd.Series, days: Days) -> tuple[Fact, ...]:
    """What still waits to be explained, and the oldest of it."""
    waits, oldest = maybe(one["open"]), maybe(one["age_longest"])
    if not waits:
        return ()
    count = Fact(number(waits), t(N_("wait for their motivation to be published")))
    return (count,) if oldest is None else (count, Fact(short_days(oldest, days), t(N_("the oldest of these"))))


def _time_columns(unit: str) -> tuple[Column, ...]:
    return (
        Column("theme", t(N_("Theme"))),
        Column("n", t(N_("Published motivations")), Kind.COUNT),
        Column("median", t(N_("Median, {unit}"), unit=unit), Kind.DECIMAL),
        Column("p90", t(N_("p90, {unit}"), unit=unit), Kind.DECIMAL),
    )
