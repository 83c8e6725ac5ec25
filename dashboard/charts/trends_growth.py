"""Growth against a year before, as dots with how sure they are; against the period before in the table."""

from typing import Any

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.contents import Target, Tick
from dashboard.charts.phrases import joined, maybe, n_text, too_few
from dashboard.charts.rows import Dot, Dots
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Table
from dashboard.charts.trends_words import named_by
from queries.filters import By

SHOWN = 12
_MOST = 1.5
"""Growth beyond which a row ends at the edge: two and a half times as much."""
_BEFORE = ("last_year", "previous")
_TICKS = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5)
_NEWS = {
    "last_year": (N_("Clearly more than a year before: {names}."), N_("Clearly less than a year before: {names}.")),
    "previous": (
        N_("Clearly more than in the period before: {names}."),
        N_("Clearly less than in the period before: {names}."),
    ),
}


def growth_dots(df: pd.DataFrame, by: By) -> ChartSpec:
    """How much more or less came in than a year before; where that is not known, than in the period before.

    `df`: rows of `queries.growth.growth`, all together first.
    """
    frame = named_by(df, by)
    then = next((one for one in _BEFORE if len(frame) and not pd.isna(frame[f"{one}_ratio"].iloc[0])), _BEFORE[0])
    dots = tuple(_dot(row, then) for row in frame.head(SHOWN).to_dict("records"))
    content = Dots(dots, tuple(Tick(value, changed(value)) for value in _TICKS), Target(0, t(N_("the same"))))
    total = int(frame["n"].iloc[0]) if len(frame) else 0
    return ChartSpec(
        conclusion=_sentence(frame, then) if total else t(N_("Nothing came in during this period.")),
        note=_note(then),
        content=content,
        table=Table(frame.assign(**_changes(frame)), _columns()),
        alt=t(N_("Dots: {dots}."), dots=", ".join(f"{dot.label} {dot.text}" for dot in dots)),
        height=content.height,
        footnote=Footnote(n_text(total)),
        empty=total == 0,
    )


def _note(then: str) -> str:
    if then == "last_year":
        return t(N_("Against the same period a year before; the bar holds the true growth with 95 % certainty."))
    return t(N_("Against the period before; the bar holds the true growth with 95 % certainty, the season included."))


def changed(value: float) -> str:
    """+12 % or −7 %."""
    return percent(value, decimals=0) if value <= 0 else f"+{percent(value, decimals=0)}"


def _dot(row: dict[Any, Any], then: str) -> Dot:
    ratio, before = maybe(row[f"{then}_ratio"]), row[f"{then}_n"]
    if ratio is None:
        return Dot(row["label"], None, too_few(min(row["n"], before)))
    low, high = (float(row[f"{then}_{end}"]) - 1 for end in ("low", "high"))
    counts = t(N_("{n}, before {before}"), n=number(row["n"]), before=number(before))
    hover = f"{row['label']}: {changed(ratio - 1)}\n{changed(low)} – {changed(high)}\n{counts}"
    place, ends = min(ratio - 1, _MOST), (max(low, -1.0), min(high, _MOST))
    return Dot(row["label"], place, changed(ratio - 1), counts, low=min(ends[0], place), high=ends[1], hover=hover)


def _sentence(frame: pd.DataFrame, then: str) -> str:
    known = frame.dropna(subset=[f"{then}_ratio"])
    if known.empty:
        return t(N_("There is too little to compare with."))
    more, less = known[known[f"{then}_low"] > 1], known[known[f"{then}_high"] < 1]
    parts = [
        t(message, names=joined(list(found["label"])))
        for message, found in zip(_NEWS[then], (more, less), strict=True)
        if len(found)
    ]
    return " ".join(parts) or t(N_("Nothing differs clearly."))


def _changes(frame: pd.DataFrame) -> dict[str, pd.Series]:
    names = [f"{then}_{end}" for then in _BEFORE for end in ("ratio", "low", "high")]
    return {name: frame[name].astype(float) - 1 for name in names}


def _columns() -> tuple[Column, ...]:
    against = {"last_year": N_("last year"), "previous": N_("period before")}
    columns = [Column("label", t(N_("Series"))), Column("n", t(N_("Came in")), Kind.COUNT)]
    for then, words in against.items():
        name = t(words)
        columns += [
            Column(f"{then}_n", t(N_("Came in, {then}"), then=name), Kind.COUNT),
            Column(f"{then}_ratio", t(N_("Growth, {then}"), then=name), Kind.SHARE),
            Column(f"{then}_low", t(N_("At least, {then}"), then=name), Kind.SHARE),
            Column(f"{then}_high", t(N_("At most, {then}"), then=name), Kind.SHARE),
        ]
    return tuple(columns)
