"""How far a town is with the climate pact: each target as a bar, and its figures in the units of the pact."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from config.climate import LekpTarget, lekp_targets
from config.language import N_, current_language, day, number, percent, t
from dashboard.charts.contents import Target
from dashboard.charts.palette import PAINTS, Fill
from dashboard.charts.phrases import joined, maybe
from dashboard.charts.rows import Bar, BarPart, Bars
from dashboard.charts.spec import ChartSpec, Column, Key, Kind, Rows, Table, days_text
from queries.climate import BEHIND, ON_PACE, UNKNOWN

PARTS = {
    "realised": (Fill.BLUE, N_("realised")),
    "elsewhere": (Fill.GREY, N_("realised elsewhere, by another source")),
    "committed": (Fill.SKY, N_("decided")),
    "potential": (Fill.POSSIBLE, N_("possible")),
}
"""The parts of a bar, in order, each with its words."""
PACES = {ON_PACE: N_("on pace"), BEHIND: N_("behind"), UNKNOWN: N_("cannot be said")}
_COUNTED = {ON_PACE: N_("{n} on pace"), BEHIND: N_("{n} behind"), UNKNOWN: N_("{n} cannot be said")}
_UNTOLD = N_("Whether a target is on pace cannot be said where no recent source tells what was realised elsewhere.")
NO_PEOPLE = N_("The number of inhabitants is not known, so there is no target to compare with.")
OF_A_PART = N_("Only a part of the municipality is shown; the targets are those of all of it.")
ONLY_PUBLIC = N_("Only what is public counts.")
_PERCENTAGE = N_("The percentage is what is realised.")
_CUT = N_("A bar ends at the target, also where more is possible.")
_BRIEF = 3


def climate_targets(df: pd.DataFrame) -> ChartSpec:
    """Each target as a bar from nothing to all of it: realised, elsewhere, decided, possible; a line shows where a
    steady pace would be now.

    `df`: rows as `queries.climate.climate` gives them. Of a part of the organisations only those that it adds to.
    """
    adds = df["whole"].astype(bool) | (df[["realised", "committed", "potential"]] > 0).any(axis=1)
    shown = df[adds] if adds.any() else df
    return _targets(shown, in_words(shown))


def climate_brief(df: pd.DataFrame) -> ChartSpec:
    """The same of the few that are furthest, what is decided included; of an indicator one target."""
    indicators = pd.Series([lekp_targets()[code].indicator for code in df["code"]], df.index)
    ordered = df.sort_values("share_decided", ascending=False, kind="stable")
    furthest = ordered[~indicators.loc[ordered.index].duplicated()].head(_BRIEF)
    return replace(_targets(furthest, in_words(furthest)), conclusion=paces_sentence(df))


def _targets(df: pd.DataFrame, words: pd.DataFrame) -> ChartSpec:
    rows = df.to_dict("records")
    content = Bars(tuple(_bar(row) for row in rows), 1.0, _line(rows))
    return ChartSpec(
        conclusion=paces_sentence(words),
        note=_note(words),
        content=content,
        table=Table(words, _columns()),
        alt=t(N_("Bars, each a target: {bars}."), bars="; ".join(_said(row) for row in rows)),
        height=content.height,
        legend=_legend(df),
    )


def _bar(row: Mapping[Any, Any]) -> Bar:
    target, goal = lekp_targets()[row["code"]], maybe(row["target"])
    name = target.label(current_language())
    if not goal:
        return Bar(name, (), t(N_("inhabitants not known")), aside=amount_words(row["realised"], target))
    aside = t(N_("target {amount}"), amount=amount_words(goal, target))
    return Bar(name, _parts(row, target, goal), percent(row["share_known"]), aside=aside)


def _parts(row: Mapping[Any, Any], target: LekpTarget, goal: float) -> tuple[BarPart, ...]:
    """The parts one after another up to the target, and what is left of it."""
    left, parts, hover = 1.0, [], _said(row)
    for name, (fill, _) in PARTS.items():
        amount = maybe(row[name]) or 0.0
        width = min(amount / goal, left)
        text = "" if PAINTS[fill].hatched else amount_words(amount, target)
        parts.append(BarPart(width, fill, text, hover))
        left -= width
    return *parts, BarPart(left, Fill.OUTSIDE, "", hover)


def _said(row: Mapping[Any, Any]) -> str:
    """A target in words: its parts with their amounts, of how much, and where a steady pace would be."""
    target, goal, expected = lekp_targets()[row["code"]], maybe(row["target"]), maybe(row["expected"])
    name = target.label(current_language())
    parts = [f"{t(words)} {amount_words(row[key], target)}" for key, (_, words) in PARTS.items() if maybe(row[key])]
    told = [", ".join(parts) or t(N_("nothing realised, decided or possible"))]
    if goal:
        told.append(t(N_("target {amount}"), amount=amount_words(goal, target)))
    if expected is not None:
        told.append(t(N_("needed by now {amount}"), amount=amount_words(expected, target)))
    return f"{name}: {', '.join(told)}"


def _line(rows: Sequence[Mapping[Any, Any]]) -> Target | None:
    """Where a steady pace would be, when that is the same for all targets."""
    shares = {share for row in rows if (share := maybe(row["expected_share"])) is not None}
    if len(shares) != 1:
        return None
    return Target(share := shares.pop(), t(N_("needed by now: {share}"), share=percent(share)))


def _legend(df: pd.DataFrame) -> tuple[Key, ...]:
    """Readings of other sources only where there are any."""
    shown = {name: part for name, part in PARTS.items() if name != "elsewhere" or df["elsewhere"].notna().any()}
    return tuple(Key(fill, t(words)) for fill, words in shown.values())


def in_words(df: pd.DataFrame) -> pd.DataFrame:
    """The rows with columns name, unit, pace_words and year in the reader's language."""
    targets = [lekp_targets()[code] for code in df["code"]]
    return _with_texts(
        df,
        name=[target.label(current_language()) for target in targets],
        unit=[target.unit or t(N_("number")) for target in targets],
        pace_words=[t(PACES[pace]) if isinstance(pace, str) else None for pace in df["pace"]],
        year=[None if pd.isna(year) else str(int(year)) for year in df["projected"]],
    )


