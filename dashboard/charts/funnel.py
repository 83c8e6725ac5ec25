"""Shares of services or municipalities beside each other, without making a league table of chance."""

from itertools import pairwise
from math import sqrt
from typing import Any

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.axes import day_ticks, share_ticks_around
from dashboard.charts.contents import Mark, Plot, Series, Spot, Target
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import joined, n_text, named
from dashboard.charts.spec import ChartSpec, Column, Footnote, Key, Kind, Table

_LIMITS = ("low95", "high95", "low998", "high998")
_WIDE = ("low998", "high998")
_OUTSIDE = {"": N_("within the limits"), "95": N_("outside 95 %"), "998": N_("outside 99.8 %")}
_STEPS = 12


def funnel(df: pd.DataFrame, *, heading: str, smallest_n: int = 5) -> ChartSpec:
    """Shares against the number of cases, with the limits within which chance alone explains a difference.

    `df`: rows with label (name, null without), numerator, denominator (counts), overall (share of all together), low95,
    high95, low998, high998 (the limits around it for that denominator, shares 0 to 1) and outside ('', '95' or '998').
    `heading` is what a row is, in the reader's language. Rows of fewer than `smallest_n` cases are left out of
    picture and table.
    """
    frame = df[df["denominator"] >= max(smallest_n, 1)].sort_values("denominator")
    frame = frame.assign(label=named(frame["label"], N_("Not known")))
    overall = float(df["overall"].iloc[0]) if len(df) else 0.0
    frame = frame.assign(share=(frame["numerator"] / frame["denominator"]).astype(float))
    frame = frame.assign(place=[t(_OUTSIDE[code]) for code in frame["outside"]])
    left_out = len(df) - len(frame)
    return ChartSpec(
        conclusion=_funnel_sentence(frame),
        note=t(N_("Small numbers swing more by chance: the limits are wide on the left and narrow on the right.")),
        content=_funnel(frame, overall),
        table=Table(frame.sort_values("label"), _funnel_columns(heading)),
        alt=_funnel_alt(frame, overall),
        height=320,
        legend=_funnel_legend(set(frame["outside"])),
        footnote=_funnel_footnote(int(frame["denominator"].sum()), left_out, smallest_n),
        empty=frame.empty,
    )


def _funnel_sentence(frame: pd.DataFrame) -> str:
    """Who lies outside; names in the order of the alphabet, never of the share."""
    if frame.empty:
        return t(N_("Too few cases to compare."))
    far, near = (_sides(frame[frame["outside"] == code]) for code in ("998", "95"))
    if far:
        return t(N_("More than chance explains: {names}."), names=far)
    if near:
        return t(N_("Outside the 95 % limits, which one in twenty is by chance: {names}."), names=near)
    return t(N_("Chance alone can explain all differences."))


def _sides(outside: pd.DataFrame) -> str:
    """'lower with Wegen, higher with Afval': who lies below and above the whole."""
    lower = sorted(outside.loc[outside["share"] < outside["overall"], "label"])
    higher = sorted(outside.loc[outside["share"] > outside["overall"], "label"])
    parts = ((N_("lower with {names}"), lower), (N_("higher with {names}"), higher))
    return ", ".join(t(message, names=joined(names)) for message, names in parts if names)


def _funnel(frame: pd.DataFrame, overall: float) -> Plot:
    shown = [overall, *frame["share"], *(value for key in ("low95", "high95") for value in frame[key])]
    ticks = share_ticks_around(shown)
    x_ticks = day_ticks(float(frame["denominator"].max() if len(frame) else 1))
    label = t(N_("all {share}"), share=percent(overall, decimals=0))
    return Plot(
        series=tuple(_limit(frame, key) for key in _LIMITS) if len(frame) > 1 else (),
        x_ticks=x_ticks,
        y_ticks=ticks,
        x_title=t(N_("number of cases")),
        target=Target(overall, label),
        spots=tuple(_spot(row) for row in frame.to_dict("records")),
        clip=True,
    )


def _limit(frame: pd.DataFrame, key: str) -> Series:
    """A limit as a curve. Between two denominators it runs as 1 / sqrt(n) does, which limits of shares follow."""
    known = frame.drop_duplicates("denominator")[["denominator", key]].astype(float)
    points = list(known.itertuples(index=False, name=None))
    curve = [_between(left, right, step) for left, right in pairwise(points) for step in range(_STEPS)]
    x, y = zip(*(curve + points[-1:]), strict=True)
    return Series(key, x, y, Fill.GREY, rank=1, dashed=key not in _WIDE)


def _between(left: tuple[float, float], right: tuple[float, float], step: int) -> tuple[float, float]:
    (n1, y1), (n2, y2) = left, right
    n = n1 + (n2 - n1) * step / _STEPS
    part = (1 / sqrt(n1) - 1 / sqrt(n)) / (1 / sqrt(n1) - 1 / sqrt(n2))
    return n, y1 + (y2 - y1) * part


def _spot(row: dict[Any, Any]) -> Spot:
    words = t(N_("{part} of {whole}"), part=number(row["numerator"]), whole=number(row["denominator"]))
    hover = f"{row['label']}: {percent(row['share'])}\n{words}\n{row['place']}"
    name = row["label"] if row["outside"] else ""
    far, near = row["outside"] == "998", row["outside"] == "95"
    return Spot(float(row["denominator"]), row["share"], name, hollow=near, missed=far, beside=True, hover=hover)


def _funnel_legend(codes: set[str]) -> tuple[Key, ...]:
    marks = {"": Mark.DOT, "95": Mark.BEFORE, "998": Mark.MISSED}
    dots = tuple(Key(mark, t(_OUTSIDE[code])) for code, mark in marks.items() if code in codes)
    limits = (Key(Mark.LIMIT, t(N_("95 % limits"))), Key(Mark.LIMIT_WIDE, t(N_("99.8 % limits"))))
    return (*dots, *limits)


def _funnel_columns(heading: str) -> tuple[Column, ...]:
    return (
        Column("label", heading),
        Column("numerator", t(N_("Number")), Kind.COUNT),
        Column("denominator", t(N_("Of")), Kind.COUNT),
        Column("share", t(N_("Share")), Kind.SHARE),
        Column("low95", t(N_("At least, 95 %")), Kind.SHARE),
        Column("high95", t(N_("At most, 95 %")), Kind.SHARE),
        Column("low998", t(N_("At least, 99.8 %")), Kind.SHARE),
        Column("high998", t(N_("At most, 99.8 %")), Kind.SHARE),
        Column("place", t(N_("Place"))),
    )


def _funnel_alt(frame: pd.DataFrame, overall: float) -> str:
    words = {"n": number(len(frame)), "share": percent(overall), "out": number((frame["outside"] != "").sum())}
    return t(N_("{n} points around {share} by number of cases, {out} of them outside the 95 % limits."), **words)


def _funnel_footnote(total: int, left_out: int, smallest_n: int) -> Footnote:
    if not left_out:
        return Footnote(n_text(total))
    words = {"n": number(left_out), "least": max(smallest_n, 1)}
    return Footnote(f"{n_text(total)} · " + t(N_("left out, fewer than {least} cases: {n}"), **words))
