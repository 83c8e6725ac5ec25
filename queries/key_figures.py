"""The few numbers of the overview, each with what it was before and with twelve points of its course."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
from sqlalchemy import Connection

from queries.counts import stock_by_step
from queries.filters import Filters, Population, Scope
from queries.informing import first_answer_by_step, informed_by_step
from queries.lead import lead_time_by_step
from queries.municipalities import PER, inhabitants
from queries.on_time import on_time_by_step
from queries.registry import SMALLEST_N, compared
from queries.satisfaction import satisfaction_by_step
from queries.steps import Steps, sparkline_of

Course = Callable[[Connection, Scope, Filters, Steps], tuple[float | None, ...]]


def key_figures(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """A row a key figure, in the order of the page.

    Columns: measure, part, value, numerator, denominator, n, unit, previous_value, previous_n, last_year_value,
    last_year_n (as `queries.registry.compared` gives them), points (a tuple of twelve values, oldest first; None where
    there are too few cases), and beside (of what is open: per 1 000 inhabitants; of satisfaction: the share that
    answered; null where not known, and for the others).
    """
    wanted = list(PARTS.items())
    numbers = compared(db, scope, filters, only=[measure for measure, _ in wanted]).set_index(["measure", "part"])
    frame = numbers.loc[wanted].reset_index()
    steps = sparkline_of(filters)
    span = replace(filters, first_day=steps.first, last_day=steps.last, period=None)
    courses = [_COURSES[measure](db, scope, span, steps) for measure, _ in wanted]
    value = numbers["value"].to_dict()
    beside = {
        "open": _per_1000(db, scope, filters, value["open", ""]),
        "satisfaction": value["satisfaction", _RESPONSE],
    }
    more = {"points": courses, "beside": [beside.get(name) for name, _ in wanted]}
    return frame.assign(**{name: pd.Series(each, index=frame.index, dtype=object) for name, each in more.items()})


_RESPONSE = "response"


def _per_1000(db: Connection, scope: Scope, filters: Filters, n: float) -> float | None:
    """None where not all inhabitants are known; those of a neighbourhood are not."""
    found = inhabitants(db, scope, filters.last_day)
    asked = found[found["code"].isin(filters.organisations)] if filters.organisations else found
    people = asked["inhabitants"]
    if filters.areas or asked.empty or people.isna().any() or not people.sum():
        return None
    return float(n) * PER / float(people.sum())


def _open(db: Connection, scope: Scope, filters: Filters, steps: Steps) -> tuple[float | None, ...]:
    return tuple(float(value) for value in stock_by_step(db, scope, filters, steps)["open"])


def _on_time(db: Connection, scope: Scope, filters: Filters, steps: Steps) -> tuple[float | None, ...]:
    found = on_time_by_step(db, scope, filters, steps)
    return _enough(found["on_time"] / found["judged"].where(found["judged"] > 0), found["judged"])


def _lead_time(db: Connection, scope: Scope, filters: Filters, steps: Steps) -> tuple[float | None, ...]:
    found = lead_time_by_step(db, scope, replace(filters, population=Population.PERIOD), steps)
    return _enough(found["median"], found["n"])


def _first_answer(db: Connection, scope: Scope, filters: Filters, steps: Steps) -> tuple[float | None, ...]:
    found = first_answer_by_step(db, scope, filters, steps)
    return _enough(found["median"], found["n"])


def _satisfaction(db: Connection, scope: Scope, filters: Filters, steps: Steps) -> tuple[float | None, ...]:
    found = satisfaction_by_step(db, scope, filters, steps)
    return _enough(found["mean"], found["n"])


def _informed(db: Connection, scope: Scope, filters: Filters, steps: Steps) -> tuple[float | None, ...]:
    found = informed_by_step(db, scope, filters, steps)
    return _enough(found["told_in_time"] / found["due"].where(found["due"] > 0), found["due"])


def _enough(values: pd.Series, cases: pd.Series) -> tuple[float | None, ...]:
    """Values, with None where too few cases stand behind one."""
    return tuple(float(value) if n >= SMALLEST_N else None for value, n in zip(values, cases, strict=True))


PARTS = {
    "open": "",
    "on_time": "",
    "lead_time": "median",
    "first_answer": "median",
    "satisfaction": "",
    "informed": "",
}
"""The measures of the row in their order, each with the part that is shown."""
_COURSES: dict[str, Course] = {
    "open": _open,
    "on_time": _on_time,
    "lead_time": _lead_time,
    "first_answer": _first_answer,
    "satisfaction": _satisfaction,
    "informed": _informed,
}
