"""The key figures of the overview in words, made from `queries.key_figures` and the targets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from config.kinds import Direction, MeldingKind
from config.language import N_, number, percent, t
from dashboard.charts.phrases import maybe
from dashboard.charts.spec import Kind
from dashboard.charts.units import DAY_UNITS
from dashboard.components.kpi import Comparison, Kpi
from dashboard.components.kpi_words import (
    basis_words,
    difference_words,
    state_words,
    target_words,
    too_few_words,
    trend_words,
    value_words,
)
from dashboard.components.sparkline import Sparkline
from dashboard.components.status import State
from queries.filters import WEEKS, Days, Filters
from queries.registry import MEASURES
from queries.targets import State as Standing
from queries.targets import Target, state, target_of

KINDS = {
    "open": Kind.COUNT,
    "on_time": Kind.SHARE,
    "lead_time": Kind.DECIMAL,
    "first_answer": Kind.DECIMAL,
    "satisfaction": Kind.DECIMAL,
    "informed": Kind.SHARE,
}
_OPEN = {
    MeldingKind.MELDING: N_("Open meldingen"),
    MeldingKind.KLACHT: N_("Open complaints"),
    MeldingKind.VRAAG: N_("Open questions"),
}
_SHORT = {"informed": N_("Informed in time")}
_ONE_DAY = {Days.WORKING: N_("working day"), Days.CALENDAR: N_("day")}
STATES = {
    Standing.GOOD: State.GOOD,
    Standing.ATTENTION: State.ATTENTION,
    Standing.BAD: State.BAD,
    Standing.UNKNOWN: State.NEUTRAL,
}


@dataclass(frozen=True)
class Ways:
    """Where a measure leads ('' nowhere), and the id of the button that explains it."""

    href: Callable[[str], str]
    explain: Callable[[str], dict[str, Any]]


def figure_name(measure: str, kind: MeldingKind) -> str:
    """What a figure is called in the row."""
    return t(_OPEN[kind] if measure == "open" else _SHORT.get(measure, MEASURES[measure].name))


def standings(df: pd.DataFrame, targets: pd.DataFrame) -> dict[str, Standing]:
    """How each figure of `queries.key_figures` stands against its target."""
    rows = df.to_dict("records")
    return {row["measure"]: state(maybe(row["value"]), _target(row, targets)) for row in rows}


def key_figures(df: pd.DataFrame, targets: pd.DataFrame, filters: Filters, ways: Ways) -> list[Kpi]:
    """The figures of `queries.key_figures`, in its order."""
    return [_figure(row, _target(row, targets), filters, ways) for row in df.to_dict("records")]


def _target(row: Mapping[Any, Any], targets: pd.DataFrame) -> Target | None:
    return target_of(targets, row["measure"], row["part"])


def _figure(row: Mapping[Any, Any], target: Target | None, filters: Filters, ways: Ways) -> Kpi:
    measure, value = row["measure"], maybe(row["value"])
    kind, standing = KINDS[measure], state(value, target)
    at_least = target is not None and target.direction is Direction.AT_LEAST
    shown, unit = value_words(value, kind, _unit(measure, value, filters.days))
    return Kpi(
        label=figure_name(measure, filters.kind),
        value=shown,
        unit=unit,
        state=STATES[standing],
        state_text=state_words(standing, at_least=at_least, has_value=value is not None),
        target=target_words(target.goal, kind, at_least=at_least) if target else "",
        basis=_basis(row, value),
        trend=_trend(row["points"], kind, target),
        comparisons=_comparisons(row, value, kind, filters),
        href=ways.href(measure),
        explain=ways.explain(measure),
    )


def _unit(measure: str, value: float | None, days: Days) -> str:
    if measure == "satisfaction":
        return t(N_("out of 5"))
    if measure not in ("lead_time", "first_answer"):
        return ""
    return t(_ONE_DAY[days] if value == 1 else DAY_UNITS[days])


def _basis(row: Mapping[Any, Any], value: float | None) -> str:
    """What the figure counts: n, or numerator and denominator."""
    measure, n, beside = row["measure"], maybe(row["n"]) or 0, maybe(row["beside"])
    if measure == "open":
        return "" if beside is None else t(N_("{n} per 1 000 inhabitants"), n=number(beside, decimals=1))
    if value is None:
        return too_few_words(n, MEASURES[measure].smallest_n)
    if KINDS[measure] is Kind.SHARE:
        return basis_words(numerator=maybe(row["numerator"]), denominator=maybe(row["denominator"]))
    if measure == "satisfaction":
        answered = "" if beside is None else t(N_("{share} answered"), share=percent(beside, decimals=0))
        return ", ".join(filter(None, (basis_words(n), answered)))
    return basis_words(n, of=t(N_("median")))


def _trend(points: tuple[float | None, ...], kind: Kind, target: Target | None) -> Sparkline | None:
    if not any(point is not None for point in points):
        return None
    return Sparkline(points, trend_words(points, kind), target.goal if target else None)


def _comparisons(row: Mapping[Any, Any], value: float | None, kind: Kind, filters: Filters) -> tuple[Comparison, ...]:
    labels = {"previous_value": previous_words(filters), "last_year_value": t(N_("last year"))}
    return tuple(Comparison(label, difference_words(value, maybe(row[name]), kind)) for name, label in labels.items())


def previous_words(filters: Filters) -> str:
    """vorige 12 weken; of other periods just the one before."""
    if filters.period in WEEKS:
        return t(N_("previous {n} weeks"), n=WEEKS[filters.period])
    return t(N_("previous period"))
