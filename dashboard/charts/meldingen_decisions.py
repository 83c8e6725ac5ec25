"""How fast decisions are made and told."""

from typing import Any

import pandas as pd

from config.language import N_, number, t
from dashboard.charts.axes import day_ticks
from dashboard.charts.contents import Mark
from dashboard.charts.phrases import half_and_most, maybe, n_text, too_few, withheld
from dashboard.charts.rows import Dot, Dots
from dashboard.charts.spec import ChartSpec, Column, Footnote, Key, Kind, Table, days_text
from dashboard.charts.units import DAY_UNITS
from queries.filters import Days

STEPS = {
    "ready_agenda": N_("From ready to agenda"),
    "agenda_decided": N_("From agenda to decision"),
    "decided_signed": N_("From decision to signature"),
    "signed_published": N_("From signature to publication"),
    "published_told": N_("From publication to message"),
}
_SLOWEST = {
    "ready_agenda": N_("From ready to agenda takes longest: half within {days} {unit}."),
    "agenda_decided": N_("From agenda to decision takes longest: half within {days} {unit}."),
    "decided_signed": N_("From decision to signature takes longest: half within {days} {unit}."),
    "signed_published": N_("From signature to publication takes longest: half within {days} {unit}."),
    "published_told": N_("From publication to message takes longest: half within {days} {unit}."),
}


def decision_timing(df: pd.DataFrame, *, smallest_n: int = 5) -> ChartSpec:
    """The working days between the steps of a decision, in the order of the steps.

    `df`: rows with step (a key of `STEPS`), n, median and p90 (working days). Numbers of fewer than `smallest_n`
    decisions are withheld.
    """
    order = {step: i for i, step in enumerate(STEPS)}
    frame = withheld(df, ["median", "p90"], smallest_n).sort_values("step", key=lambda steps: steps.map(order))
    frame = frame.assign(name=[t(STEPS[step]) for step in frame["step"]])
    rows, total = frame.to_dict("records"), int(df["n"].sum())
    dots = tuple(_step(row) for row in rows)
    content = Dots(dots, day_ticks(max((dot.high for dot in dots if dot.high is not None), default=1)))
    unit = t(DAY_UNITS[Days.WORKING])
    return ChartSpec(
        conclusion=_sentence(frame, unit) if total else t(N_("No decisions were made in this period.")),
        note=t(N_("In {unit}, of decisions taken in the period."), unit=unit),
        content=content,
        table=Table(frame, _columns(unit)),
        alt=t(N_("Dots per step: {dots}."), dots=", ".join(f"{dot.label} {dot.text}" for dot in dots)),
        height=content.height,
        legend=(Key(Mark.DOT, t(N_("half within"))), Key(Mark.RANGE, t(N_("to nine in ten")))),
        footnote=Footnote(t(N_("n = {n} decisions"), n=number(df["n"].max() if total else 0))),
        empty=total == 0,
    )


def _step(row: dict[Any, Any]) -> Dot:
    median, p90 = maybe(row["median"]), maybe(row["p90"])
    text = too_few(row["n"]) if median is None else half_and_most(median, p90, Days.WORKING)
    return Dot(row["name"], median, text, n_text(row["n"]), low=median, high=p90)


def _sentence(frame: pd.DataFrame, unit: str) -> str | None:
    """The step with the longest median, when there is one and it is the only one."""
    known = frame.dropna(subset=["median"]).sort_values("median", ascending=False)
    if len(known) < 2 or days_text(known["median"].iloc[0]) == days_text(known["median"].iloc[1]):
        return None
    return t(_SLOWEST[known["step"].iloc[0]], days=days_text(known["median"].iloc[0]), unit=unit)


def _columns(unit: str) -> tuple[Column, ...]:
    return (
        Column("name", t(N_("Step"))),
        Column("n", t(N_("Decisions")), Kind.COUNT),
        Column("median", t(N_("Median, {unit}"), unit=unit), Kind.DECIMAL),
        Column("p90", t(N_("p90, {unit}"), unit=unit), Kind.DECIMAL),
    )
