"""What a chart's number was before, and what it should be."""

from dataclasses import replace

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.phrases import maybe, n_text, short_days
from dashboard.charts.spec import ChartSpec, Fact
from queries.filters import Days
from queries.targets import Target, state

_BEFORE = {"previous_": N_("previous period"), "last_year_": N_("last year")}


def beside(spec: ChartSpec, numbers: pd.DataFrame, target: Target | None) -> ChartSpec:
    """The chart with facts: its number in this period, in the one before and a year before, and the target.

    `numbers`: at most one row with part, unit, value, numerator, denominator, n, previous_value, previous_n,
    last_year_value and last_year_n, as `queries.registry.compared` gives them. What is not known is left out.
    """
    if numbers.empty:
        return spec
    row = numbers.iloc[0]
    before = [_before(row, prefix) for prefix in _BEFORE if maybe(row[f"{prefix}value"]) is not None]
    return replace(spec, facts=(*_now(row), *before, *_goal(row, target), *spec.facts))


def _now(row: pd.Series) -> list[Fact]:
    if maybe(row["value"]) is None:
        return []
    name = t(row["part"]) if row["part"] else t(N_("this period"))
    if maybe(row["denominator"]) is None:
        return [Fact(_value(row["value"], row), f"{name} ({n_text(row['n'])})")]
    words = {"n": number(row["numerator"]), "whole": number(row["denominator"])}
    return [Fact(_value(row["value"], row), f"{name}: {t(N_('{n} of {whole}'), **words)}")]


def _before(row: pd.Series, prefix: str) -> Fact:
    return Fact(_value(row[f"{prefix}value"], row), f"{t(_BEFORE[prefix])} ({n_text(row[f'{prefix}n'])})")


def _goal(row: pd.Series, target: Target | None) -> list[Fact]:
    if target is None:
        return []
    stands = state(maybe(row["value"]), target)
    goal = percent(target.goal, decimals=_decimals(target.goal)) if row["unit"] == "share" else _value(target.goal, row)
    return [Fact(goal, t(N_("target")), stands, target.direction)]


def _decimals(share: float) -> int:
    """Targets are mostly round percentages."""
    return 0 if round(share * 100, 6).is_integer() else 1


def _value(value: float, row: pd.Series) -> str:
    match row["unit"]:
        case "share":
            return percent(value)
        case "working days":
            return short_days(value, Days.WORKING)
        case "days":
            return short_days(value, Days.CALENDAR)
        case _:
            return number(value, decimals=0 if float(value).is_integer() else 1)