def _with_texts(df: pd.DataFrame, **texts: Sequence[Any]) -> pd.DataFrame:
    return df.assign(**{name: pd.Series(told, df.index, dtype=object) for name, told in texts.items()})


def asked_words(target: LekpTarget) -> str:
    """What the pact asks: 1 m² per inwoner."""
    amount = amount_words(target.amount, target)
    if target.per == 1:
        return t(N_("{amount} per inhabitant"), amount=amount)
    return t(N_("{amount} per {n} inhabitants"), amount=amount, n=number(target.per))


def amount_words(value: float, target: LekpTarget) -> str:
    """An amount with the unit of the pact."""
    shown = days_text(value) if abs(value) < 100 else number(value)
    return f"{shown} {target.unit}" if target.unit else shown


def paces_sentence(df: pd.DataFrame) -> str:
    """How many targets are on pace, as far as it can be said."""
    if df["target"].isna().all():
        return t(NO_PEOPLE)
    judged = df[df["pace"].notna()]
    if judged.empty:
        return t(OF_A_PART)
    if (judged["pace"] == UNKNOWN).all():
        return t(
            N_("Whether the targets are on pace cannot be said: no recent source tells what was realised elsewhere.")
        )
    counts = judged["pace"].value_counts()
    told = [t(words, n=number(counts[pace])) for pace, words in _COUNTED.items() if counts.get(pace, 0)]
    return t(N_("Of {whole} targets: {parts}."), whole=number(len(judged)), parts=joined(told))


def _note(df: pd.DataFrame) -> str | None:
    told = [ONLY_PUBLIC] if df["only_public"].any() else []
    told += [_PERCENTAGE] if df["target"].notna().any() else []
    told += [_UNTOLD] if (df["pace"] == UNKNOWN).any() and not (df["pace"] == UNKNOWN).all() else []
    told += [_CUT] if (df["share_potential"].astype("Float64") > 1).any() else []
    return " ".join(map(t, told)) or None


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", t(N_("Target of the pact"))),
        Column("unit", t(N_("Unit"))),
        Column("realised", t(N_("Realised")), Kind.DECIMAL),
        Column("elsewhere", t(N_("Elsewhere")), Kind.DECIMAL),
        Column("committed", t(N_("Decided")), Kind.DECIMAL),
        Column("potential", t(N_("Possible")), Kind.DECIMAL),
        Column("target", t(N_("Target 2030")), Kind.DECIMAL),
        Column("share_known", t(N_("Realised, of the target")), Kind.SHARE),
        Column("share_decided", t(N_("And decided")), Kind.SHARE),
        Column("share_potential", t(N_("And possible")), Kind.SHARE),
        Column("expected", t(N_("Needed by now")), Kind.DECIMAL),
        Column("pace_words", t(N_("Pace"))),
        Column("yearly", t(N_("Still needed a year")), Kind.DECIMAL),
        Column("year", t(N_("Reached at the present pace"))),
    )


def pact_figures(df: pd.DataFrame) -> ChartSpec:
    """What the pact asks to be reported, in its units: a row a target.

    `df`: rows as `queries.climate.climate` gives them.
    """
    words = in_words(df)
    frame = _with_texts(words, read=[_reading(row) for row in words.to_dict("records")])
    return ChartSpec(
        conclusion=_contradiction(frame),
        note=t(N_("Amounts in the unit of the pact, counted from 2021; only what was measured is realised.")),
        content=Rows(t(N_("Figures for the climate pact"))),
        table=Table(frame, _pact_columns()),
        alt=t(N_("Figures for the climate pact")),
        height=420,
    )


def _reading(row: Mapping[Any, Any]) -> str | None:
    if pd.isna(row["read_on"]):
        return None
    return t(N_("{source}, up to {day}"), source=row["read_source"], day=day(row["read_on"]))


def _contradiction(df: pd.DataFrame) -> str | None:
    """Where another source says to hold the proposals and tells of less than they yielded."""
    names = df.loc[df["contradicted"].astype(bool), "name"].tolist()
    if not names:
        return None
    words = N_("The other source tells of less than the proposals yielded that are said to be in it: {names}.")
    return t(words, names=joined(names))


def _pact_columns() -> tuple[Column, ...]:
    return (
        Column("name", t(N_("Target of the pact")), width=3),
        Column("unit", t(N_("Unit")), essential=False, width=1),
        Column("realised", t(N_("Realised")), Kind.DECIMAL, width=2),
        Column("realised_n", t(N_("Measured proposals")), Kind.COUNT, essential=False, width=2),
        Column("unmeasured", t(N_("Realised, not measured")), Kind.COUNT, essential=False, width=2),
        Column("elsewhere", t(N_("Elsewhere")), Kind.DECIMAL, essential=False, width=2),
        Column("read", t(N_("Source of that")), essential=False, width=4),
        Column("inhabitants", t(N_("Inhabitants")), Kind.COUNT, essential=False, width=2),
        Column("target", t(N_("Target 2030")), Kind.DECIMAL, width=2),
    )
