"""What a chart's number was before, and what it should be."""

from dataclasses import replace

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.phrases import maybe, n_text, short_days
from dashboard.charts.spec import ChartSpec, Fact
from queries.filters import Days
from queries.targets import Target, state

_PERIODS = {"": N_("this period"), "previous_": N_("previous period"), "last_year_": N_("last year")}


def beside(spec: ChartSpec, numbers: pd.DataFrame, target: Target | None) -> ChartSpec:
    """The chart with facts: its number in this period, the one before and a year before, and the target.

    `numbers`: at most one row with part, unit, value, n, previous_value, previous_n, last_year_value and last_year_n,
    as `queries.registry.compared` gives them. What is not known is left out; a chart with facts of its own has told its
    number.
    """
    if numbers.empty:
        return spec
    row = numbers.iloc[0]
    told = [prefix for prefix in _PERIODS if maybe(row[f"{prefix}value"]) is not None and (prefix or not spec.facts)]
    facts = [_fact(row, prefix) for prefix in told]
    if target is not None:
        words = t(N_("target"))
        facts.append(Fact(_value(target.goal, row), words, state(maybe(row["value"]), target), target.direction))
    return replace(spec, facts=(*spec.facts, *facts))


def _fact(row: pd.Series, prefix: str) -> Fact:
    words = filter(None, (t(_PERIODS[prefix]), t(row["part"]) if row["part"] else ""))
    return Fact(_value(row[f"{prefix}value"], row), f"{', '.join(words)} ({n_text(row[f'{prefix}n'])})")


def _value(value: float, row: pd.Series) -> str:
    match row["unit"]:
        case "share":
            return percent(value)
        case "working days" | "days":
            return short_days(value, Days.WORKING if row["unit"] == "working days" else Days.CALENDAR)
        case _:
            return number(value, decimals=0 if float(value).is_integer() else 1)
