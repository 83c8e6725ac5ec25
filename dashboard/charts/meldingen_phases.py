"""Where the time of meldingen goes, per service."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from config.language import N_, t
from dashboard.charts.palette import PAINTS, Fill
from dashboard.charts.phrases import NO_PICKS, WITHOUT_SERVICE, maybe, n_text, named, short_days, too_few, withheld
from dashboard.charts.rows import Bar, BarPart, Bars
from dashboard.charts.spec import ChartSpec, Column, Footnote, Key, Kind, Table, days_text
from dashboard.charts.units import DAY_UNITS
from queries.filters import Days

_PARTS: dict[str, tuple[str, Fill]] = {
    "screening": (N_("Screening and assignment"), Fill.SKY),
    "handling": (N_("In treatment, own service"), Fill.BLUE),
    "advice_internal": (N_("Internal advice"), Fill.GREY),
    "advice_external": (N_("External advice"), Fill.ORANGE),
    "decision": (N_("Waiting for college or council"), Fill.WINE),
    "stopped": (N_("Waiting on the citizen (clock stopped)"), Fill.STOPPED),
}
_WAITING = {
    "advice_internal": N_("{service} waits {days} {unit} a melding on internal advice."),
    "advice_external": N_("{service} waits {days} {unit} a melding on external advice."),
    "decision": N_("{service} waits {days} {unit} a melding on a decision."),
}
_RUNNING = tuple(part for part in _PARTS if part != "stopped")


def phase_times(
    df: pd.DataFrame, *, days: Days = Days.WORKING, smallest_n: int = 5, picks: Mapping[str, str] = NO_PICKS
) -> ChartSpec:
    """The mean time that meldingen spent in each part of their handling, per service.

    `df`: a row per service with service (name, null without), n (meldingen) and the mean days in screening, handling,
    advice_internal, advice_external, decision and stopped. The total leaves stopped out. Services with fewer than
    `smallest_n` meldingen show no times. `picks` are the addresses with one service, by its name.
    """
    frame = withheld(df.assign(service=named(df["service"], WITHOUT_SERVICE)), list(_PARTS), smallest_n)
    frame = frame.assign(total=frame[list(_RUNNING)].sum(axis=1, min_count=1))
    frame = frame.sort_values(["total", "n"], ascending=False)
    rows, unit = frame.to_dict("records"), t(DAY_UNITS[days])
    content = Bars(tuple(_bar(row, days, picks) for row in rows))
    return ChartSpec(
        conclusion=_sentence(frame, unit) if rows else t(N_("No stage ended in this period.")),
        note=t(N_("Mean {unit} a melding."), unit=unit),
        content=content,
        table=Table(frame, _columns(unit)),
        alt=t(N_("Bars per service: {bars}."), bars=", ".join(f"{bar.label} {bar.text}" for bar in content.bars)),
        height=content.height,
        legend=tuple(Key(fill, t(name)) for name, fill in _PARTS.values()),
        footnote=Footnote(t(N_("figure behind the bar: {unit} without the stopped clock"), unit=unit)),
        empty=not rows,
        picks={"service": picks},
    )


def _bar(row: dict[Any, Any], days: Days, picks: Mapping[str, str]) -> Bar:
    if maybe(row["total"]) is None:
        return Bar(row["service"], (), too_few(row["n"]))
    parts = tuple(
        BarPart(value, fill, _in_part(value, fill), f"{row['service']}\n{t(name)}: {short_days(value, days)}")
        for key, (name, fill) in _PARTS.items()
        if (value := float(row[key] or 0)) > 0
    )
    pick = picks.get(row["service"], "")
    return Bar(row["service"], parts, short_days(row["total"], days), aside=n_text(row["n"]), pick=pick)


def _in_part(value: float, fill: Fill) -> str:
    """No number over a hatch: it would not read."""
    return "" if PAINTS[fill].hatched else days_text(value)


def _sentence(frame: pd.DataFrame, unit: str) -> str | None:
    """Which service waits longest on others, and on whom; nothing when none does."""
    rows = frame.to_dict("records")
    waits = [
        (days, part, row["service"]) for row in rows for part in _WAITING if (days := maybe(row[part])) is not None
    ]
    days, part, service = max(waits, key=lambda wait: wait[0], default=(0.0, "", ""))
    if round(days, 1) <= 0:
        return None
    return t(_WAITING[part], service=service, days=days_text(days), unit=unit)


def _columns(unit: str) -> tuple[Column, ...]:
    parts = (Column(key, t(name), Kind.DECIMAL) for key, (name, _) in _PARTS.items())
    total = Column("total", t(N_("Total without stopped clock, {unit}"), unit=unit), Kind.DECIMAL)
    return (Column("service", t(N_("Service"))), Column("n", t(N_("Meldingen")), Kind.COUNT), *parts, total)
