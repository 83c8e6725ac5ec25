"""Municipalities beside each other: per inhabitant, and how they handle the same category."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from config.kinds import EventKind, NormUnit
from config.language import N_, number, t
from dashboard.charts.axes import day_ticks
from dashboard.charts.contents import Plain
from dashboard.charts.phrases import joined, maybe, n_text, withheld
from dashboard.charts.rows import Dot, Dots
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Table, days_text, stage_label
from dashboard.charts.units import DAY_UNITS
from queries.filters import Days

_UNITS = {NormUnit.WORKING_DAY: DAY_UNITS[Days.WORKING], NormUnit.CALENDAR_DAY: DAY_UNITS[Days.CALENDAR]}


def per_inhabitants(df: pd.DataFrame) -> ChartSpec:
    """Meldingen per 1 000 inhabitants, per municipality.

    `df`: rows with municipality (name), n (null where it is too small to show), inhabitants (null where not known),
    per_1000 (null where either is) and source (of the inhabitants, null where not told). In the order of the alphabet,
    never of the rate.
    """
    frame = df.sort_values("municipality")
    known = frame.dropna(subset=["per_1000"])
    highest = float(known["per_1000"].max()) if len(known) else 1.0
    content = Dots(tuple(_municipality(row) for row in frame.to_dict("records")), day_ticks(highest))
    hidden = int(frame["n"].isna().sum())
    return ChartSpec(
        conclusion=_rate_sentence(known),
        note=_rate_note(frame["source"]),
        content=content,
        table=Table(frame, _rate_columns()),
        alt=t(N_("Dots: {dots}."), dots=", ".join(f"{dot.label} {dot.text}" for dot in content.dots)),
        height=content.height,
        footnote=_rate_footnote(int(known["n"].sum()), hidden),
        empty=frame.empty,
    )


def _rate_note(sources: pd.Series) -> str:
    """The unit, and where the inhabitants come from: what a source says before a colon, without its details."""
    told = sorted({source.partition(":")[0] for source in sources.dropna()})
    unit = t(N_("Meldingen per 1,000 inhabitants."))
    return f"{unit} {t(N_('Inhabitants: {source}.'), source=joined(told))}" if told else unit


def _municipality(row: dict[Any, Any]) -> Dot:
    rate = maybe(row["per_1000"])
    if rate is None:
        small = pd.isna(row["n"])
        return Dot(row["municipality"], None, t(N_("too small to show")) if small else t(N_("inhabitants not known")))
    return Dot(row["municipality"], rate, number(rate, decimals=1), n_text(row["n"]))


def _rate_sentence(known: pd.DataFrame) -> str | None:
    if known.empty:
        return t(N_("The numbers are too small to show."))
    if len(known) < 2:
        return None
    low, high = (number(rate, decimals=1) for rate in (known["per_1000"].min(), known["per_1000"].max()))
    return t(N_("Between {low} and {high} meldingen per 1,000 inhabitants."), low=low, high=high)


def _rate_columns() -> tuple[Column, ...]:
    return (
        Column("municipality", t(N_("Municipality"))),
        Column("n", t(N_("Meldingen")), Kind.COUNT),
        Column("inhabitants", t(N_("Inhabitants")), Kind.COUNT),
        Column("per_1000", t(N_("Per 1,000 inhabitants")), Kind.DECIMAL),
    )


def _rate_footnote(total: int, hidden: int) -> Footnote:
    if not hidden:
        return Footnote(n_text(total))
    return Footnote(f"{n_text(total)} · " + t(N_("too small to show: {n}"), n=number(hidden)))


def side_by_side(df: pd.DataFrame, *, categories: Mapping[str, str] | None = None, smallest_n: int = 5) -> ChartSpec:
    """How municipalities handle the same category: a table, because the words matter as much as the numbers.

    `df`: rows with category (regional code), municipality (name), n (closed meldingen, to the nearest 5), norms (tuple
    of (n, unit), null without), phases (tuple of stages, null without), first_answer, lead_time (median working days)
    and messages (sent per melding). `categories` names the codes. Numbers of fewer than `smallest_n` meldingen are
    withheld.
    """
    frame = withheld(_told(df, categories or {}), ["first_answer", "lead_time", "messages"], smallest_n)
    frame = frame.sort_values(["category", "municipality"])
    words = {"n": number(frame["municipality"].nunique()), "categories": number(frame["category"].nunique())}
    return ChartSpec(
        conclusion=_side_sentence(frame),
        note=f"{t(N_('Medians in working days, closed to the nearest 5; a dash: no norm, or too few meldingen.'))} "
        + t(N_("What came in months that are withheld does not count.")),
        content=Plain(t(N_("Handling per category and municipality"))),
        table=Table(frame, _side_columns()),
        alt=t(N_("A table of {categories} categories in {n} municipalities."), **words),
        height=232,
        footnote=Footnote(n_text(frame["n"].sum())),
        empty=frame.empty,
    )


def _told(df: pd.DataFrame, categories: Mapping[str, str]) -> pd.DataFrame:
    """Codes, norms and stages in words."""
    norms = [_norms(cell) for cell in df["norms"]]
    phases = [", ".join(stage_label(EventKind(code)) for code in _known(cell)) or None for cell in df["phases"]]
    category = [categories.get(code, code) for code in df["category"]]
    columns = {"category": category, "norm": norms, "phases": phases}
    return df.assign(**{name: pd.Series(values, index=df.index, dtype=object) for name, values in columns.items()})


def _norms(cell: Any) -> str | None:
    return joined([f"{number(n)} {t(_UNITS[NormUnit(unit)])}" for n, unit in _known(cell)]) or None


def _known(cell: Any) -> tuple[Any, ...]:
    return cell if isinstance(cell, tuple) else ()


def _side_sentence(frame: pd.DataFrame) -> str | None:
    """The category in which lead times lie furthest apart, where two municipalities can be compared."""
    if frame.empty:
        return t(N_("There are no shared categories in this period, or they are too small to show."))
    groups = frame.dropna(subset=["lead_time"]).groupby("category")["lead_time"]
    spans = {str(name): (times.min(), times.max()) for name, times in groups if len(times) > 1}
    widest = max(spans, key=lambda name: spans[name][1] - spans[name][0], default=None)
    if widest is None:
        return None
    low, high = (days_text(edge) for edge in spans[widest])
    if len(set(frame["category"])) == 1:
        message = N_("{category}: half within {low} to {high} working days.")
    else:
        message = N_("{category} differs most: half within {low} to {high} working days.")
    return t(message, category=widest, low=low, high=high)


def _side_columns() -> tuple[Column, ...]:
    return (
        Column("municipality", t(N_("Municipality"))),
        Column("category", t(N_("Category"))),
        Column("n", t(N_("Closed")), Kind.COUNT),
        Column("norm", t(N_("Norm"))),
        Column("phases", t(N_("Phases used"))),
        Column("first_answer", t(N_("First answer, working days")), Kind.DECIMAL),
        Column("lead_time", t(N_("Lead time, working days")), Kind.DECIMAL),
        Column("messages", t(N_("Messages a melding")), Kind.DECIMAL),
    )
